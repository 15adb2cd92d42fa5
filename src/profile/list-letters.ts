import { personWith } from '../accounts/find-person.ts';
import { compute } from '../gateway/release.ts';
import { addressHash } from '../letters/address-hash.ts';
import { standingsSince } from '../letters/find-standings.ts';
import { hasStopped, type MailStream, type Standing } from '../letters/rules.ts';
import { stopLetters } from '../letters/stop-letters.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';

type LetterParts = Pick<Parts, 'db' | 'clock' | 'secrets'>;

/** Every kind of letter we send, and how it stands at the person's present address (PP-06.2). */
export async function listLetters(parts: LetterParts, id: PersonId) {
  const found = await standingsSince(parts, await mailboxOf(parts, id));
  return found.map(({ stream, standing, since, boxIsEnough }) => {
    const isOn = standing === 'confirmed' || (stream === 'account' && !hasStopped(standing));
    return {
      ...{ stream, field: `wanted-${stream}`, isOn, boxIsEnough, since, ...words[stream] },
      // What nobody asked for and nobody stopped has no day to tell.
      state: isOn ? undefined : (stateWords[standing] ?? 'Off'),
    };
  });
}

/** Stops the letters of one kind at once. */
export async function stopOwnLetters(parts: LetterParts, id: PersonId, stream: MailStream): Promise<void> {
  await stopLetters(parts, { addressHash: await mailboxOf(parts, id), streams: [stream], source: 'profile' });
}

async function mailboxOf(parts: LetterParts, id: PersonId): Promise<string> {
  const { email } = await personWith(parts.db, id);
  return compute('run-service', email, (address) => addressHash(parts, address));
}

const stateWords: Partial<Record<Standing, string>> = {
  requested: 'Waits for you',
  unsubscribed: 'Stopped',
  complained: 'Called junk',
  bounced: 'Could not be delivered',
};

const words: Record<MailStream, { title: string; text: string; box: string }> = {
  account: {
    title: 'Letters about your account',
    text: 'A word from us about your account that you did not ask for. What you do ask for, such as the link for a new password, comes in any case.',
    box: 'Write to me about my account.',
  },
  news: {
    title: 'News of this site',
    text: 'What is new here, now and then.',
    box: 'Send me news of this site now and then.',
  },
  webinar: {
    title: 'Letters about webinars',
    text: 'A word from us about webinars on this site.',
    box: 'Write to me about webinars.',
  },
  contest: {
    title: 'Letters about contests and surveys',
    text: 'When there is one to take part in. If you have won, we tell you in any case.',
    box: 'Write to me about contests and surveys.',
  },
};
