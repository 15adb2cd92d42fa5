import { linkSecret } from '#src/letters/blanks.ts';
import type { Parts } from '#src/platform/parts.ts';
import { letterKey } from '#src/support/rules.ts';

type Asking = Pick<Parts, 'db' | 'secrets'>;

/** What Chloé asked in the demo: its number, and the page where she reads the answer. */
export async function chloesQuestion(parts: Asking): Promise<{ id: string; path: string }> {
  const { id } = await parts.db.ticket.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  return { id, path: `/tickets/${linkSecret(parts, letterKey(id))}` };
}
