import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { addressHash } from '#src/letters/address-hash.ts';
import { standings } from '#src/letters/find-standings.ts';
import { stopLetters } from '#src/letters/stop-letters.ts';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { profileOf, signedInAs } from './visits.ts';

let site: Site;
let chloe: Client;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  chloe = await signedInAs(site, 'chloe');
});
afterAll(() => site.close());

const hashOf = (email: string) => addressHash(site.parts, email);
const standingOf = (email: string) => standings(site.parts, hashOf(email));
const eventsOf = (email: string) =>
  site.parts.db.mailEvent.findMany({ where: { addressHash: hashOf(email) }, orderBy: { id: 'asc' } });
const partOf = (html: string) => /<section id="letters".*?<\/section>/s.exec(html)?.[0] ?? '';
const rowFor = (html: string, stream: string) =>
  partOf(html)
    .split('<li class="row">')
    .find(
      (each) => each.includes(`/profile/letters/${stream}"`) || each.includes(`/profile/letters/${stream}/stop"`),
    ) ?? '';

test('My Profile lists every kind of letter, each with how it stands', async () => {
  const html = await profileOf(chloe);
  for (const stream of ['account', 'news', 'webinar', 'contest']) expect(rowFor(html, stream)).not.toBe('');
  expect(rowFor(html, 'account')).toContain('Switch off');
  expect(rowFor(html, 'news')).toContain('Switch on');
});

test('a box that nobody ticked switches nothing on, and says so beside that box alone', async () => {
  const { status, html } = await chloe.post('/profile/letters/news', {});
  expect([status, html.includes('id="wanted-news-problem"'), html.includes('id="wanted-webinar-problem"')]).toEqual([
    422,
    true,
    false,
  ]);
  expect(await standingOf(cast.chloe.email)).toMatchObject({ news: 'none' });
});

test('a box the person ticks is a request and its confirmation, and ticking it twice is one', async () => {
  for (const _ of [1, 2]) expect((await chloe.post('/profile/letters/news', { wanted: 'yes' })).status).toBe(303);
  const events = (await eventsOf(cast.chloe.email)).filter(({ stream }) => stream === 'news');
  expect(events.map(({ act, source }) => [act, source])).toEqual([
    ['requested', 'profile'],
    ['confirmed', 'profile'],
  ]);
  expect(rowFor(await profileOf(chloe), 'news')).toContain('Since');
});

test('switching off counts at once, and the box switches on again', async () => {
  await chloe.post('/profile/letters/news/stop');
  expect(await standingOf(cast.chloe.email)).toMatchObject({ news: 'unsubscribed' });
  expect(rowFor(await profileOf(chloe), 'news')).toContain('Stopped');

  await chloe.post('/profile/letters/news', { wanted: 'yes' });
  expect(await standingOf(cast.chloe.email)).toMatchObject({ news: 'confirmed' });
});

test.each([
  ['complained', 'news'],
  ['bounced', 'webinar'],
] as const)('after %s the box is not enough: a mailed link has to show first', async (act, stream) => {
  await stopLetters(site.parts, { addressHash: hashOf(cast.chloe.email), streams: [stream], act, source: 'test' });
  const sent = await chloe.post(`/profile/letters/${stream}`, { wanted: 'yes' });
  expect(sent.location).toBe('/profile?after=mailed#letters');
  expect(await standingOf(cast.chloe.email)).toMatchObject({ [stream]: act });

  const links = await nextLetterTo(cast.chloe.email, 'Do you want our letters again?');
  await site.visit().post(links.find((each) => each.startsWith('/letters/confirm/')) ?? '');
  expect(await standingOf(cast.chloe.email)).toMatchObject({ [stream]: 'confirmed' });
});

test('what somebody chose follows them to a new address, and the one they left gets none of it', async () => {
  const email = 'chloe.moved@anymeeting.example';
  await moves(chloe, cast.chloe.email, email);
  expect(await standingOf(email)).toMatchObject({ news: 'confirmed', webinar: 'confirmed', contest: 'none' });
  expect(await standingOf(cast.chloe.email)).toMatchObject({ news: 'unsubscribed' });

  await moves(chloe, email, cast.chloe.email);
  expect(await standingOf(cast.chloe.email), 'whoever comes back had stopped nothing there').toMatchObject({
    news: 'confirmed',
  });
});

test('moving to a mailbox that has stopped letters lifts nothing', async () => {
  const email = 'chloe.quiet@anymeeting.example';
  await stopLetters(site.parts, { addressHash: hashOf(email), streams: 'all', source: 'link' });
  await moves(chloe, cast.chloe.email, email);
  expect(await standingOf(email)).toMatchObject({ news: 'unsubscribed', account: 'unsubscribed' });
});

async function moves(person: Client, from: string, email: string): Promise<void> {
  await person.post('/profile/address', { email, presentPassword: castPassword });
  for (const [to, subject] of [
    [from, 'Agree to your new address'],
    [email, 'Confirm your new address'],
  ] as const) {
    const [link = ''] = await nextLetterTo(to, subject);
    expect((await person.post(link)).status).toBe(200);
  }
}

const seen = new Set<string>();
/** The links in a letter that was not looked at before. */
async function nextLetterTo(to: string, subject: string): Promise<string[]> {
  const { id, links } = await site.inbox.letter(
    (each) => !seen.has(each.id) && each.to === to && each.subject.startsWith(subject),
  );
  seen.add(id);
  return links.map((each) => new URL(each).pathname);
}
