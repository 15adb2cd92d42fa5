import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPrisma } from 'rate-limiter-flexible';
import type { Db } from '../platform/db.ts';
import { Refusal } from '../platform/errors.ts';
import { networkOf } from '../platform/network.ts';
import type { Parts } from '../platform/parts.ts';
import { waitSeconds } from './rules.ts';

type TryParts = Pick<Parts, 'db' | 'secrets'>;
/** `isKnown` for a browser in which somebody has signed in to this account before. */
type Who = { email: string; address: string; isKnown?: boolean };

/** Wrong passwords are forgotten a day after the first. */
const REMEMBERED_SECONDS = 24 * 60 * 60;

/** A person mistypes a few times. An office full of people shares one address, so it gets more. */
const FREE_TRIES = { account: 5, network: 50 };

/**
 * Takes one try at a password, before the password is looked at, so that a hundred at once count as a hundred. After the
 * free ones each has to wait longer, and nobody is ever locked out. A browser that the account knows has a count of its own, so
 * that a stranger who guesses takes nobody's turns. Refuses with `too-many` and how many seconds to wait.
 */
export async function takeTry(parts: TryParts, who: Who): Promise<void> {
  if (who.isKnown === true) return taken(parts, keyOf(parts, 'known', who), FREE_TRIES.account);

  await taken(parts, keyOf(parts, 'network', who), FREE_TRIES.network);
  await taken(parts, keyOf(parts, 'account', who), FREE_TRIES.account);
}

/**
 * A right password clears the account's count. The network only gets its one try back: otherwise an account of one's own
 * would buy endless tries at everybody else's.
 */
export async function clearTries(parts: TryParts, who: Who): Promise<void> {
  const { counts } = limitersFor(parts.db);
  if (who.isKnown === true) {
    await counts.delete(keyOf(parts, 'known', who));
  } else {
    await counts.delete(keyOf(parts, 'account', who));
    await counts.reward(keyOf(parts, 'network', who));
  }
}

async function taken({ db }: TryParts, key: string, free: number): Promise<void> {
  const { counts, turns } = limitersFor(db);
  const { consumedPoints } = await counts.penalty(key);
  const wait = waitSeconds(consumedPoints, free);
  if (wait === 0) return;

  // Whoever comes first in each stretch of waiting gets its one try; the others have not had one.
  const turn = await turns.penalty(key, 1, { customDuration: wait });
  if (turn.consumedPoints > 1) {
    await counts.reward(key);
    throw tooMany(Math.max(1, Math.ceil(turn.msBeforeNext / 1000)));
  }
}

const tooMany = (seconds: number) =>
  new Refusal('too-many', {
    retryAfter: seconds,
    sentence: `That was a lot of tries. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`,
  });

const keyOf = (parts: TryParts, kind: 'account' | 'known' | 'network', { email, address }: Who): string =>
  hashedForCounting(parts, kind, kind === 'network' ? networkOf(address) : email);

/** Addresses of people and machines are counted under a keyed hash, so that the table names nobody. */
export const hashedForCounting = ({ secrets }: Pick<TryParts, 'secrets'>, kind: string, value: string): string =>
  createHmac('sha256', secrets.hash).update(`${kind} ${value}`).digest('base64url');

type Limiters = { counts: RateLimiterPrisma; turns: RateLimiterPrisma };

/** One pair for each database, because what counts while the database is away counts in memory. */
const limiters = new WeakMap<Db, Limiters>();

function limitersFor(db: Db): Limiters {
  const known = limiters.get(db) ?? { counts: limiterNamed('counts', db), turns: limiterNamed('turns', db) };
  limiters.set(db, known);
  return known;
}

function limiterNamed(keyPrefix: string, db: Db): RateLimiterPrisma {
  const counting = { keyPrefix, points: Number.MAX_SAFE_INTEGER, duration: REMEMBERED_SECONDS };
  return new RateLimiterPrisma({
    ...counting,
    storeClient: db,
    tableName: 'rateLimiterFlexible',
    // The recurring job of accounts clears the table; a timer inside the library would outlive the database in tests.
    clearExpiredByTimeout: false,
    insuranceLimiter: new RateLimiterMemory(counting),
  });
}
