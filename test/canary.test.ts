import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStubVendor, type StubVendor } from './support/ad-vendor.ts';
import { FIREFOX } from './support/browsers.ts';
import { type Canary, type Exit, type Hit, judge, type Rows, spellingsOf } from './support/canary.ts';
import { WHO, type Who, World } from './support/canary-world.ts';
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
    site = await openSite({ adVendor: ads.vendor });
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

describe('the judge of what left', () => {
  const at = new Date('2026-12-08T12:00Z');
  const chloe: Canary = { about: new Set(['chloe']), category: 'email', value: "chloé.7f3a's@anymeeting.example" };
  const exit = (bytes: string, more: Partial<Exit> = {}): Exit => {
    return { by: 'page', to: new Set(['ada']), bytes, typed: '', at, during: 'a test', ...more };
  };
  const nothing: Rows = { releases: [], looks: [], decisions: [] };
  const release = {
    ...{ id: 7n, at, rule: 'share-email-with-host', clauseId: 'PP-09.2', policyVersionId: 1, subject: 'chloe' },
    ...{ category: 'email', purpose: 'conferencing', recipientKind: 'host', recipientId: 'ada' },
    ...{ proofKind: 'opt_in', proofRef: '3', visibleAfter: at },
  };
  const decision = {
    ...{
      id: 3n,
      subject: 'chloe',
      purpose: 'share-email',
      recipientKind: 'host',
      recipientId: 'ada',
      fields: ['email'],
    },
    ...{ act: 'grant' as const, clauseId: 'PP-09.2', policyVersionId: 1, acknowledgedVersionId: null },
    ...{ surface: 'webinar', shownTextSha256: '', at },
  };
  const granted: Rows = { releases: [release], looks: [], decisions: [decision] };
  const reason = (where: Exit, rows: Rows) => judge(where, [chloe], rows).map(({ because }) => because);

  test.each(spellingsOf(chloe.value).map(({ name, written }) => ({ name, written })))(
    'sees a value written as $name, with nothing that explains it',
    ({ written }) => {
      expect(reason(exit(`before ${written} after`), nothing)).toEqual([undefined]);
    },
  );

  test('sees a value in the middle of other bytes in base64', () => {
    for (const before of ['', 'x', 'xy', 'xyz']) {
      const letters = Buffer.from(`${before}${chloe.value} and more`).toString('base64');
      expect(reason(exit(letters), nothing)).toEqual([undefined]);
    }
  });

  test('lets the person have their own, whoever typed it have it back, and nobody have it in the log', () => {
    expect(reason(exit(chloe.value, { to: new Set(['chloe']) }), nothing)).toEqual(['own']);
    expect(reason(exit(chloe.value, { typed: chloe.value }), nothing)).toEqual(['typed']);
    expect(reason(exit(chloe.value, { by: 'log', to: new Set(['chloe']) }), granted)).toEqual([undefined]);
  });

  test('takes a release for what it says, and for nothing else', () => {
    expect(reason(exit(chloe.value), granted)).toEqual(['release']);

    const wrong = { subject: 'ben', category: 'name', recipientId: 'ben', clauseId: 'PP-09.1', purpose: 'law' };
    for (const [field, value] of Object.entries({ ...wrong, rule: 'no-such-rule', recipientKind: 'participants' })) {
      const rows = { ...granted, releases: [{ ...release, [field]: value }] };
      expect(reason(exit(chloe.value), rows), field).toEqual([undefined]);
    }
    expect(reason(exit(chloe.value, { at: new Date(at.getTime() - 1) }), granted), 'written later').toEqual([
      undefined,
    ]);
  });

  test('takes what was answered for whoever asked, and for nobody else', () => {
    const answer: Canary = { about: new Set(['chloe', 'entry']), category: 'survey_answer', value: 'rye 7f3a' };
    const told = {
      ...{ ...release, rule: 'tell-organiser', clauseId: 'PP-03.5', category: 'survey_answer', subject: 'entry' },
      ...{ purpose: 'site_features', recipientKind: 'organiser', proofKind: 'service', proofRef: 'survey' },
    };
    const reasons = (to: string) =>
      judge(exit(answer.value, { to: new Set([to]) }), [answer], { ...nothing, releases: [told] }).map(
        ({ because }) => because,
      );

    expect(reasons('ada')).toEqual(['release']);
    expect(reasons('eve')).toEqual([undefined]);
    expect(reasons('chloe')).toEqual(['own']);
  });

  test('takes the release of a host’s name for whoever has been to the webinar, and other names for its pages alone', () => {
    const host: Canary = { about: new Set(['ada']), category: 'name', value: 'Ada 7f3a' };
    const toAll = { ...release, clauseId: 'PP-03.4', subject: 'ada', category: 'name', proofKind: 'service' };
    const rows = (rule: string): Rows => {
      return { ...nothing, releases: [{ ...toAll, rule, recipientKind: 'participants', recipientId: 'bread' }] };
    };
    const reasons = (rule: string, more: Partial<Exit>) =>
      judge(exit(host.value, { to: new Set(['ben']), ...more }), [host], rows(rule)).map(({ because }) => because);

    expect(reasons('name-host', { knows: new Set(['bread']) })).toEqual(['release']);
    expect(reasons('name-host', { knows: new Set(['mushrooms']) })).toEqual([undefined]);
    expect(reasons('carry-into-room', { knows: new Set(['bread']) })).toEqual([undefined]);
    expect(reasons('carry-into-room', { webinarId: 'bread' })).toEqual(['release']);
  });

  test('takes no release that rests on an opt-in which was taken back', () => {
    const withdrawn = { ...decision, id: 4n, act: 'withdraw' as const };
    expect(reason(exit(chloe.value), { ...granted, decisions: [decision, withdrawn] })).toEqual([undefined]);
    expect(reason(exit(chloe.value), { ...granted, decisions: [] })).toEqual([undefined]);
  });

  test('takes a look of staff for those fields and those eyes alone', () => {
    const look = {
      ...{ id: 1n, at, actor: 'eve', subject: 'chloe', clauseId: 'PP-03.3', purpose: 'customer_service' },
      ...{ view: '/admin/people', fields: ['email'], ticketId: null },
    };
    const eve = { to: new Set(['eve']) };

    expect(reason(exit(chloe.value, eve), { ...nothing, looks: [look] })).toEqual(['look']);
    expect(reason(exit(chloe.value), { ...nothing, looks: [look] })).toEqual([undefined]);
    expect(reason(exit(chloe.value, eve), { ...nothing, looks: [{ ...look, fields: ['name'] }] })).toEqual([undefined]);
  });
});
