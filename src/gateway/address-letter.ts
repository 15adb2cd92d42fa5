import type { Queries } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal, Released } from '../platform/personal.ts';
import { liveRelay, type RelayRule } from './find-processors.ts';
import type { LiveProcessor } from './proofs.ts';
import { keepHere, releaseAll } from './release.ts';

/** The relay of the configuration has no live agreement, so nothing may be handed to it. The letter waits. */
export class LettersWait extends Error {
  constructor() {
    super('There is no live agreement with the relay of the configuration.');
  }
}

/** Who may carry letters now: our own inbox everything, the relay what its agreement covers. */
export type Carriers = 'here' | { readonly [Rule in RelayRule]: LiveProcessor | undefined };

/** Asks the register who may carry letters. */
export async function carriersNow(parts: Pick<Parts, 'clock' | 'config'>, tx: Queries): Promise<Carriers> {
  if (parts.config.SMTP_URL === undefined) return 'here';
  const [letters, news] = await Promise.all([
    liveRelay(parts, tx, 'relay-letters'),
    liveRelay(parts, tx, 'relay-news'),
  ]);
  return { 'relay-letters': letters, 'relay-news': news };
}

/**
 * The addresses of letters of one kind, for whoever carries them. All of them or none: throws {@link LettersWait} where
 * nobody may carry this kind any more, and refuses as {@link releaseAll} does.
 */
export async function addressLetters(
  parts: { db: Queries } & Pick<Parts, 'clock'>,
  tx: Queries,
  { carriers, rule, emails }: { carriers: Carriers; rule: RelayRule; emails: readonly Personal<'email'>[] },
): Promise<Released<'processor' | 'us'>[]> {
  if (carriers === 'here') return emails.map((email) => keepHere('run-service', email));

  const processor = carriers[rule];
  if (processor === undefined) throw new LettersWait();
  return releaseAll(
    parts,
    tx,
    rule,
    emails.map((value) => ({ value, to: processor.id, proof: { processor } })),
  );
}
