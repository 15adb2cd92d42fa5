import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Ads } from '../ads/open-ads.ts';
import { notFound } from '../platform/errors.ts';
import { type Route, route } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { readEvidence } from '../policy/evidence.ts';
import { livePolicy } from '../policy/policy.ts';
import { asShown, privacyPage } from './pages.ts';
import { designPage, greenRoom, letterNames, letterSample, room } from './samples.ts';
import { staffPage } from './staff-pages.ts';
import { versionRoutes } from './version-pages.ts';

/** What `/readyz` asks before it says yes. Each resolves to whether its part can serve. */
export type Checks = { database(): Promise<boolean>; workers(): Promise<boolean> };

type SiteParts = Pick<Parts, 'db' | 'clock' | 'config' | 'views'> & { checks: Checks; ads: Pick<Ads, 'vendor'> };

/** Sentences of the policy that the home page shows as examples. */
const EXAMPLES = ['PP-02.2', 'PP-05.1', 'PP-15.1'];

const { name, version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  name: string;
  version: string;
};

/** Of the run that came with this copy of the software. */
const evidence = readEvidence();

/** Pages for people we do not know yet, the health of the process, and the design page. */
export const siteRoutes = (parts: SiteParts): Route[] => [
  ...pages(parts),
  ...staff(parts),
  ...versionRoutes(parts),
  ...health(parts.checks),
  ...design(parts),
];

const pages = (parts: SiteParts): Route[] => [
  route({
    method: 'GET',
    path: '/',
    who: 'anyone',
    counted: true,
    sameForEverybody: true,
    async handle() {
      const policy = await livePolicy(parts);
      const sentences = policy.clauses.filter(({ id }) => EXAMPLES.includes(id)).map(asShown);
      return {
        page: 'site/home',
        title: 'Webinars that keep their word',
        model: { sentences, sentenceCount: policy.clauses.length },
      };
    },
  }),

  route({
    method: 'GET',
    path: '/privacy',
    who: 'anyone',
    counted: true,
    handle: (visit) => privacyPage(parts, visit, evidence),
  }),
];

const staff = (parts: SiteParts): Route[] => [
  route({
    method: 'GET',
    path: '/admin',
    who: 'staff',
    handle({ person }) {
      if (person === undefined) throw notFound();
      return staffPage(parts, person);
    },
  }),
];

const health = (checks: Checks): Route[] => [
  route({ method: 'GET', path: '/livez', who: 'anyone', handle: () => ({ json: { alive: true } }) }),

  route({
    method: 'GET',
    path: '/readyz',
    who: 'anyone',
    async handle() {
      const [database, workers] = await Promise.all([passes(checks.database), passes(checks.workers)]);
      return { json: { database, workers }, status: database && workers ? 200 : 503 };
    },
  }),

  route({
    method: 'GET',
    path: '/version',
    who: 'anyone',
    handle: () => ({ json: { name, version, node: process.version } }),
  }),
];

/** Every part in all its states, for whoever sits at the machine. */
const design = (parts: SiteParts): Route[] => [
  route({
    method: 'GET',
    path: '/design',
    who: 'self',
    async handle() {
      return { page: 'site/design', title: 'Design', model: await designPage(parts) };
    },
  }),

  route({
    method: 'GET',
    path: '/design/letters/:letter',
    who: 'self',
    params: z.strictObject({ letter: z.string() }),
    async handle({ params: { letter } }) {
      if (!letterNames.includes(letter)) throw notFound();
      return { letter: (await letterSample(parts, letter)).html };
    },
  }),

  ...[room('room'), room('people'), greenRoom()].map(({ path, ...reply }) =>
    route({ method: 'GET', path, who: 'self', handle: () => ({ ...reply, layout: 'room' as const }) }),
  ),
];

/** A check that fails by throwing has failed; it must not take the answer with it. */
const passes = (check: () => Promise<boolean>): Promise<boolean> => check().catch(() => false);
