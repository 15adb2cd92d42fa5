import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import { insertNote } from './store.ts';

export type Note = {
  at: Date;
  /** What was done, as a stable code: `account.opened`. */
  event: string;
  /** Whom it was done to. */
  about?: PersonId;
  /** Who did it; nobody when the system did. */
  by?: PersonId;
  /** Ids, counts and codes. Never a name, an address or anything else a person typed. */
  facts?: Record<string, string | number | boolean>;
};

/** Writes down what was done, in the transaction that did it. A note is never changed and never removed. */
export async function note(tx: Tx, note: Note): Promise<void> {
  await insertNote(tx, note);
}
