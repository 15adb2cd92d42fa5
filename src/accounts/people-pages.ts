import type { Problems } from '../platform/errors.ts';
import type { Reply, SignedIn } from '../platform/http/route.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { countPeople, listPeople, lookAtPerson, PER_PAGE, type Wanted } from './list-people.ts';
import type { Role } from './store.ts';

type PageParts = Pick<Parts, 'db' | 'clock'>;
type Query = Omit<Wanted, 'by'>;

const ROLES: readonly { value: Role; label: string }[] = [
  { value: 'member', label: 'Member' },
  { value: 'staff', label: 'Staff' },
  { value: 'admin', label: 'Admin' },
];
const STATES = [
  { value: 'suspended', label: 'Suspended' },
  { value: 'unconfirmed', label: 'Address not confirmed' },
];

/** Everybody with an account who fits what was asked for, page by page. */
export async function peoplePage(parts: PageParts, person: SignedIn, query: Query): Promise<Reply> {
  const { people, found } = await listPeople(parts, { ...query, by: person.id });
  const { find, role, state, page } = query;
  const pages = Math.max(1, Math.ceil(found / PER_PAGE));
  if (page > pages) return { redirect: addressOf({ ...query, page: pages }) };

  return {
    page: 'accounts/people',
    title: 'People',
    model: {
      ...{
        people,
        found,
        page,
        pages,
        hasPages: pages > 1,
        roles: ROLES,
        states: STATES,
        entered: { find, role, state },
      },
      previous: page > 1 && addressOf({ ...query, page: page - 1 }),
      next: page < pages && addressOf({ ...query, page: page + 1 }),
      zone: person.timeZone,
    },
  };
}

function addressOf({ find, role, state, page }: Query): string {
  const asked = Object.entries({ find, role, state, page: `${page}` }).filter(([, value]) => value !== '');
  return `/admin/people?${new URLSearchParams(asked).toString()}`;
}

type Shown = { id: PersonId; by: SignedIn; problems?: Problems };

/** One account, and what an admin can do with it. Refuses with `not-found` where there is none. */
export async function personPage(parts: PageParts, { id, by, problems = {} }: Shown): Promise<Reply> {
  const shown = await lookAtPerson(parts, { id, by: by.id });
  return {
    page: 'accounts/person',
    title: 'An account',
    model: {
      ...{ account: shown, problems, isOwn: id === by.id, zone: by.timeZone },
      roles: ROLES,
      entered: { role: shown.role },
    },
  };
}

/** How many accounts there are, and in which state. Nobody is named: people are looked at one by one, and told (PP-03.3). */
export async function peopleCsv(parts: PageParts): Promise<Reply> {
  const counts = await countPeople(parts);
  const labels = new Map(ROLES.map(({ value, label }) => [value, label]));
  return {
    name: 'accounts.csv',
    csv: [
      ['Role', 'Accounts', 'Address not confirmed', 'Suspended', 'How they heard of us is forgotten'],
      ...counts.map(({ role, accounts, unconfirmed, suspended, forgotten }) => [
        ...[labels.get(role), accounts, unconfirmed, suspended, forgotten],
      ]),
    ],
  };
}
