import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Assured, limitLetters } from '#src/letters/limit-letters.ts';
import { hostsOf, mailboxOf } from '#src/letters/mailbox.ts';
import type { Db } from '#src/platform/db.ts';
import { MailCause } from '#src/platform/http/mail-cause.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { openLog } from '#src/platform/log.ts';
import { seal } from '#src/platform/personal.ts';
import { freshDatabase } from '#test/support/database.ts';

let db: Db;
let drop: () => Promise<void>;
let now = new Date('2026-11-22T10:00Z');
const errors: string[] = [];

beforeAll(async () => {
  ({ db, drop } = await freshDatabase());
});
afterAll(() => drop());
beforeEach(async () => {
  await db.rateLimiterFlexible.deleteMany();
  errors.length = 0;
});

const secrets = { hash: Buffer.alloc(32, 7) } as never;
const log = { ...openLog('silent'), error: (event: string) => void errors.push(event) };
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};

const ADA = 'ada@anymeeting.example';
const from = (address: string, person?: PersonId, who = 'anyone') =>
  MailCause.of({ address, person: person && { id: person } }, { path: '/newsletter', who });
const letterTo = (email: string, cause: MailCause | 'house', assured?: Assured, about: string = newId()) =>
  db.transaction((tx) =>
    limitLetters({ clock: () => now, log, secrets }, tx, {
      ...{ to: seal('email', email, { about, under: 1, via: 'form' }), cause, assured },
    }),
  );
/** A network of its own for each number. */
const network = (n: number) => `10.${n >> 8}.${n & 255}.1`;

async function count(times: number, ask: (n: number) => Promise<boolean>): Promise<number> {
  let sent = 0;
  for (let n = 0; n < times; n++) if (await ask(n)) sent++;
  return sent;
}

describe('one mailbox', () => {
  test('gets three letters an hour and ten a day because of strangers, wherever they sit', async () => {
    expect(await count(20, (n) => letterTo(ADA, from(network(n))))).toBe(3);
    let inADay = 3;
    for (let hour = 0; hour < 22; hour++) {
      later(61);
      inADay += await count(5, (n) => letterTo(ADA, from(network(n))));
    }
    expect(inADay).toBe(10);
    later(120);
    expect(await letterTo(ADA, from(network(1)))).toBe(true);
  });

  test('is one, however it is spelled', () => {
    expect(mailboxOf('Ada+news@anymeeting.example')).toBe(mailboxOf(ADA));
    expect(mailboxOf('a.d.a+x@googlemail.com')).toBe(mailboxOf('ada@gmail.com'));
    expect(mailboxOf('a.da@anymeeting.example')).not.toBe(mailboxOf(ADA));
    expect(mailboxOf('+ada@anymeeting.example')).not.toBe(mailboxOf('+ben@anymeeting.example'));
  });
});

describe('nobody is kept from their account', () => {
  test('a way in goes when strangers have used up the hour and the day, unless one that still opens lies there', async () => {
    await count(20, (n) => letterTo(ADA, from(network(n))));
    expect(await letterTo(ADA, from('192.0.2.1'), 'way-in')).toBe(true);
    expect(await count(20, (n) => letterTo(ADA, from(network(n)), 'way-in'))).toBe(0);

    for (let hour = 0; hour < 12; hour++) {
      later(61);
      await count(5, (n) => letterTo(ADA, from(network(n)), 'way-in'));
    }
    later(61);
    expect(await count(20, (n) => letterTo(ADA, from(network(n))))).toBe(0);
    expect(await letterTo(ADA, from('192.0.2.1'), 'way-in')).toBe(true);
  });

  test('nor are they not told that their password was changed', async () => {
    await count(20, (n) => letterTo(ADA, from(network(n))));
    expect(await count(20, (n) => letterTo(ADA, from(network(n)), 'security-notice'))).toBe(20);
  });

  test('what they ask for while signed in has turns of its own, which nobody else can claim', async () => {
    const ada = newId<PersonId>();
    await count(20, (n) => letterTo(ADA, from(network(n))));
    expect(await letterTo(ADA, from('192.0.2.1', ada), 'own', ada)).toBe(true);
    expect(await letterTo(ADA, from('192.0.2.1', newId<PersonId>()), 'own', ada)).toBe(false);
  });

  test('the way in stays open when the whole site is flooded', async () => {
    await db.rateLimiterFlexible.deleteMany();
    await letterTo('first@many.example', from('10.0.0.1'));
    await db.rateLimiterFlexible.updateMany({ data: { points: 2000 } });
    expect(await letterTo('ben@anymeeting.example', from('192.0.2.1'))).toBe(false);
    expect(await letterTo(ADA, from('192.0.2.1'), 'way-in')).toBe(true);
  });
});

test('one network causes a hundred and twenty letters an hour, and its neighbours are in it', async () => {
  const ask = (n: number) => letterTo(`somebody${n}@host${n}.example${n}`, from(`203.0.113.${n % 256}`));
  expect(await count(140, ask)).toBe(120);
  expect(await letterTo(ADA, from('203.0.114.1')), 'another one').toBe(true);

  const wide = (n: number) => letterTo(`other${n}@host${n}.example${n}`, from(`2001:db8:5:${n.toString(16)}::1`));
  expect(await count(140, wide)).toBe(120);
});

test('a small mail host gets two hundred an hour, and a domain with many hosts a thousand; the vast ones are not counted', async () => {
  expect(await count(210, (n) => letterTo(`somebody${n}@small.example`, from(network(n))))).toBe(200);
  expect(await count(210, (n) => letterTo(`somebody${n}@gmail.com`, from(network(n + 300))))).toBe(210);
  expect(hostsOf('ada@mail.small.example')).toEqual({ host: 'mail.small.example', domain: 'small.example' });
});

test('a member causes twenty letters an hour to others', async () => {
  const ben = newId<PersonId>();
  expect(await count(30, (n) => letterTo(`somebody${n}@host${n}.example${n}`, from(network(n), ben)))).toBe(20);
});

test('answers of staff do not wait for strangers, and what the house writes by itself is not counted here', async () => {
  await count(20, (n) => letterTo(ADA, from(network(n))));
  expect(await letterTo(ADA, from('192.0.2.1', newId<PersonId>(), 'staff'))).toBe(true);
  expect(await count(20, () => letterTo(ADA, 'house'))).toBe(20);
});

test('at two thousand an hour letters of strangers stop, and the log says so once', async () => {
  await letterTo('first@many.example', from('10.0.0.1'));
  await db.rateLimiterFlexible.updateMany({ data: { points: 1990 } });
  await db.rateLimiterFlexible.deleteMany({ where: { points: { not: 1990 } } });
  const ask = (n: number) => letterTo(`somebody${n}@host${n}.example${n}`, from(network(n)));
  expect(await count(30, ask)).toBe(10);
  expect(errors).toEqual(['letters.flooded']);
});

test('letters that are refused use nothing up, and the table of counts names nobody', async () => {
  await count(50, () => letterTo(ADA, from('192.0.2.1')));
  expect(await count(130, (n) => letterTo(`somebody${n}@host${n}.example${n}`, from('192.0.2.1')))).toBe(117);
  const rows = await db.rateLimiterFlexible.findMany();
  expect(JSON.stringify(rows)).not.toMatch(/ada|example|192\.0/);
});

test('an unknown address costs the same work and leaves no count behind', async () => {
  const nobody = { to: 'nobody', cause: from('192.0.2.1'), assured: undefined } as const;
  for (let n = 0; n < 3; n++)
    await db.transaction((tx) => limitLetters({ clock: () => now, log, secrets }, tx, nobody));
  const rows = await db.rateLimiterFlexible.findMany();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ points }) => points > 0)).toEqual([]);
});

test('many at once to one mailbox are counted one after the other', async () => {
  const at = await Promise.all(Array.from({ length: 12 }, (_, n) => letterTo(ADA, from(network(n)))));
  expect(at.filter(Boolean)).toHaveLength(3);
});
