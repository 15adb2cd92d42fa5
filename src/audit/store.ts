import type { Tx } from '../platform/db.ts';
import type { Note } from './note.ts';

export async function insertNote(tx: Tx, { at, event, about, by, facts }: Note): Promise<void> {
  await tx.auditNote.create({
    data: { at, event, about: about ?? null, by: by ?? null, facts: facts ?? {} },
    select: { id: true },
  });
}
