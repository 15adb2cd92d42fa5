import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { suspend } from '#src/accounts/suspend-account.ts';
import { addressHash } from '#src/letters/address-hash.ts';
import { standings } from '#src/letters/find-standings.ts';
import { unsubscribeToken } from '#src/letters/unsubscribe-token.ts';
import { ownEdition } from '#src/policy/policy.ts';
import { publishPolicy } from '#src/policy/publish-policy.ts';
import { everybodyMovesIn, idOf, passesAge, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const hashOf = (email: string) => addressHash(site.parts, email);
const linkOf = (email: string, stream: 'account' | 'news' = 'account') =>
  `/u/${unsubscribeToken(site.parts, { addressHash: hashOf(email), stream })}`;
const eventsOf = (email: string) =>
  site.parts.db.mailEvent.findMany({ where: { addressHash: hashOf(email) }, orderBy: { id: 'asc' } });
const stopsOf = async (email: string) =>
  (await eventsOf(email)).filter(({ act }) => act === 'unsubscribed').map(({ stream, source }) => [stream, source]);

/** As the server of a mail provider does it: neither a browser nor a cookie. */
const press = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, site.url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    ...init,
  });

test('programs that follow every link change nothing: ten visits, HEAD and prefetch', async () => {
  const before = await eventsOf(cast.ada.email);
  for (let visit = 0; visit < 10; visit += 1) {
    const { status, html } = await site.visit().get(linkOf(cast.ada.email));
    expect([status, html.includes('Stop all letters')]).toEqual([200, true]);
  }
  const link = new URL(linkOf(cast.ada.email), site.url);
  expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(link, { headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch' } })).status).toBe(200);
  expect(await eventsOf(cast.ada.email)).toEqual(before);
});

test('the page says nothing of whose mailbox it is, sets no cookie and leads nowhere else', async () => {
  const { html, headers } = await site.visit().get(linkOf(cast.ada.email));
  for (const part of [cast.ada.email, cast.ada.name]) expect(html).not.toContain(part);
  expect(headers.getSetCookie()).toEqual([]);
});

test.each([
  ['as fields', new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
  ['in parts', formOf({ 'List-Unsubscribe': 'One-Click' })],
])(
  'a mail provider stops all letters with one press, %s, without a cookie and without a redirect',
  async (how, body) => {
    const email = `one-click.${how.replace(' ', '-')}@anymeeting.example`;
    const answer = await press(linkOf(email, 'news'), { body });
    expect([answer.status, answer.headers.getSetCookie(), answer.headers.get('location')]).toEqual([200, [], null]);
    expect(await stopsOf(email)).toEqual([['all', 'one-click']]);

    await press(linkOf(email, 'news'), { body });
    expect(await stopsOf(email), 'a second press writes nothing').toHaveLength(1);
    expect(Object.values(await standings(site.parts, hashOf(email)))).toEqual(Array(4).fill('unsubscribed'));
  },
);

test('a press that another site started counts as well, since the link shows who may; and nowhere but there', async () => {
  const email = 'from-webmail@anymeeting.example';
  const headers = { 'origin': 'https://webmail.example', 'sec-fetch-site': 'cross-site' };
  expect((await press(linkOf(email), { headers })).status).toBe(200);
  expect(await stopsOf(email)).toHaveLength(1);

  for (const path of ['/letters/again', '/contact', '/session/end', `${linkOf(email)}/more`])
    expect((await press(path, { headers })).status, path).toBe(403);
});

test.each([
  ['nothing', {}],
  ['another word', { 'List-Unsubscribe': 'Twice' }],
  ['something beside it', { 'List-Unsubscribe': 'One-Click', 'email': 'eve@anymeeting.example' }],
  ['a stream that is none', { stop: 'everything' }],
])('%s is no press', async (_what, form) => {
  const email = 'strict@anymeeting.example';
  for (const body of [new URLSearchParams(form), formOf(form)])
    expect((await press(linkOf(email), { body })).status).toBe(422);
  expect(await eventsOf(email)).toEqual([]);
});

test('whoever wants only some stops those, and the page shows how each stands', async () => {
  const link = linkOf('choosy@anymeeting.example', 'news');
  const visitor = site.visit();
  const { status, html } = await visitor.post(link, { stop: 'news' });
  expect([status, html.includes('You get no more of our news'), html.includes('value="webinar"')]).toEqual([
    200,
    true,
    true,
  ]);
  expect(html).not.toContain('value="news"');
  expect(await standings(site.parts, hashOf('choosy@anymeeting.example'))).toMatchObject({
    news: 'unsubscribed',
    account: 'none',
  });

  await visitor.post(link, { stop: 'all' });
  expect((await visitor.get(link)).html).toContain('You get no letters from us');
});

test('it works for somebody who is suspended', async () => {
  const id = await idOf(site.parts, 'ben');
  await suspend(site.parts, { personId: id, by: await idOf(site.parts, 'eve') });
  const link = linkOf(cast.ben.email);
  const ben = site.visit();
  expect((await ben.post(link, { stop: 'all' })).status).toBe(200);
  expect(await stopsOf(cast.ben.email)).toEqual([['all', 'link']]);
});

test('a link that was cut short changes nothing and says how letters are stopped', async () => {
  const link = linkOf(cast.chloe.email);
  for (const path of [link.slice(0, -1), `${link}A`, '/u/x']) {
    const { status, html } = await site.visit().get(path);
    expect([status, html.includes('This link is not whole')]).toEqual([404, true]);
    expect((await press(path)).status).toBe(404);
  }
  expect(await stopsOf(cast.chloe.email)).toEqual([]);
});

test('a link whose stream or mailbox was changed by hand is none of ours', async () => {
  const bytes = Buffer.from(linkOf(cast.chloe.email, 'news').slice('/u/'.length), 'base64url');
  for (const [place, byte] of [
    [32, 0],
    [32, 200],
    [0, (bytes[0] ?? 0) + 1],
  ] as const) {
    const changed = Buffer.from(bytes);
    changed[place] = byte;
    expect((await press(`/u/${changed.toString('base64url')}`)).status).toBe(404);
  }
  expect(await stopsOf(cast.chloe.email)).toEqual([]);
});

test('a link for a new password still comes to a mailbox that stopped everything', async () => {
  await press(linkOf(cast.chloe.email));
  await site.visit().post('/password/forgotten', { email: cast.chloe.email });
  const letter = await site.inbox.letter(({ to, subject }) => to === cast.chloe.email && /password/i.test(subject));
  expect(letter.text).toContain('/password/reset/');
});

test('letters come again by a link that is mailed to that mailbox, and not before it is followed', async () => {
  const email = 'again@anymeeting.example';
  await press(linkOf(email));
  const visitor = await passesAge(site.visit());
  const asked = await visitor.post('/letters/again', { email, stream: 'webinar' });
  expect([asked.status, asked.html.includes('Look into your mailbox')]).toEqual([200, true]);
  expect(await standings(site.parts, hashOf(email))).toMatchObject({ webinar: 'unsubscribed' });

  const { links } = await site.inbox.letter(({ to }) => to === email);
  const link = new URL(links.find((each) => each.includes('/letters/confirm/')) ?? '').pathname;
  expect((await site.visit().get(link)).html).toContain('Send them again');
  expect(await standings(site.parts, hashOf(email))).toMatchObject({ webinar: 'unsubscribed' });
  expect((await site.visit().post(link)).html).toContain('You get them again');
  expect(await standings(site.parts, hashOf(email))).toMatchObject({ webinar: 'confirmed', news: 'unsubscribed' });

  await press(linkOf(email));
  expect((await site.visit().post(link)).status, 'an older link brings nothing back').toBe(410);
  expect(await standings(site.parts, hashOf(email))).toMatchObject({ webinar: 'unsubscribed' });
});

test('staff look up an address somebody typed, stop its letters, and cannot lift a stop', async () => {
  const dev = await signIn(site.visit(), 'dev');
  const email = 'rang-up@anymeeting.example';
  expect((await dev.get('/admin/suppression')).status).toBe(200);
  expect((await dev.post('/admin/suppression/look-up', { email })).html).toContain('Never asked for');
  expect(await eventsOf(email)).toEqual([]);

  expect((await dev.post('/admin/suppression/stops', { email })).status, 'how they asked is missing').toBe(422);
  const stopped = await dev.post('/admin/suppression/stops', { email, how: 'telephone' });
  expect([stopped.status, stopped.html.includes('They stopped it')]).toEqual([200, true]);
  expect(await stopsOf(email)).toEqual([['all', 'staff-telephone']]);
  const notes = await site.parts.db.auditNote.findMany({ where: { event: 'letters.stopped-by-staff' } });
  expect(notes).toMatchObject([{ by: await idOf(site.parts, 'dev'), about: null, facts: { how: 'telephone' } }]);

  const filtered = (await dev.get('/admin/suppression?reason=bounced')).html;
  expect(filtered).toContain('None of these');
  expect((await dev.get('/admin/suppression?stream=news')).html).toContain('Our news');
});

test('it stops the mailbox of the link, whoever is signed in, and while a new version of the policy waits to be read', async () => {
  const dev = await signIn(site.visit(), 'dev');
  const clauses = ownEdition.clauses.map((each) =>
    each.id === 'PP-16.1' ? { ...each, sentence: 'Ask us whatever you like.' } : each,
  );
  const edition = { ...ownEdition, clauses };
  const by = await idOf(site.parts, 'eve');
  await publishPolicy(site.parts, { edition, base: 1, effectiveAt: site.parts.clock(), by });

  const link = linkOf('somebody-else@anymeeting.example');
  expect((await dev.get(link)).html).toContain('Stop all letters');
  expect((await dev.post(link, { stop: 'all' })).status).toBe(200);
  expect(await stopsOf('somebody-else@anymeeting.example')).toEqual([['all', 'link']]);
  expect(await stopsOf(cast.dev.email)).toEqual([]);
});

/** As a browser sends a form with files: in parts. */
function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
