import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import { type DirectiveAct, type DirectiveKind, standing } from './rules.ts';
import { type DirectiveSource, directiveEventsOf, insertDirectives, lockDirectives } from './store.ts';

type Acts = { source: DirectiveSource; acts: readonly (readonly [DirectiveKind, DirectiveAct])[] };

/** Adds to what somebody asked of us those acts that change how it stands. Two at once write one row. */
export async function changeDirectives(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  subject: Subject,
  { source, acts }: Acts,
): Promise<void> {
  if (acts.length === 0) return;

  await db.transaction(async (tx) => {
    await lockDirectives(tx, subject);
    const stands = standing(await directiveEventsOf(tx, subject));
    const changing = acts.filter(([kind, act]) => stands.has(kind) !== (act === 'set'));
    const at = clock();
    await insertDirectives(
      tx,
      changing.map(([kind, act]) => ({ subject, kind, act, source, at })),
    );
  });
}
