import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import type { Signal } from '../policy/signals.ts';
import { changeDirectives } from './change-directives.ts';
import { hearAgain } from './note-directives.ts';
import { type Choices, directiveOf, switches } from './rules.ts';

type DirectiveParts = Pick<Parts, 'db' | 'clock'>;

/** Sets switches of an account as the person does it themselves: off sets a directive, on lifts that one (PP-02.6). */
export async function changeChoices(parts: DirectiveParts, subject: Subject, choices: Partial<Choices>): Promise<void> {
  const changed = switches.filter((what) => choices[what] !== undefined);
  const acts = changed.map((what) => [directiveOf[what], choices[what] === 'off' ? 'set' : 'lift'] as const);
  await changeDirectives(parts, subject, { source: 'profile', acts });
}

/** The person no longer wants their account to keep to what one of their browsers sent. A browser that sends it is obeyed. */
export async function liftSignal(parts: DirectiveParts, subject: Subject, signal: Signal): Promise<void> {
  await changeDirectives(parts, subject, { source: 'profile', acts: [[signal, 'lift']] });
  hearAgain(parts.db, subject, signal);
}
