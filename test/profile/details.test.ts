import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { reportOffer } from '#src/offers/report-offer.ts';
import type { PersonId } from '#src/platform/ids.ts';
import { type HeldColumn, held } from '#src/policy/held.ts';
import { questionCodes } from '#src/policy/questions.ts';
import { askQuestion } from '#src/support/ask-question.ts';
import { entryLinkHash, entryToken } from '#src/surveys/entry-link.ts';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf } from '../support/everybody.ts';
import { firstOffer } from '../support/offers.ts';
import { openSite, type Site } from '../support/site.ts';
import { asks, contest } from '../surveys/asked.ts';
import { collectedUnder, formOn, notesAbout, profileOf, signedInAs, storedOf } from './visits.ts';

let site: Site;
let ada: Client;
let id: PersonId;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  ada = await signedInAs(site, 'ada');
  id = await idOf(site.parts, 'ada');
});
afterAll(() => site.close());

/** One new value for every column that is changed by typing it, and the form it is typed into. */
const CHANGES: Partial<Record<HeldColumn, { form: string; typed: Record<string, string> }>> = {
  'Person.name': { form: 'who-you-are', typed: { name: 'Ada N. Okafor' } },
  'Person.howHeard': { form: 'who-you-are', typed: { howHeard: 'A talk about cellars' } },
  'Person.address': { form: 'optional', typed: { address: '1 Cellar Lane\nParis' } },
  'Person.zip': { form: 'optional', typed: { zip: '75011' } },
  'Person.phone': { form: 'optional', typed: { phone: '+33 1 23 45 67 89' } },
  'OptionalAnswer.answer': { form: 'optional', typed: { topics: 'Mushrooms', missing: 'A clock' } },
  'Person.timeZone': { form: 'settings', typed: { timeZone: 'America/Toronto' } },
  'Person.theme': { form: 'settings', typed: { theme: 'dark' } },
};
/** Walked in a test of its own, because two mailboxes have to agree. */
const ELSEWHERE = ['Person.email'];

test('every column that can be changed is changed here', () => {
  const edited = Object.entries(held).filter(([, { how }]) => how === 'edit');
  expect([...Object.keys(CHANGES), ...ELSEWHERE].toSorted()).toEqual(edited.map(([column]) => column).toSorted());
});

test.each(Object.entries(CHANGES))(
  '%s is changed on My Profile, and stands there and in its table',
  async (column, change) => {
    const action = `/profile/${change.form}`;
    const before = formOn(await profileOf(ada), action);
    const { status } = await ada.post(action, { ...before, ...change.typed });
    expect(status).toBe(303);

    expect(formOn(await profileOf(ada), action)).toEqual({ ...before, ...change.typed });
    const stored = await storedOf(site, id);
    for (const [field, typed] of Object.entries(change.typed))
      expect(stored[column === 'OptionalAnswer.answer' ? field : column], field).toBe(typed);
    if (column.startsWith('Person.'))
      expect(await collectedUnder(site, id)).toMatchObject({ [held[column as HeldColumn].category]: 1 });
  },
);

test('the note of a change says which kind of information, and not what it was or is', async () => {
  const facts = (await notesAbout(site, id, 'account.profile-changed')).map((each) => each.facts);
  expect(facts[0]).toEqual({ categories: 'name', version: 1 });
  expect(JSON.stringify(facts)).not.toContain('Okafor');
});

test('sending a form as it stands changes nothing and leaves no note', async () => {
  const before = await notesAbout(site, id, 'account.profile-changed');
  for (const form of ['who-you-are', 'optional', 'settings'])
    await ada.post(`/profile/${form}`, formOn(await profileOf(ada), `/profile/${form}`));
  expect(await notesAbout(site, id, 'account.profile-changed')).toEqual(before);
});

test('whatever is optional says so, needs nothing and is cleared by emptying it (PP-02.3)', async () => {
  const form = /action="\/profile\/optional".*?<\/form>/s.exec(await profileOf(ada))?.[0] ?? '';
  const fields = ['address', 'zip', 'phone', ...questionCodes];
  expect(form.match(/class="optional">optional</g)).toHaveLength(fields.length);
  expect(form).not.toContain(' required');

  const filled = (value: string) => Object.fromEntries(fields.map((field) => [field, value]));
  expect((await ada.post('/profile/optional', filled('1 Cellar Lane'))).status).toBe(303);
  expect(await storedOf(site, id)).toMatchObject({ 'Person.phone': '1 Cellar Lane' });
  expect((await ada.post('/profile/optional', filled(''))).status).toBe(303);
  const stored = await storedOf(site, id);
  for (const column of ['Person.address', 'Person.zip', 'Person.phone', ...questionCodes])
    expect(stored[column], column).toBeNull();
  expect(await site.parts.db.optionalAnswer.count({ where: { personId: id } })).toBe(0);
});

test('what is wrong stands beside its field, with what was typed, and nothing else changes', async () => {
  const before = await storedOf(site, id);
  const answer = await ada.post('/profile/who-you-are', { name: '', howHeard: 'Somewhere "else"' });

  expect(answer.status).toBe(422);
  expect(answer.html).toContain('id="name-problem"');
  expect(formOn(answer.html, '/profile/who-you-are')).toEqual({ name: '', howHeard: 'Somewhere "else"' });
  expect(await storedOf(site, id)).toEqual(before);
});

test('a new name stands on the pages of one’s webinars at once, and rooms are told that it changed', async () => {
  const { changedAt: before } = await site.parts.db.person.findUniqueOrThrow({ where: { id } });
  await ada.post('/profile/who-you-are', { name: 'Ada of the Cellars', howHeard: 'A friend' });

  const { code } = await firstWebinarOf(site.parts, 'ada');
  expect((await site.visit().get(`/w/${code}`)).html).toContain('Ada of the Cellars');
  const { changedAt } = await site.parts.db.person.findUniqueOrThrow({ where: { id } });
  expect(changedAt.getTime()).toBeGreaterThan(before.getTime());
  await ada.post('/profile/who-you-are', { name: cast.ada.name, howHeard: 'A friend' });
});

test('settings count from the next page on, and this browser remembers them before signing in', async () => {
  await ada.post('/profile/settings', { timeZone: 'Asia/Kolkata', theme: 'dark' });
  expect(await profileOf(ada)).toContain('<html lang="en" data-theme="dark">');
  await ada.post('/session/end');
  expect((await ada.get('/sign-in')).html).toContain('data-theme="dark"');
  ada = await signedInAs(site, 'ada');
});

test('the old address of the page leads to My Profile, whose name stands in the menu and over the page', async () => {
  expect(await ada.get('/account')).toMatchObject({ status: 303, location: '/profile' });
  const html = await profileOf(ada);
  expect(html).toContain('<h1>My Profile</h1>');
  expect(html).toContain('<title>My Profile – ');
  expect(/<nav id="nav".*?<\/nav>/s.exec(html)?.[0]).toContain(' My Profile</a>');
});

test('nothing of one person stands on the page of another', async () => {
  const html = await profileOf(await signedInAs(site, 'ben'));
  expect(html).toContain(cast.ben.email);
  for (const foreign of [cast.ada.email, cast.ada.name]) expect(html).not.toContain(foreign);
});

test('whatever is held and shown, not typed, is on the page too', async () => {
  const { id: webinarId } = await firstWebinarOf(site.parts, 'ada');
  const joinedAt = new Date('2026-11-20T17:02:00Z');
  const leftAt = new Date('2026-11-20T17:58:00Z');
  await site.parts.db.attendance.create({
    data: {
      id: crypto.randomUUID(),
      webinarId,
      attendeeId: crypto.randomUUID(),
      personId: id,
      policyVersionId: 1,
      joinedAt,
      leftAt,
    },
  });
  await site.parts.db.emailChange.create({
    data: {
      ...{ personId: id, email: 'ada.soon@anymeeting.example', oldHash: 'o'.repeat(43), newHash: 'n'.repeat(43) },
      ...{ createdAt: site.parts.clock(), expiresAt: new Date(site.parts.clock().getTime() + 60_000) },
    },
  });
  const { id: surveyId } = await asks(site.parts, contest);
  const entryId = crypto.randomUUID();
  await site.parts.db.surveyEntry.create({
    data: {
      ...{
        id: entryId,
        surveyId,
        number: 1,
        personId: id,
        email: 'ada.wins@anymeeting.example',
        answers: '{"q1":"Rye"}',
      },
      ...{ linkHash: entryLinkHash(entryToken(site.parts, entryId)), policyVersionId: 1, agePassedAt: joinedAt },
      at: site.parts.clock(),
    },
  });
  const asked = { topic: 'other' as const, text: 'Where do I find the straw?', email: undefined, tellsAccount: false };
  await askQuestion(site.parts, asked, { personId: id });
  const found = { offerId: await firstOffer(site.parts), text: 'It sells lamps now.', email: undefined };
  await reportOffer(site.parts, { ...found, tellsAccount: false }, { personId: id });

  const STANDS: Record<string, string> = {
    'Attendance.joinedAt': joinedAt.toISOString(),
    'Attendance.leftAt': leftAt.toISOString(),
    'EmailChange.email': 'ada.soon@anymeeting.example',
    'SurveyEntry.answers': 'Rye',
    'SurveyEntry.email': 'ada.wins@anymeeting.example',
    'TicketMessage.text': 'Where do I find the straw?',
    'LinkReport.text': 'It sells lamps now.',
  };
  const shown = Object.entries(held).filter(([, { how }]) => how === 'shown');
  expect(Object.keys(STANDS).toSorted()).toEqual(shown.map(([column]) => column).toSorted());

  // What somebody answered and asked stands one press away.
  const profile = await profileOf(ada);
  const behind = [...profile.matchAll(/<a href="(\/(?:entries|tickets)\/[^"]+)"/g)].map(([, path = '']) => path);
  const pages = await Promise.all(behind.map(async (path) => (await ada.get(path)).html));
  const html = [profile, ...pages].join('\n');
  for (const [column, words] of Object.entries(STANDS)) expect(html, column).toContain(words);
});
