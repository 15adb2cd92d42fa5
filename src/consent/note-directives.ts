import type { Db } from '../platform/db.ts';
import type { Signals } from '../platform/http/signals.ts';
import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import { type Signal, signalNames } from '../policy/signals.ts';
import { changeDirectives } from './change-directives.ts';
import { type Choices, directiveOf, switches } from './rules.ts';

type DirectiveParts = Pick<Parts, 'db' | 'clock'>;

/**
 * Writes down, once for each person and signal, that a browser of theirs sends it. That another one does not, or this one no
 * longer, takes nothing back. One query for each person as long as the process runs.
 */
export async function noteSignals(parts: DirectiveParts, subject: Subject, signals: Signals): Promise<void> {
  const sent = signalNames.filter((signal) => signals[signal]);
  for (const signal of sent)
    await once(parts.db, keyOf(subject, signal), () =>
      changeDirectives(parts, subject, { source: 'header', acts: [[signal, 'set']] }),
    );
}

/** What somebody refused in this browser before signing in, they refuse in their account from now on (PP-02.6). */
export async function noteChoices(parts: DirectiveParts, subject: Subject, choices: Choices): Promise<void> {
  const refused = switches.filter((what) => choices[what] === 'off');
  const acts = refused.map((what) => [directiveOf[what], 'set'] as const);
  await changeDirectives(parts, subject, { source: 'cookie', acts });
}

/** After somebody has lifted it: the next browser that sends it is heard again. */
export const hearAgain = (db: Db, subject: Subject, signal: Signal): boolean =>
  heardIn(db).delete(keyOf(subject, signal));

/** What has been heard, or is being written, by person and signal. Kept for each database, because tests open several. */
const heard = new WeakMap<Db, Map<string, Promise<void>>>();

function heardIn(db: Db): Map<string, Promise<void>> {
  const known = heard.get(db) ?? new Map<string, Promise<void>>();
  heard.set(db, known);
  return known;
}

function once(db: Db, key: string, write: () => Promise<void>): Promise<void> {
  const known = heardIn(db);
  const writing = known.get(key) ?? write();
  known.set(key, writing);
  // What could not be written is tried again with the next request.
  writing.catch(() => known.delete(key));
  return writing;
}

const keyOf = (subject: Subject, signal: Signal) => `${subject} ${signal}`;
