import type { Tx } from '../platform/db.ts';
import { insertNote, type Note } from './store.ts';

/** Writes down what was done, in the transaction that did it. A note is never changed and never removed. */
export async function note(tx: Tx, note: Note): Promise<void> {
  await insertNote(tx, note);
}
