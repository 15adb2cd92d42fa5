import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';

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

export async function insertNote(tx: Tx, { at, event, about, by, facts }: Note): Promise<void> {
  await tx.auditNote.create({
    data: { at, event, about: about ?? null, by: by ?? null, facts: facts ?? {} },
    select: { id: true },
  });
}
