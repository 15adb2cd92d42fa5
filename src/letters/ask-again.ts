import { createHash } from 'node:crypto';
import { compute } from '../gateway/release.ts';
import type { Tx } from '../platform/db.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import { newId } from '../platform/ids.ts';
import { type Personal, seal } from '../platform/personal.ts';
import { livePolicy } from '../policy/policy.ts';
import { addressHash } from './address-hash.ts';
import { askForLetters } from './ask-for-letters.ts';
import { LINK, linkSecret } from './blanks.ts';
import { type MailStream, streamWords } from './rules.ts';
import { type Writing, type WritingParts, writeLetter } from './write-letter.ts';

/**
 * Mails a link to somebody who wants letters of a stream again. Nothing comes of it until they follow it, so nobody can bring
 * letters to another's mailbox. The address is typed, because of a stopped mailbox we know nothing but a hash.
 */
export async function askAgain(
  parts: WritingParts,
  { email, stream }: { email: string; stream: MailStream },
  cause: MailCause,
): Promise<void> {
  const { version } = await livePolicy(parts);
  const to = seal('email', email, { about: newId<string>(), under: version, via: 'form' });
  await parts.db.transaction((tx) => mailAgainLink(parts, tx, { to, stream, cause, source: 'form' }));
}

type Link = { to: Personal<'email'>; stream: MailStream; cause: Writing['cause']; source: string };

/** The letter with the link, and the request that it confirms. */
export async function mailAgainLink(parts: WritingParts, tx: Tx, { to, stream, cause, source }: Link): Promise<void> {
  const key = `letters-again:${newId()}`;
  const tokenHash = tokenHashOf(linkSecret(parts, key));
  const model = { link: `${parts.config.BASE_URL}/letters/confirm/${LINK}`, what: streamWords[stream] };
  const letter = { template: 'letters-again', title: 'Do you want our letters again?', model };
  const fate = await writeLetter(parts, tx, { ...letter, stream, class: 'requested', key, to, cause });
  if (fate !== 'queued') return;
  const mailbox = compute('run-service', to, (email) => addressHash(parts, email));
  await askForLetters(parts, tx, { addressHash: mailbox, stream, tokenHash, source });
}

/** Only the hash of a link's secret is stored. */
export const tokenHashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
