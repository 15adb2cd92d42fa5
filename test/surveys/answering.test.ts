import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, idOf, passesAge, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';
import { asks, contest, details, straw, when, wish } from './asked.ts';

const GOOD = { 'q1': 'Rye', 'q2': 'How to keep it dry.', 'q3-2': 'yes' };
const NOOR = 'noor@anymeeting.example';

let now = new Date('2026-12-01T09:00Z');
let site: Site;

beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const stranger = () => passesAge(site.visit());
const entriesIn = (surveyId: string) =>
  site.parts.db.surveyEntry.findMany({ where: { surveyId }, orderBy: { number: 'asc' } });
const pathIn = (location = '') => location.replace(/\?.*/, '');
const linkIn = (text: string) => new URL(/https?:\S+\/entries\/\S+/.exec(text)?.[0] ?? '').pathname;

const firstOf = (answers: string) => (JSON.parse(answers) as { q1?: string }).q1;

/** The link to an entry, out of the letter that brings it. */
async function mailed(to: string): Promise<string> {
  const letter = await site.inbox.letter((each) => each.to === to && each.subject.startsWith('Your entry'));
  return linkIn(letter.text);
}

describe('before anybody answers', () => {
  test('the page says who asks, what for, who reads it, until when, and that nothing is subscribed to', async () => {
    const { code } = await asks(site.parts, { form: { date: '2026-12-24', keepDays: '7' } });
    const { html } = await (await stranger()).get(`/surveys/${code}`);

    for (const words of [
      details.purpose,
      'The one member of our staff who asks, and nobody else',
      'subscribes you to nothing',
    ])
      expect(html).toContain(words);
    expect(html).toContain('datetime="2026-12-24T17:00:00.000Z"');
    expect(html).toContain('datetime="2026-12-31T17:00:00.000Z"');
  });

  test('a contest asks for an address of whoever has no account, and takes it from the account of others', async () => {
    const { code } = await asks(site.parts, contest);
    expect((await (await stranger()).get(`/surveys/${code}`)).html).toContain('name="email"');
    const ben = await signIn(site.visit(), 'ben');
    expect((await ben.get(`/surveys/${code}`)).html).not.toContain('name="email"');
  });
});

describe('answering without an account', () => {
  test('leads to a page from which it is seen, changed until the end, and taken back', async () => {
    const { id, code } = await asks(site.parts, { form: { date: '2026-12-24' } });
    const visitor = await stranger();
    const { location } = await visitor.post(`/surveys/${code}`, GOOD);
    const entry = pathIn(location);
    expect((await visitor.get(location ?? '')).html).toContain('Your answers have arrived');

    // The link is enough, in whatever browser it is opened.
    const elsewhere = site.visit();
    expect((await elsewhere.get(entry)).html).toContain('How to keep it dry.');
    await elsewhere.post(entry, { ...GOOD, q2: 'Which one smells best?' });
    expect((await visitor.get(entry)).html).toContain('Which one smells best?');

    now = new Date('2026-12-25T09:00Z');
    expect((await visitor.post(entry, GOOD)).status).toBe(409);
    const after = (await visitor.get(entry)).html;
    expect(after).toContain('Which one smells best?');
    expect(after).not.toContain('Keep the changes');

    expect((await visitor.post(`${entry}/withdrawal`)).html).toContain('Your answers are gone');
    expect(await entriesIn(id)).toEqual([]);
    expect((await visitor.get(entry)).status).toBe(404);
    now = new Date('2026-12-01T09:00Z');
  });

  test('what is wrong stands beside its field, and nothing typed is lost', async () => {
    const questions = [straw, wish, when, { ...straw, type: 'scale', label: 'How damp?', options: '' }];
    const day = { ...wish, type: 'date', label: 'Which day?', required: 'yes' };
    const { id, code } = await asks(site.parts, { questions: [...questions, day] });
    const typed = { 'q1': 'Oats', 'q2': 'Nothing lost', 'q3-1': 'yes', 'q4': '6', 'q5': '2026-02-30' };
    const { status, html } = await (await stranger()).post(`/surveys/${code}`, typed);

    expect(status).toBe(422);
    for (const field of ['q1', 'q4', 'q5']) expect(html).toContain(`id="${field}-problem"`);
    expect(html).toContain('<a href="#q1">Which straw? – Choose one.</a>');
    expect(html).toContain('Nothing lost');
    expect(html).toMatch(/name="q3-1" value="yes" checked/);
    expect(html).toContain('value="2026-02-30"');
    expect(await entriesIn(id)).toEqual([]);
  });

  test('what was not asked for is turned down', async () => {
    const { id, code } = await asks(site.parts);
    for (const extra of ['email', 'newsletter', 'q9', 'q3-3', 'personId']) {
      const { status } = await (await stranger()).post(`/surveys/${code}`, { ...GOOD, [extra]: 'yes' });
      expect([extra, status]).toEqual([extra, 422]);
    }
    expect(await entriesIn(id)).toEqual([]);
  });

  test('asks for age first, and takes nothing before', async () => {
    const { id, code } = await asks(site.parts);
    expect((await site.visit().get(`/surveys/${code}`)).html).toContain('When were you born?');
    expect((await site.visit().post(`/surveys/${code}`, GOOD)).status).toBe(403);
    expect(await entriesIn(id)).toEqual([]);
  });
});

describe('answering with an account', () => {
  let chloe: Client;
  beforeAll(async () => {
    chloe = await signIn(site.visit(), 'chloe');
  });

  test('happens once: a second time shows the first', async () => {
    const { id, code } = await asks(site.parts);
    const first = pathIn((await chloe.post(`/surveys/${code}`, GOOD)).location);
    expect((await chloe.get(`/surveys/${code}`)).location).toBe(first);
    expect(pathIn((await chloe.post(`/surveys/${code}`, { ...GOOD, q1: 'None' })).location)).toBe(first);
    expect((await entriesIn(id)).map(({ answers }) => firstOf(answers))).toEqual(['Rye']);
  });

  test('stands on My Profile, and is taken back there', async () => {
    const { id, code } = await asks(site.parts, { ...contest, form: { ...contest.form, title: 'Win an oyster' } });
    const entry = pathIn((await chloe.post(`/surveys/${code}`, GOOD)).location);
    const [row] = await entriesIn(id);
    expect([row?.personId, row?.email]).toEqual([await idOf(site.parts, 'chloe'), cast.chloe.email]);

    const profile = (await chloe.get('/profile')).html;
    expect(profile).toContain('Win an oyster');
    expect(profile).toContain(`action="${entry}/withdrawal"`);
    await chloe.post(`${entry}/withdrawal`);
    expect((await chloe.get('/profile')).html).not.toContain('Win an oyster');
    expect(await entriesIn(id)).toEqual([]);
  });
});

describe('one entry for an address', () => {
  test('a second gets the same answer, changes nothing, and its letter does not leave twice', async () => {
    const { id, code } = await asks(site.parts, contest);
    const first = await (await stranger()).post(`/surveys/${code}`, { ...GOOD, email: NOOR });
    const second = await (await stranger()).post(`/surveys/${code}`, { 'q1': 'None', 'email': NOOR.toUpperCase() });
    const bare = (html: string) => html.replaceAll(/nonce-?="?[^" ]*"?/g, '');

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(bare(second.html)).toBe(bare(first.html));
    expect(second.html).not.toContain('Rye');
    expect((await entriesIn(id)).map(({ answers }) => firstOf(answers))).toEqual(['Rye']);

    expect((await site.visit().get(await mailed(NOOR))).html).toContain('How to keep it dry.');
    expect(
      await site.parts.db.outbox.count({ where: { stream: 'contest', subject: (await entriesIn(id))[0]?.id ?? '' } }),
    ).toBe(1);
  });

  test('whose account it is finds the entry, and it is theirs from then on', async () => {
    const { id, code } = await asks(site.parts, contest);
    await (await stranger()).post(`/surveys/${code}`, { ...GOOD, email: cast.ben.email });
    const ben = await signIn(site.visit(), 'ben');
    const { location } = await ben.post(`/surveys/${code}`, { q1: 'None' });

    expect((await ben.get(location ?? '')).html).toContain('How to keep it dry.');
    expect((await entriesIn(id)).map(({ personId }) => personId)).toEqual([await idOf(site.parts, 'ben')]);
  });

  test('an address that its person has left leads whoever has it now to nobody else’s answers', async () => {
    const { id, code } = await asks(site.parts, contest);
    const chloe = await signIn(site.visit(), 'chloe');
    const { location } = await chloe.post(`/surveys/${code}`, GOOD);
    await site.parts.db.surveyEntry.updateMany({ where: { surveyId: id }, data: { email: cast.ben.email } });

    const ben = await signIn(site.visit(), 'ben');
    const refused = await ben.post(`/surveys/${code}`, { q1: 'None' });
    expect([refused.status, refused.location]).toEqual([409, undefined]);
    expect(refused.html).not.toContain('How to keep it dry.');
    expect((await (await stranger()).post(`/surveys/${code}`, { q1: 'None', email: cast.ben.email })).status).toBe(200);
    const key = `survey-entry:${(await entriesIn(id))[0]?.id ?? ''}`;
    expect((await site.parts.db.outbox.findFirstOrThrow({ where: { key } })).state).toBe('stopped');
    expect((await chloe.get(pathIn(location))).html).toContain('How to keep it dry.');
  });

  test('twenty at the same time give one entry and every number once', async () => {
    const { id, code } = await asks(site.parts, contest);
    const visitor = await stranger();
    const addresses = Array.from({ length: 20 }, (_, index) => `guest-${index % 5}@anymeeting.example`);
    await Promise.all(addresses.map((email) => visitor.post(`/surveys/${code}`, { ...GOOD, email })));
    expect((await entriesIn(id)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a number that was taken back is given to nobody else', async () => {
    const { id, code } = await asks(site.parts);
    for (const name of ['ada', 'ben'] as const) await (await signIn(site.visit(), name)).post(`/surveys/${code}`, GOOD);
    const ben = await signIn(site.visit(), 'ben');
    await ben.post(`${(await ben.get(`/surveys/${code}`)).location}/withdrawal`);
    await (await stranger()).post(`/surveys/${code}`, GOOD);
    expect((await entriesIn(id)).map(({ number }) => number)).toEqual([1, 3]);
  });
});

test('entering, changing and taking back subscribe nobody: no audience grows and nothing is noted of any mailbox', async () => {
  const { db } = site.parts;
  const audience = async () => [
    await db.subscriber.findMany(),
    await db.mailEvent.findMany(),
    await db.consentEvent.findMany(),
    await db.issue.findMany(),
  ];
  const before = await audience();
  const { code } = await asks(site.parts, contest);

  const email = 'oda@anymeeting.example';
  await (await stranger()).post(`/surveys/${code}`, { ...GOOD, email });
  const link = await mailed(email);
  await site.visit().post(link, { ...GOOD, q1: 'None' });
  await site.visit().post(`${link}/withdrawal`);
  await (await signIn(site.visit(), 'ada')).post(`/surveys/${code}`, GOOD);

  expect(await audience()).toEqual(before);
});
