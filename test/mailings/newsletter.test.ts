import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { addressHash } from '#src/letters/address-hash.ts';
import { standings } from '#src/letters/find-standings.ts';
import { clearSubscribers } from '#src/mailings/clear-subscribers.ts';
import { closeIssues } from '#src/mailings/close-issues.ts';
import { planIssues } from '#src/mailings/plan-issues.ts';
import { renderIssue } from '#src/mailings/render-issue.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, passesAge, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

const NOOR = 'noor@anymeeting.example';
const DAY_MS = 24 * 60 * 60 * 1000;

let now = new Date('2026-12-01T09:00Z');
let site: Site;
let dev: Client;

beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
  dev = await signIn(site.visit(), 'dev');
});
afterAll(() => site.close());

const lettersTo = (to: string, title: string) =>
  site.inbox.letters().filter((each) => each.to === to && each.subject.startsWith(title));
const standingOf = async (email: string) => (await standings(site.parts, addressHash(site.parts, email))).news;
const subscriberOf = (email: string) => site.parts.db.subscriber.findUnique({ where: { email } });

async function signsUp(email: string): Promise<Client> {
  const visitor = await passesAge(site.visit());
  const { status, location } = await visitor.post('/newsletter', { email });
  expect({ status, location }).toEqual({ status: 303, location: '/newsletter/check-your-mail' });
  return visitor;
}

async function confirmLink(email: string): Promise<string> {
  const { links } = await site.inbox.letter((each) => each.to === email && each.subject.startsWith('Do you want'));
  return new URL(links.find((link) => link.includes('/newsletter/confirm/')) ?? '').pathname;
}

async function subscribes(email: string): Promise<void> {
  await signsUp(email);
  await site.visit().post(await confirmLink(email));
  expect(await standingOf(email)).toBe('confirmed');
}

const words = (title: string, markdown = 'Rooms open faster.') => ({ title, audience: 'newsletter', markdown });

async function writes(title: string, markdown?: string, audience = 'newsletter'): Promise<string> {
  const { location = '' } = await dev.post('/admin/newsletters', { ...words(title, markdown), audience });
  return location.replace(/\?.*/, '');
}

/** Sessions end after a week, so whoever comes back later signs in again. */
async function later(instant: Date): Promise<void> {
  now = instant;
  dev = await signIn(site.visit(), 'dev');
}

/** Lets an issue leave, and waits until nothing of it waits. */
async function sends(title: string, markdown?: string, audience?: string): Promise<string> {
  const path = await writes(title, markdown, audience);
  await dev.post(`${path}/sending`, { at: '' });
  await planned(path);
  return path;
}

async function planned(path: string): Promise<void> {
  const id = path.split('/').at(-1) ?? '';
  await planIssues(site.parts, () => {});
  while ((await site.parts.db.outbox.count({ where: { issueId: id, state: { in: ['queued', 'handing'] } } })) > 0)
    await pause(20);
  await closeIssues(site.parts);
}

/** As a mail provider does it: no cookie, no page, no origin. */
async function oneClick(letter: { headers: Record<string, string> }): Promise<Response> {
  const [, link = ''] = /<(http[^>]+)>/.exec(letter.headers['list-unsubscribe'] ?? '') ?? [];
  expect(letter.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  return fetch(site.url + new URL(link).pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
    redirect: 'manual',
  });
}

test('Noor asks, confirms, gets an issue, stops it with one click of her mail program, and gets nothing more', async () => {
  await signsUp(NOOR);
  const link = await confirmLink(NOOR);
  for (let visit = 0; visit < 10; visit += 1) expect((await site.visit().get(link)).status).toBe(200);
  expect(await standingOf(NOOR)).toBe('requested');
  await site.visit().post(link);
  expect(await standingOf(NOOR)).toBe('confirmed');

  const path = await sends('What is new in December');
  const [letter, ...more] = lettersTo(NOOR, 'What is new in December');
  expect(more).toEqual([]);
  expect(letter?.headers['list-id']).toContain('news.');
  // Nobody gets it who never asked, account or not.
  expect(lettersTo(cast.ada.email, 'What is new in December')).toEqual([]);
  expect((await dev.get(path)).html).toMatch(/Sent<\/dt><dd class="number">1</);

  const stop = await oneClick(letter ?? { headers: {} });
  expect({ status: stop.status, cookie: stop.headers.get('set-cookie') }).toEqual({ status: 200, cookie: null });
  await sends('What is new in January');
  expect(lettersTo(NOOR, 'What is new in January')).toEqual([]);

  await clearSubscribers(site.parts);
  expect(await subscriberOf(NOOR)).toBeNull();
  // The link of before brings nothing back.
  expect((await site.visit().post(link)).status).toBe(410);
  expect(await standingOf(NOOR)).toBe('unsubscribed');
});

test('a member who ticks the box on My Profile gets it, at the address of the account', async () => {
  const chloe = await signIn(site.visit(), 'chloe');
  await chloe.post('/profile/letters/news', { wanted: 'yes' });
  expect(await standingOf(cast.chloe.email)).toBe('confirmed');
  await sends('For members too');
  expect(lettersTo(cast.chloe.email, 'For members too')).toHaveLength(1);
});

test('whether an address is known here cannot be told from the answer', async () => {
  const answers: object[] = [];
  for (const email of ['nobody@anymeeting.example', cast.ben.email, cast.chloe.email, NOOR]) {
    const { status, location, html } = await (await passesAge(site.visit())).post('/newsletter', { email });
    answers.push({ status, location, html });
  }
  expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
});

test('whoever never confirms is forgotten after two days, and somebody who types an address changes nothing of its owner', async () => {
  await signsUp('late@anymeeting.example');
  await subscribes('reader@anymeeting.example');
  const before = await subscriberOf('reader@anymeeting.example');
  now = new Date(now.getTime() + DAY_MS);
  await signsUp('reader@anymeeting.example');
  expect(await subscriberOf('reader@anymeeting.example')).toEqual(before);

  await clearSubscribers(site.parts);
  expect(await subscriberOf('late@anymeeting.example')).not.toBeNull();
  now = new Date(now.getTime() + DAY_MS);
  await clearSubscribers(site.parts);
  expect(await subscriberOf('late@anymeeting.example')).toBeNull();
  expect(await subscriberOf('reader@anymeeting.example')).not.toBeNull();
});

test('a subscriber without an account sees, moves and ends it on a page of their own', async () => {
  const visitor = await passesAge(site.visit());
  await visitor.post('/newsletter/yours', { email: 'reader@anymeeting.example' });
  const { links } = await site.inbox.letter((each) => each.subject.startsWith('Your newsletter'));
  const own = new URL(links.find((link) => link.includes('/newsletter/yours/')) ?? '').pathname;
  expect((await visitor.get(own)).html).toContain('reader@anymeeting.example');

  await visitor.post(`${own}/address`, { email: 'moved@anymeeting.example' });
  expect(await standingOf('reader@anymeeting.example')).toBe('unsubscribed');
  expect(await subscriberOf('reader@anymeeting.example')).toBeNull();
  expect((await visitor.get(own)).status).toBe(410);
  await site.visit().post(await confirmLink('moved@anymeeting.example'));
  expect(await standingOf('moved@anymeeting.example')).toBe('confirmed');
});

test('staff see both parts, test it on themselves, and read whom it goes to and why before it leaves', async () => {
  const path = await writes(
    'A look first',
    '## Rooms\n\nRead [what changed](https://example.org/rooms).\n\n- one\n- two',
  );
  const { html } = await dev.get(path);
  expect(html).toContain('what changed (https://example.org/rooms)');
  expect(html).toContain('- one');
  expect((await dev.get(path)).html).toContain('/u/the-link-of-each-reader');
  const dark = await dev.get(`${path}/letter?theme=dark`);
  expect(dark.html).toContain('@media all');
  expect(dark.html).not.toContain('prefers-color-scheme');

  await dev.post(`${path}/test`);
  await site.inbox.letter(({ subject, to }) => to === cast.dev.email && subject.startsWith('Test: A look first'));
  expect((await dev.get(`${path}/sending`)).html).toMatch(
    /2 people[\s\S]+who asked for our news and confirmed it[\s\S]+PP-06\.1/,
  );
});

test('a link to another company is marked as third party in both parts, and one to our own pages is not (PP-11.2)', () => {
  const markdown =
    '[Shoes](https://shoes.example/autumn) and [our offers](https://meet.example/offers), https://lamps.example';
  const { html, text } = renderIssue(markdown, 'https://meet.example');
  expect(html).toContain('>Shoes</a> (third party: its own privacy policy applies) and');
  expect(html).toMatch(/>our offers<\/a>, <a [^>]+>https:\/\/lamps\.example<\/a> \(third party: /);
  expect(text).toContain('Shoes (https://shoes.example/autumn) (third party: its own privacy policy applies) and');
  expect(text).toContain('our offers (https://meet.example/offers), https://lamps.example');
});

test('what loads, and what leads elsewhere without https, has no place in an issue', async () => {
  for (const markdown of [
    'See [this](http://example.org).',
    'See http://example.org here.',
    '`ftp://example.org`',
    '<img src="https://example.org/1.png">',
  ]) {
    const bad = await dev.post('/admin/newsletters', words('Bad', markdown));
    expect(bad.status, markdown).toBe(422);
    expect(bad.html).toContain('https://');
  }

  await sends(
    'Plain',
    '![eye](https://example.org/eye.png) https://example.org/bare <b> [man](https://example.org/curl(1))',
  );
  const [letter] = lettersTo('moved@anymeeting.example', 'Plain');
  expect(letter?.html).not.toMatch(/<img|<script|src=/i);
  // The one thing in it that is about this reader is the way to stop it.
  const [other] = lettersTo(cast.chloe.email, 'Plain');
  const links = (each: typeof letter) => new Set(each?.html.match(/href="[^"]+"/g));
  expect([...links(letter).symmetricDifference(links(other))].every((link) => link.includes('/u/'))).toBe(true);
});

test('once it is scheduled its text stays, and what has not left can be paused, resumed and cancelled', async () => {
  const path = await writes('Tomorrow');
  await dev.post(`${path}/sending`, { at: '2026-12-24T10:00' });
  expect((await dev.post(path, words('Changed'))).status).toBe(409);
  await dev.post(`${path}/pause`);
  await later(new Date('2026-12-24T12:00Z'));
  await planned(path);
  expect(lettersTo(cast.chloe.email, 'Tomorrow')).toEqual([]);
  expect((await dev.get(path)).html).toContain('Nobody gets it until you let it go on.');

  await dev.post(`${path}/resumption`);
  await planned(path);
  expect(lettersTo(cast.chloe.email, 'Tomorrow')).toHaveLength(1);

  const other = await writes('Never');
  await dev.post(`${other}/sending`, { at: '2026-12-30T10:00' });
  await dev.post(`${other}/cancellation`);
  await later(new Date('2026-12-31T12:00Z'));
  await planned(other);
  expect(lettersTo(cast.chloe.email, 'Never')).toEqual([]);
  expect((await dev.get(other)).html).toContain('Nobody got it.');
  expect((await dev.get(other)).html).not.toContain('letters are being written');
  expect((await dev.post(`${other}/resumption`)).status).toBe(409);
});

test('one mailbox gets four issues in 30 days at most, and staff read how many had enough', async () => {
  await later(new Date('2027-03-01T09:00Z'));
  for (const title of ['One', 'Two', 'Three', 'Four']) await sends(title);
  expect(lettersTo(cast.chloe.email, 'Four')).toHaveLength(1);
  const path = await writes('Five');
  expect((await dev.get(`${path}/sending`)).html).toContain('who had 4 in the last 30 days');
  await sends('Five');
  expect(lettersTo(cast.chloe.email, 'Five')).toEqual([]);

  await later(new Date(now.getTime() + 31 * DAY_MS));
  await sends('Six');
  expect(lettersTo(cast.chloe.email, 'Six')).toHaveLength(1);
});

test('account updates go to everybody with an account who has not stopped them, and to nobody else', async () => {
  const ben = await signIn(site.visit(), 'ben');
  await ben.post('/profile/letters/account/stop');
  await sends('Our terms', 'They are shorter.', 'updates');
  expect(lettersTo(cast.ada.email, 'Our terms')).toHaveLength(1);
  expect(lettersTo(cast.ben.email, 'Our terms')).toEqual([]);
  expect(lettersTo('moved@anymeeting.example', 'Our terms')).toEqual([]);
});
