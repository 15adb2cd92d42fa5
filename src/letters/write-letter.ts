import { createHash } from 'node:crypto';
import { compute } from '../gateway/release.ts';
import type { Tx } from '../platform/db.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import { newId, newSecret } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { livePolicy } from '../policy/policy.ts';
import { addressHash } from './address-hash.ts';
import { composeLetter, type Draft } from './compose-letter.ts';
import { type Assured, limitLetters } from './limit-letters.ts';
import type { LetterClass } from './rules.ts';
import { insertLetter, insertOutbox, letterMayGo } from './store.ts';

export type WritingParts = Pick<Parts, 'clock' | 'config' | 'db' | 'jobs' | 'log' | 'secrets' | 'views'>;

export type Writing = Draft & {
  /**
   * What caused the letter, as `code:ids`. The same key writes no second letter; the Message-ID and the secret of the link
   * in it (`linkSecret`) are made of it.
   */
  key: string;
  class: LetterClass;
  /** Nobody, where the address is unknown: the same work is done and nothing leaves, so that nobody can tell by the time. */
  to: Personal<'email'> | 'nobody';
  /** A visit, which is counted against the limits; or the house itself: the clock, or a job of ours. */
  cause: MailCause | 'house';
  /** For the few letters that a flood of others must not keep from somebody. */
  assured?: Assured;
};

/** What became of a letter. Whoever caused it is told the same in all three cases. */
export type Fate = 'queued' | 'stopped' | 'too-many';

/**
 * Writes a letter and puts it into the outbox together with the job that delivers it, in the caller's transaction: they stand
 * or fall together. Where the person has stopped such letters, or too many were asked for, nothing leaves (PP-06.2).
 */
export async function writeLetter(parts: WritingParts, tx: Tx, writing: Writing): Promise<Fate> {
  const { clock, jobs } = parts;
  const letter = { id: newId<string>(), ...(await composeLetter(parts, writing)), createdAt: clock() };
  await insertLetter(tx, letter);

  const fate = await fateOf(parts, tx, writing);
  const { key, to, stream, class: letterClass } = writing;
  await putInto(parts, tx, { key, to, stream, class: letterClass, letterId: letter.id, leaves: fate === 'queued' });
  await jobs.queue(tx, 'letters.deliver', {});
  return fate;
}

async function fateOf(parts: WritingParts, tx: Tx, { to, stream, class: letterClass, ...why }: Writing): Promise<Fate> {
  const fits = await limitLetters(parts, tx, { to, cause: why.cause, assured: why.assured });
  const wanted = await letterMayGo(tx, { addressHash: hashOf(parts, to), stream, class: letterClass });
  if (!fits) return 'too-many';
  return wanted && to !== 'nobody' ? 'queued' : 'stopped';
}

type Ready = Pick<Writing, 'key' | 'to' | 'stream' | 'class'> & { letterId: string; leaves: boolean };

async function putInto(parts: WritingParts, tx: Tx, { to, key, letterId, leaves, ...rest }: Ready): Promise<void> {
  const at = parts.clock();
  const row = {
    ...{ ...rest, key, letterId, addressHash: hashOf(parts, to), messageId: messageIdOf(parts.config.BASE_URL, key) },
    ...{ nextAt: at, createdAt: at },
  };
  if (to === 'nobody' || !leaves) {
    const { version } = await livePolicy(parts);
    const whose =
      to === 'nobody'
        ? { subject: newId<string>(), collectedVia: 'form' as const, policyVersionId: version }
        : { subject: to.about, collectedVia: to.via, policyVersionId: to.under };
    await insertOutbox(tx, [{ ...row, ...whose, address: null, state: 'stopped', settledAt: at }]);
  } else {
    const whose = { subject: to.about, collectedVia: to.via, policyVersionId: to.under };
    await compute('run-service', to, (address) =>
      insertOutbox(tx, [{ ...row, ...whose, address, state: 'queued', settledAt: null }]),
    );
  }
}

const hashOf = (parts: WritingParts, to: Writing['to']): string =>
  to === 'nobody' ? addressHash(parts, newSecret()) : compute('run-service', to, (email) => addressHash(parts, email));

/** The same for the same key, so that a letter that leaves twice is seen to be one. */
export const messageIdOf = (baseUrl: string, key: string): string =>
  `<${createHash('sha256').update(key).digest('base64url')}@${new URL(baseUrl).hostname}>`;
