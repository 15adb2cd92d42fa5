import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '#src/app.ts';
import { openStubVendor, type StubVendor } from './support/ad-vendor.ts';
import { FIREFOX } from './support/browsers.ts';
import { type Hit, judge, WHO, type Who } from './support/canary.ts';
import { World } from './support/canary-world.ts';
import { everybodyMovesIn } from './support/everybody.ts';
import { openSite, type Site } from './support/site.ts';
import { figurePublished } from './support/visits.ts';

/**
 * Random people do random things, each with something planted in every field that is theirs. Whatever leaves is searched
 * for it: answers to others, frames, letters, the log. Each find must have a row that says why.
 */
const RUNS = 25;
/** Twenty on average; few enough to read, once a failure has been made short. */
const ACTS = { minLength: 1, maxLength: 40, size: 'max' } as const;
/** Time to find a shorter story that fails too. A run that holds is over long before. */
const LONGEST_MS = 300_000;

type Act = { who: Who; does: keyof typeof ACTS_THERE_ARE; nth: number };
type Does = (world: World, who: Who, nth: number) => Promise<unknown>;

const GPC = { 'sec-gpc': '1' };
const someone = (nth: number): Who => WHO[nth % WHO.length] ?? 'ada';

const ACTS_THERE_ARE = {
  'visits a page': (world, who, nth) => world.visits(who, nth, FIREFOX),
  'visits a page with Global Privacy Control': (world, who, nth) => world.visits(who, nth, GPC),
  'looks at My Profile': (world, who) => world.asks(who, ['GET', '/profile']),
  'gives the host their address': (world, who, nth) =>
    world.asks(who, ['POST', `/w/${world.webinar(nth).code}/email-sharing`], { act: 'share', share: 'yes' }),
  'takes their address back': (world, who, nth) =>
    world.asks(who, ['POST', `/w/${world.webinar(nth).code}/email-sharing`], { act: 'withdraw' }),
  'reads who came': (world, who, nth) => world.asks(who, ['GET', `/webinars/${world.webinar(nth).code}/attendance`]),
  'takes the list of who came along': (world, who, nth) =>
    world.asks(who, ['GET', `/webinars/${world.webinar(nth).code}/attendance.csv`]),
  'sends a form with another’s address': (world, who, nth) =>
    world.knocks(who, nth, { email: world.valueOf(someone(nth), 'email') }),
  'presses a button of it': (world, who, nth) => world.presses(who, nth),
  'sends an empty form': (world, who, nth) => world.knocks(who, nth, {}),
  'asks for a letter to another': (world, who, nth) =>
    world.asks(who, ['POST', '/password/forgotten'], { email: world.valueOf(someone(nth), 'email') }),
  'looks for another among the people': (world, who, nth) =>
    world.asks(who, [
      'GET',
      `/admin/people?find=${encodeURIComponent(world.valueOf(someone(nth), 'email').slice(0, 5))}`,
    ]),
  'schedules a webinar': (world, who) => world.asks(who, ['POST', '/webinars'], WEBINAR),
  'looks at the page of a webinar': (world, who, nth) => world.asks(who, ['GET', `/w/${world.webinar(nth).code}`]),
  'joins a room': (world, who, nth) => world.joins(who, nth),
  'takes the webinar live': (world, who) => world.says(who, 'go-live'),
  'writes in the chat': (world, who) => world.says(who, 'say', { text: 'Which straw do you use?' }),
  'raises a hand': (world, who) => world.says(who, 'raise-hand'),
  'brings another to the stage': (world, who, nth) =>
    world.says(who, 'promote', { attendeeId: world.attendeeId(someone(nth)) }),
  'opens the list of who is here': (world, who, nth) => world.says(who, 'open-roster', { open: nth % 3 > 0 }),
  'decides whether to be in the list': (world, who, nth) => world.says(who, 'show-name', { shown: nth % 3 > 0 }),
  'catches up': (world, who) => world.says(who, 'catch-up'),
  'leaves the room': (world, who) => world.says(who, 'leave'),
  'signs up for the newsletter': (world, who) => world.doors.signsUp(who),
  'registers': (world, who) => world.doors.registers(who),
  'asks for letters again': (world, who) => world.doors.asksAgain(who),
  'confirms it': (world, who) => world.doors.confirms(who),
  'follows a link in a letter': (world, who, nth) => world.doors.follows(who, nth),
  'asks us something': (world, who) => world.doors.asksUs(who),
  'reports a link': (world, who) => world.doors.reports(who),
  'answers a survey': (world, who, nth) => world.doors.answers(who, nth),
  'looks at what they asked or answered': (world, who, nth) => world.doors.looksAtOwn(who, nth),
  'reads what was answered': (world, who, nth) => world.doors.readsAnswers(who, nth, 'page'),
  'takes the table of answers along': (world, who, nth) => world.doors.readsAnswers(who, nth, 'table'),
  'draws who wins': (world, who) => world.doors.draws(who),
  'opens a question': (world, who, nth) => world.doors.opensQuestion(who, nth),
  'answers a question': (world, who, nth) => world.doors.answersQuestion(who, nth),
  'looks at the reports': (world, who) => world.asks(who, ['GET', '/admin/offers']),
  'settles a report': (world, who, nth) => world.doors.settlesReport(who, nth),
  'sends a newsletter': (world, who) => world.doors.sendsNews(who),
  'looks at the statistics': (world, who) => world.asks(who, ['GET', '/admin/statistics.csv?days=30']),
  'gives figures to others': (world, who) => world.doors.givesFigures(who),
  'looks a mailbox up': (world, who, nth) => world.doors.looksUp(who, world.valueOf(someone(nth), 'email')),
} as const satisfies Record<string, Does>;

const WEBINAR = {
  title: 'Sourdough for people with little time',
  description: '',
  date: '2031-03-05',
  time: '18:00',
  timeZone: 'Europe/Paris',
  lengthMinutes: '60',
};

const act: fc.Arbitrary<Act> = fc.record({
  who: fc.constantFrom(...WHO),
  does: fc.constantFrom(...(Object.keys(ACTS_THERE_ARE) as Act['does'][])),
  nth: fc.nat(999),
});

/** One whole story, so that it is known what the judge finds when there is much. */
const STORY: Act[] = [
  { who: 'ada', does: 'joins a room', nth: 0 },
  { who: 'ada', does: 'takes the webinar live', nth: 0 },
  { who: 'ben', does: 'joins a room', nth: 0 },
  { who: 'noor', does: 'joins a room', nth: 0 },
  { who: 'ben', does: 'writes in the chat', nth: 0 },
  { who: 'noor', does: 'raises a hand', nth: 0 },
  { who: 'ada', does: 'brings another to the stage', nth: WHO.indexOf('noor') },
  { who: 'ben', does: 'gives the host their address', nth: 0 },
  { who: 'ada', does: 'takes the list of who came along', nth: 0 },
  { who: 'ben', does: 'takes their address back', nth: 0 },
  { who: 'ada', does: 'takes the list of who came along', nth: 0 },
  { who: 'ben', does: 'looks at My Profile', nth: 0 },
  { who: 'stranger', does: 'looks at the page of a webinar', nth: 0 },
  { who: 'eve', does: 'looks for another among the people', nth: WHO.indexOf('ben') },
  { who: 'stranger', does: 'asks for a letter to another', nth: WHO.indexOf('chloe') },
];

/** Everything that people can leave with us outside of webinars, and everybody who reads of it. */
const STORY_OF_DOORS: Act[] = [
  ...(['noor', 'ben', 'stranger'] as const).flatMap((who): Act[] => [
    { who, does: 'asks us something', nth: 0 },
    { who, does: 'reports a link', nth: 0 },
    { who, does: 'answers a survey', nth: 0 },
    { who, does: 'looks at what they asked or answered', nth: 0 },
    { who, does: 'looks at what they asked or answered', nth: 1 },
  ]),
  { who: 'ben', does: 'answers a survey', nth: 1 },
  { who: 'noor', does: 'answers a survey', nth: 1 },
  { who: 'noor', does: 'signs up for the newsletter', nth: 0 },
  { who: 'ben', does: 'signs up for the newsletter', nth: 0 },
  { who: 'noor', does: 'confirms it', nth: 0 },
  { who: 'noor', does: 'asks for letters again', nth: 0 },
  { who: 'stranger', does: 'registers', nth: 0 },
  { who: 'eve', does: 'looks for another among the people', nth: WHO.indexOf('stranger') },
  ...[0, 1, 2].map((nth): Act => ({ who: 'dev', does: 'opens a question', nth })),
  { who: 'dev', does: 'answers a question', nth: 1 },
  { who: 'dev', does: 'looks at the reports', nth: 0 },
  { who: 'dev', does: 'settles a report', nth: WHO.indexOf('noor') },
  ...(['dev', 'ada', 'eve'] as const).flatMap((who): Act[] => [
    { who, does: 'reads what was answered', nth: 0 },
    { who, does: 'takes the table of answers along', nth: 0 },
    { who, does: 'reads what was answered', nth: 1 },
    { who, does: 'takes the table of answers along', nth: 1 },
  ]),
  { who: 'ada', does: 'draws who wins', nth: 0 },
  { who: 'eve', does: 'sends a newsletter', nth: 0 },
  { who: 'noor', does: 'follows a link in a letter', nth: 0 },
  { who: 'noor', does: 'follows a link in a letter', nth: 1 },
  { who: 'ben', does: 'looks at My Profile', nth: 0 },
  { who: 'stranger', does: 'visits a page', nth: 0 },
  { who: 'dev', does: 'looks at the statistics', nth: 0 },
  { who: 'dev', does: 'gives figures to others', nth: 0 },
  { who: 'dev', does: 'looks a mailbox up', nth: WHO.indexOf('noor') },
];

/** However it went: in the end whoever has a right to it reads what was left. */
const READING: Act[] = [
  { who: 'dev', does: 'opens a question', nth: 0 },
  { who: 'eve', does: 'opens a question', nth: 1 },
  { who: 'dev', does: 'looks at the reports', nth: 0 },
  { who: 'dev', does: 'reads what was answered', nth: 0 },
  { who: 'ada', does: 'takes the table of answers along', nth: 1 },
  { who: 'ada', does: 'takes the list of who came along', nth: 0 },
];

describe('everything that leaves', () => {
  let site: Site;
  let ads: StubVendor;
  const seen = { bytes: 0, hits: { own: 0, typed: 0, release: 0, look: 0 } };
  beforeAll(async () => {
    ads = await openStubVendor();
    site = await openSite({ adVendor: ads.vendor, env: { TRUSTED_PROXIES: '127.0.0.1,::1' } });
    await everybodyMovesIn(site);
    await figurePublished(site.parts);
  });
  afterAll(async () => {
    const found = Object.entries(seen.hits).map(([because, count]) => `${count} ${because}`);
    process.stdout.write(`Searched ${seen.bytes} bytes that left; found and explained: ${found.join(', ')}.\n`);
    await site.close();
    await ads.close();
  });

  test('has a row for every personal value of somebody else in it, in a story in which much leaves', async () => {
    const { own, release, look } = (await found(STORY)).hits;
    expect(Math.min(own, release, look)).toBeGreaterThan(0);
  });

  test('has one in a story of surveys, questions, reports, letters and figures as well', async () => {
    const { world, hits } = await found(STORY_OF_DOORS);
    expect(Math.min(...Object.values(hits))).toBeGreaterThan(0);

    const doors = routes(site.parts).filter(({ method, door }) => method === 'POST' && door === true);
    const walked = (path: string) =>
      world.journal.some((line) => new RegExp(`: POST ${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(line));
    expect(doors.map(({ path }) => path).filter((path) => !walked(path))).toEqual([]);

    // It went all the way: to a mailbox, to another company's frame, into the figures.
    expect(world.lettersTo('noor').map(({ subject }) => subject)).toContain('What straw is good for – AnyMeeting');
    expect(world.exits.map(({ by, bytes }) => by === 'outside' && new URL(bytes).pathname)).toContain('/frame');
    expect(world.canaries.map(({ category }) => category)).toContain('visit_pseudonym');
  });

  test(
    'has one whatever people do',
    async () => {
      const property = fc.asyncProperty(fc.array(act, ACTS), async (acts) => void (await found([...acts, ...READING])));
      const inTime = fc.interruptAfterTimeLimit(LONGEST_MS, { failOnInterrupt: true });
      await fc.assert(property, { numRuns: RUNS, plugins: [inTime] });
    },
    LONGEST_MS + 30_000,
  );

  /** Plays it, and counts what was found in everything that left. Fails for whatever no row explains. */
  async function found(acts: Act[]): Promise<{ world: World; hits: typeof seen.hits }> {
    const world = await World.open(site);
    for (const { who, does, nth } of acts) await ACTS_THERE_ARE[does](world, who, nth);
    await world.settles();

    const rows = await world.rows();
    const hits = world.exits.flatMap((exit) => judge(exit, world.canaries, rows));
    expect(hits.filter(({ because }) => because === undefined).map(inWords), world.journal.join('\n')).toEqual([]);

    const counts = { own: 0, typed: 0, release: 0, look: 0 };
    for (const { because } of hits) if (because !== undefined) counts[because] += 1;
    for (const because of Object.keys(counts) as (keyof typeof counts)[]) seen.hits[because] += counts[because];
    seen.bytes += world.exits.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return { world, hits: counts };
  }
});

const inWords = ({ canary, spelling, exit }: Hit): string =>
  `${exit.during} – ${canary.category} “${canary.value}”, ${spelling}, by ${exit.by}`;
