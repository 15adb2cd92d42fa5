import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { routes } from '#src/app.ts';
import { addressHash } from '#src/letters/address-hash.ts';
import { mailboxOf } from '#src/letters/mailbox.ts';
import { hashOf } from '#src/mailings/subscribe.ts';
import { causeOf } from '#src/platform/http/mail-cause.ts';
import { newId } from '#src/platform/ids.ts';
import { livePolicy } from '#src/policy/policy.ts';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn, passesAge, signIn } from '../support/everybody.ts';
import { type Heard, postFrom } from '../support/from-address.ts';
import { openSite, type Site } from '../support/site.ts';
import { asks, contest, straw } from '../surveys/asked.ts';

const MAILBOX = cast.ada.email;
/** Another spelling that fills Ada's mailbox. */
const as = (what: string | number) => MAILBOX.replace('@', `+${what}@`);

let site: Site;
let visitors: Record<'stranger' | 'ben' | 'dev', Client>;
let places: { contest: string };
/** Own pages of subscribers, each with a link that works once. */
const ownPages = Array.from({ length: 60 }, () => randomBytes(32).toString('base64url'));

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  visitors = {
    stranger: await passesAge(site.visit()),
    ben: await signIn(site.visit(), 'ben'),
    dev: await signIn(site.visit(), 'dev'),
  };
  places = { contest: (await asks(site.parts, { ...contest, questions: [straw] })).code };
  await visitors.stranger.post('/register', await registration(as('unconfirmed')));
  await subscribed(
    [as('reader'), undefined],
    ...ownPages.map((token, n) => [`own-${n}@anymeeting.example`, token] as const),
  );
  await site.parts.db.rateLimiterFlexible.deleteMany();
});
afterAll(() => site.close());

async function registration(email: string): Promise<Record<string, string>> {
  const { version } = await livePolicy(site.parts);
  const { name, howHeard, timeZone } = cast.ada;
  return { name, email, howHeard, timeZone, password: castPassword, policyVersion: `${version}` };
}

/** Subscribers as they are stored, some with the secret of a link to their own page. */
async function subscribed(...who: (readonly [email: string, token: string | undefined])[]): Promise<void> {
  const { parts } = site;
  const at = parts.clock();
  const linkExpiresAt = new Date(at.getTime() + 3_600_000);
  await parts.db.subscriber.createMany({
    data: who.map(([email, token]) => ({
      ...{ id: newId<string>(), email, addressHash: addressHash(parts, email), policyVersionId: 1 },
      ...{ agePassedAt: at, createdAt: at, linkExpiresAt, linkHash: token === undefined ? null : hashOf(token) },
    })),
  });
}

type Way = {
  by: keyof typeof visitors;
  path?: () => string;
  /** What somebody sends who wants the nth letter to reach Ada. */
  form(n: number): Promise<Record<string, string>> | Record<string, string>;
};

/** How somebody would use each way to fill Ada's mailbox. */
const WAYS: Record<string, Way> = {
  'POST /register': { by: 'stranger', form: (n) => registration(as(`r${n}`)) },
  'POST /confirmation-letters': { by: 'stranger', form: () => ({ email: as('unconfirmed') }) },
  'POST /sign-in': { by: 'stranger', form: () => ({ email: as('unconfirmed'), password: castPassword }) },
  'POST /password/forgotten': { by: 'stranger', form: () => ({ email: MAILBOX }) },
  'POST /profile/address': { by: 'ben', form: (n) => ({ email: as(`b${n}`), presentPassword: castPassword }) },
  'POST /profile/address/letters': { by: 'ben', form: () => ({}) },
  'POST /contact': { by: 'stranger', form: (n) => ({ topic: 'other', message: 'Which straw?', email: as(`c${n}`) }) },
  'POST /letters/again': { by: 'stranger', form: (n) => ({ email: as(`a${n}`), stream: 'account' }) },
  'POST /newsletter': { by: 'stranger', form: (n) => ({ email: as(`n${n}`) }) },
  'POST /newsletter/yours': { by: 'stranger', form: () => ({ email: as('reader') }) },
  'POST /newsletter/yours/:token/address': {
    by: 'stranger',
    path: () => `/newsletter/yours/${ownPages.pop()}/address`,
    form: (n) => ({ email: as(`m${n}`) }),
  },
  'POST /surveys/:code': {
    by: 'stranger',
    path: () => `/surveys/${places.contest}`,
    form: (n) => ({ q1: 'Rye', email: as(`s${n}`) }),
  },
};

/** Ways that nobody has to the mailbox of somebody else, and why. */
const CLOSED: Record<string, string> = {
  'POST /password/reset/:token': 'It takes the link that went to that mailbox.',
  'POST /profile/password': 'It takes the present password.',
  'POST /profile/letters/:stream': 'It writes to the address of whoever is signed in.',
  'POST /admin/newsletters/:id/test': 'It writes to the address of whoever is signed in.',
  'POST /admin/tickets/:id/answers': 'Only staff answer, and are counted by themselves.',
  'POST /admin/reports/:id/settlement': 'Only staff settle, once for each report.',
};

/** Every address of this machine is a network of its own, as far as /24 goes. */
const addressOf = (n: number) => `127.${1 + (n >> 8)}.${n & 255}.5`;

async function sends(named: string, n: number): Promise<Heard> {
  const { by, path, form } = WAYS[named] as Way;
  const asking = { path: path?.() ?? named.replace('POST ', ''), form: await form(n), cookies: visitors[by].cookies };
  return postFrom(addressOf(n), { url: site.url, ...asking });
}

/** What came to Ada's mailbox, however it was spelled, once everything has left. */
async function arrived(): Promise<number> {
  const waiting = () => site.parts.db.outbox.count({ where: { state: { in: ['queued', 'handing'] } } });
  await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
  return site.inbox.letters().filter(({ to }) => mailboxOf(to) === mailboxOf(MAILBOX)).length;
}

/** An answer without what is random in it, and without the time: nonces, links, and when a session ends. */
const said = ({ status, headers, body }: Heard) =>
  JSON.stringify({ status, headers: { ...headers, date: undefined }, body }).replaceAll(
    /[A-Za-z0-9_-]{20,}|Expires=[^;]*/g,
    '…',
  );

test('every route that can cause a letter is known here, from the table of routes', () => {
  const causing = routes(site.parts).filter(({ mails }) => mails === true);
  expect(causing.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
    [...Object.keys(WAYS), ...Object.keys(CLOSED)].toSorted(),
  );
});

test.each(Object.keys(WAYS))('%s: three letters come, and nobody is told which ones', async (way) => {
  await site.parts.db.rateLimiterFlexible.deleteMany();
  const before = await arrived();
  const answers = new Set<string>();
  for (let n = 0; n < 10; n++) answers.add(said(await sends(way, n)));

  expect((await arrived()) - before).toBe(3);
  expect([...answers]).toHaveLength(1);
});

test('all of them together, from two hundred networks: three letters in an hour, and one more that lets her in', async () => {
  await site.parts.db.rateLimiterFlexible.deleteMany();
  const before = await arrived();
  const ways = Object.keys(WAYS);
  for (let n = 0; n < 200; n++) await sends(ways[n % ways.length] ?? '', n);

  expect((await arrived()) - before).toBeLessThanOrEqual(4);
  expect((await arrived()) - before).toBeGreaterThanOrEqual(3);
}, 60_000);

test('a route that does not say that it causes letters cannot write one', async () => {
  for (const row of routes(site.parts).filter(({ mails }) => mails !== true))
    expect(() => causeOf({ mails: row.mails as undefined }), row.path).toThrow('does not say so');
});
