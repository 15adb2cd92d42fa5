import type { Tx } from '../platform/db.ts';
import { newId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Composed } from './compose-letter.ts';
import { insertLetter } from './store.ts';

/** Stores a letter for many, which nobody can change from then on. Gives its id. */
export async function keepLetter({ clock }: Pick<Parts, 'clock'>, tx: Tx, letter: Composed): Promise<string> {
  const id = newId<string>();
  await insertLetter(tx, { ...letter, id, createdAt: clock() });
  return id;
}
