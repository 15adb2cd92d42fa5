import type { Queries } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import type { Released } from '../platform/personal.ts';
import { linkSecret } from './blanks.ts';
import { type Mould, makeMould, pour } from './mould.ts';
import { type Claimed, letterById } from './outbox-store.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

/** This letter can never be written, however often it is tried. */
export class Poison extends Error {}

type FillParts = { db: Queries } & Pick<Parts, 'clock' | 'config' | 'secrets'>;
export type Fill = (letter: Claimed, to: Released<'processor' | 'us'>) => Promise<Buffer>;

/** How many letters are kept in the form from which they are filled: of those to many only a few leave at once. */
const KEPT = 16;

/** Fills a letter for its mailbox. Throws {@link Poison} for one that cannot be written. */
export function openFilling(parts: FillParts): Fill {
  const moulds = new Map<string, Promise<Mould>>();

  function mouldOf(letter: Claimed): Promise<Mould> {
    const kind = `${letter.letterId} ${letter.stream} ${letter.class}`;
    const known = moulds.get(kind);
    if (known !== undefined) return known;

    const made = mouldFor(parts, letter);
    made.catch(() => moulds.delete(kind));
    const [oldest] = moulds.keys();
    if (moulds.size >= KEPT && oldest !== undefined) moulds.delete(oldest);
    moulds.set(kind, made);
    return made;
  }

  return async (letter, to) => {
    const mould = await mouldOf(letter);
    return orPoison(() =>
      pour(mould, {
        address: to.value,
        messageId: letter.messageId,
        date: parts.clock(),
        unsubscribeToken: unsubscribeToken(parts, letter),
        link: linkSecret(parts, letter.key),
      }),
    );
  };
}

async function mouldFor(parts: FillParts, { letterId, stream, class: letterClass }: Claimed): Promise<Mould> {
  const stored = await letterById(parts.db, letterId);
  if (stored === undefined) throw new Poison('The letter is not there.');
  return orPoison(() => makeMould(parts, { ...stored, stream, class: letterClass }));
}

async function orPoison<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Poison('The letter cannot be written.', { cause });
  }
}
