import { findProcessors } from '../gateway/find-processors.ts';
import { countParked } from '../letters/count-parked.ts';
import { countIssues } from '../mailings/count-issues.ts';
import { countReports } from '../offers/count-reports.ts';
import type { Reply, SignedIn } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { listProposals } from '../policy/list-proposals.ts';
import { countOpen } from '../support/count-open.ts';

type PageParts = Pick<Parts, 'db' | 'clock'>;

/** What waits for somebody in one part of the site: how many, and the words after the number. */
type Waiting = { count: number; words: string };

type Section = {
  /** Under which heading it stands. */
  group: 'People' | 'Letters' | 'Surveys and contests' | 'Public pages' | 'Rules';
  name: string;
  path: string;
  /** What is done there, in one sentence. */
  about: string;
  adminsOnly?: true;
  /** What waits there for somebody; nothing where nobody ever has to do anything. */
  waits?(parts: PageParts): Promise<Waiting[]>;
};

/** An agreement is renewed in less time than this. */
const SOON_MS = 30 * 24 * 60 * 60_000;

/** The parts of the site that staff look after, in the order of `admin-nav`. */
const SECTIONS: readonly Section[] = [
  {
    group: 'People',
    name: 'People',
    path: '/admin/people',
    about: 'Roles, and accounts that are suspended.',
    adminsOnly: true,
  },
  {
    group: 'People',
    name: 'Tickets',
    path: '/admin/tickets',
    about: 'What people asked us.',
    waits: async (parts) => [{ count: await countOpen(parts), words: 'open' }],
  },
  {
    group: 'Letters',
    name: 'Newsletters',
    path: '/admin/newsletters',
    about: 'Write an issue, see who gets it, and watch it go.',
    waits: async (parts) => [{ count: await countIssues(parts), words: 'under way' }],
  },
  {
    group: 'Letters',
    name: 'Outbox',
    path: '/admin/outbox',
    about: 'Letters on their way, and those that need a look.',
    waits: async (parts) => [{ count: await countParked(parts), words: 'parked' }],
  },
  { group: 'Letters', name: 'Suppression', path: '/admin/suppression', about: 'Mailboxes that get no more letters.' },
  {
    group: 'Surveys and contests',
    name: 'Surveys',
    path: '/admin/surveys',
    about: 'Questions for one purpose, and what came in.',
  },
  {
    group: 'Surveys and contests',
    name: 'Contests',
    path: '/admin/contests',
    about: 'Contests and promotions, with draws anybody can check.',
  },
  {
    group: 'Public pages',
    name: 'Offers',
    path: '/admin/offers',
    about: 'Links to other companies, and what people reported about them.',
    waits: async (parts) => [{ count: await countReports(parts), words: 'reported' }],
  },
  {
    group: 'Public pages',
    name: 'Advertising',
    path: '/admin/advertising',
    about: 'Which places carry advertisements, counted by the day.',
  },
  {
    group: 'Public pages',
    name: 'Statistics',
    path: '/admin/statistics',
    about: 'How often the site is visited, and which figures were given out.',
  },
  {
    group: 'Rules',
    name: 'Policy',
    path: '/admin/policy',
    about: 'What we promise, version by version.',
    adminsOnly: true,
    async waits(parts) {
      const open = (await listProposals(parts)).filter(({ isStale }) => !isStale);
      return [{ count: open.length, words: 'to approve' }];
    },
  },
  {
    group: 'Rules',
    name: 'Processors',
    path: '/admin/processors',
    about: 'Companies that help us, each under a signed agreement.',
    adminsOnly: true,
    async waits(parts) {
      const found = await findProcessors(parts);
      const soon = new Date(parts.clock().getTime() + SOON_MS);
      const ending = found.filter(({ state, validUntil }) => state === 'in-use' && validUntil < soon);
      return [
        { count: found.filter(({ state }) => state === 'waiting').length, words: 'to approve' },
        { count: ending.length, words: 'ending within 30 days' },
      ];
    },
  },
];

/** Where staff begin: every part they look after, and what waits in it for somebody. Nobody is named here. */
export async function staffPage(parts: PageParts, { role }: SignedIn): Promise<Reply> {
  const own = SECTIONS.filter(({ adminsOnly }) => role === 'admin' || adminsOnly === undefined);
  const sections = await Promise.all(
    own.map(async ({ group, name, path, about, waits }) => ({
      ...{ group, name, path, about },
      waiting: nonZero(await waits?.(parts)),
    })),
  );
  const groups = [...Map.groupBy(sections, ({ group }) => group)].map(([heading, all]) => ({ heading, sections: all }));
  return {
    page: 'site/staff',
    title: role === 'admin' ? 'Admin' : 'Staff',
    model: { groups, waits: sections.some(({ waiting }) => waiting.length > 0) },
  };
}

const nonZero = (waiting: Waiting[] = []): Waiting[] => waiting.filter(({ count }) => count > 0);
