import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { clearExpired } from '#src/accounts/clear-expired.ts';
import { mintLink } from '#src/accounts/mint-link.ts';
import { LINK } from '#src/letters/blanks.ts';
import type { KeptLetter } from '#src/platform/inbox.ts';
import type { Client } from '../support/client.ts';
import { type CastName, everybodyMovesIn, idOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { collectedUnder, notesAbout, profileOf, signedInAs } from './visits.ts';

let site: Site;
let ahead = 0;
beforeAll(async () => {
  site = await openSite({ clock: () => new Date(Date.now() + ahead) });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());
afterEach(() => site.parts.db.rateLimiterFlexible.deleteMany({}));

const HOUR_MS = 3_600_000;

const ask = (browser: Client, email: string, presentPassword: string = castPassword) =>
  browser.post('/profile/address', { email, presentPassword });

/** The newest letter to a mailbox with this subject that we have not read yet. */
const read = new Set<KeptLetter>();
async function letterTo(to: string, subject: string): Promise<KeptLetter> {
  const letter = await site.inbox.letter(
    (each) => !read.has(each) && each.to === to && each.subject.startsWith(subject),
  );
  read.add(letter);
  return letter;
}
const pathIn = ({ links }: KeptLetter): string => new URL(links[0] ?? '').pathname;
const emailOf = async (who: CastName, id = ids.get(who)) =>
  (await site.parts.db.person.findUniqueOrThrow({ where: { id: id ?? '' } })).email;

const ids = new Map<CastName, string>();
async function arrives(who: CastName, password?: string): Promise<Client> {
  const id = ids.get(who) ?? (await idOf(site.parts, who));
  ids.set(who, id);
  const { email } = await site.parts.db.person.findUniqueOrThrow({ where: { id } });
  const browser = site.visit();
  const { status } = await browser.post('/sign-in', { email, password: password ?? castPassword });
  expect(status).toBe(303);
  return browser;
}

test('an address changes when both mailboxes agree, and not before', async () => {
  const here = await arrives('ada');
  const elsewhere = await arrives('ada');
  const fresh = 'ada.new@anymeeting.example';
  expect(await ask(here, fresh)).toMatchObject({ status: 303, location: '/profile?after=asked#address-for-letters' });
  expect(await profileOf(here)).toContain(fresh);

  const toOld = pathIn(await letterTo(cast.ada.email, 'Agree'));
  const toNew = pathIn(await letterTo(fresh, 'Confirm your new address'));
  const reset = new URL(await mintLink(site.parts, await idOf(site.parts, 'ada'), 'reset_password')).pathname;

  // Programs that check mail look at every link: looking agrees to nothing.
  for (const link of [toOld, toNew]) expect((await site.visit().get(link)).status).toBe(200);
  expect((await here.post(toOld)).html).toContain('One mailbox has agreed');
  expect(await emailOf('ada')).toBe(cast.ada.email);

  expect((await here.post(toNew)).html).toContain('Your address is changed');
  expect(await emailOf('ada')).toBe(fresh);
  expect((await here.get('/profile')).status).toBe(200);
  expect((await elsewhere.get('/profile')).status).toBe(303);
  expect((await site.visit().get(reset)).status).toBe(410);
  for (const link of [toOld, toNew]) expect((await site.visit().post(link)).status).toBe(410);

  const id = ids.get('ada') ?? '';
  expect(await collectedUnder(site, id as never)).toMatchObject({ email: 1 });
  expect((await notesAbout(site, id as never, 'account.address-ch')).map(({ event }) => event)).toEqual([
    'account.address-change-asked',
    'account.address-changed',
  ]);
  expect(await site.parts.db.emailChange.count()).toBe(0);
});

test('the new mailbox alone cannot take an account away, and after a day nothing comes of it', async () => {
  const ben = await arrives('ben');
  await ask(ben, 'ben.new@anymeeting.example');
  const toOld = pathIn(await letterTo(cast.ben.email, 'Agree'));
  const toNew = pathIn(await letterTo('ben.new@anymeeting.example', 'Confirm your new address'));
  expect((await site.visit().post(toNew)).html).toContain('One mailbox has agreed');

  ahead = 24 * HOUR_MS + 1;
  expect((await site.visit().get(toOld)).status).toBe(410);
  expect((await site.visit().post(toOld)).status).toBe(410);
  ahead = 0;
  expect(await emailOf('ben')).toBe(cast.ben.email);
});

test('an address that nobody agreed to in time is removed, and one that still waits stays', async () => {
  const ben = await arrives('ben');
  await ask(ben, 'ben.late@anymeeting.example');
  await letterTo(cast.ben.email, 'Agree');
  const waiting = () => site.parts.db.emailChange.count({ where: { email: 'ben.late@anymeeting.example' } });

  await clearExpired(site.parts);
  expect(await waiting()).toBe(1);
  ahead = 24 * HOUR_MS + 1;
  await clearExpired(site.parts);
  ahead = 0;
  expect(await waiting()).toBe(0);
});

test('letters sent again take the place of those before, and a mailbox that has agreed gets none', async () => {
  const ben = await arrives('ben');
  await ask(ben, 'ben.again@anymeeting.example');
  const first = pathIn(await letterTo(cast.ben.email, 'Agree'));
  await site.visit().post(pathIn(await letterTo('ben.again@anymeeting.example', 'Confirm your new address')));

  expect((await ben.post('/profile/address/letters')).status).toBe(303);
  const second = pathIn(await letterTo(cast.ben.email, 'Agree'));
  expect((await site.visit().get(first)).status).toBe(410);
  expect((await site.visit().get(second)).status).toBe(200);

  await ben.post('/profile/address/cancellation');
  expect((await site.visit().post(second)).status).toBe(410);
  expect(await profileOf(ben)).not.toContain('ben.again@anymeeting.example');
  expect(site.inbox.letters().filter(({ to }) => to === 'ben.again@anymeeting.example')).toHaveLength(1);
});

test('an address that has an account gives the same answer, and its mailbox learns that somebody asked', async () => {
  const ben = await arrives('ben');
  const free = await ask(ben, 'nobody.yet@anymeeting.example');
  await letterTo(cast.ben.email, 'Agree');
  const freePage = await profileOf(ben);
  const taken = await ask(ben, cast.chloe.email);
  await letterTo(cast.ben.email, 'Agree');
  const takenPage = await profileOf(ben);

  expect([taken.status, taken.location]).toEqual([free.status, free.location]);
  const same = (html: string, address: string) =>
    html.replaceAll(address, '@').replaceAll(/nonce="[^"]+"|<time.*?<\/time>/gs, '');
  expect(same(takenPage, cast.chloe.email)).toBe(same(freePage, 'nobody.yet@anymeeting.example'));

  const letter = await letterTo(cast.chloe.email, 'Your address has an account already');
  expect(letter.text).not.toContain('address-change');
  for (const about of [cast.ben.name, cast.ben.email]) expect(letter.text).not.toContain(about);
  await ben.post('/profile/address/cancellation');
});

test('of two people who want the same address at once one gets it, and the other is told kindly', async () => {
  const wanted = 'shared@anymeeting.example';
  const links: string[] = [];
  for (const who of ['ben', 'chloe'] as const) {
    await ask(await arrives(who), wanted);
    await site.visit().post(pathIn(await letterTo(cast[who].email, 'Agree')));
    links.push(pathIn(await letterTo(wanted, 'Confirm your new address')));
  }
  const answers = await Promise.all(links.map((link) => site.visit().post(link)));

  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.html).toContain('Another account has this address by now');
  expect(await site.parts.db.person.count({ where: { email: wanted } })).toBe(1);
  expect(await site.parts.db.emailChange.count()).toBe(0);
});

test('without the present password nobody asks, and guessing it counts like signing in', async () => {
  const eve = await signedInAs(site, 'eve');
  const wrong = await ask(eve, 'eve.new@anymeeting.example', 'six boats on a slow river');
  expect([wrong.status, wrong.html.includes('id="presentPassword-problem"')]).toEqual([422, true]);
  expect(wrong.html).toContain('value="eve.new@anymeeting.example"');
  for (const _ of [2, 3, 4, 5, 6]) await ask(eve, 'eve.new@anymeeting.example', 'six boats on a slow river');
  expect((await ask(eve, 'eve.new@anymeeting.example', 'six boats on a slow river')).status).toBe(429);
  expect(await site.parts.db.emailChange.count()).toBe(0);
});

test('one’s own address is no new one', async () => {
  const eve = await signedInAs(site, 'eve');
  const { status, html } = await ask(eve, cast.eve.email);
  expect([status, html.includes('This is your address already.')]).toEqual([422, true]);
});

test('the outbox holds a blank where the link will be, and no secret', async () => {
  const rows = await site.parts.db.outbox.findMany({
    where: { letter: { template: { in: ['address-change', 'new-address'] } } },
    include: { letter: true },
  });
  expect(rows.length).toBeGreaterThan(1);
  for (const { letter } of rows) {
    expect(letter.text).toContain(`/address-change/${LINK}`);
    expect([letter.text, letter.html].join()).not.toMatch(/address-change\/[A-Za-z0-9_-]{43}/);
  }
});
