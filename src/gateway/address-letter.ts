import type { Parts } from '../platform/parts.ts';
import type { Personal, Released } from '../platform/personal.ts';
import { liveRelay } from './find-processors.ts';
import { keepHere, release } from './release.ts';

/** The relay of the configuration has no live agreement, so nothing may be handed to it. The letter waits. */
export class LettersWait extends Error {
  constructor() {
    super('There is no live agreement with the relay of the configuration.');
  }
}

/**
 * The address of a letter, for whoever carries it: our own inbox, or the relay under its agreement (PP-09.3). Throws
 * {@link LettersWait} while there is no live agreement with the relay.
 */
export async function addressLetter(
  parts: Pick<Parts, 'db' | 'clock' | 'config'>,
  email: Personal<'email'>,
): Promise<Released<'processor' | 'us'>> {
  const { db, config } = parts;
  if (config.SMTP_URL === undefined) return keepHere('run-service', email);

  return db.transaction(async (tx) => {
    const processor = await liveRelay(parts, tx);
    if (processor === undefined) throw new LettersWait();
    return release(parts, tx, 'relay-letters', { value: email, to: processor.id, proof: { processor } });
  });
}
