import { note } from '../audit/note.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId, WebinarCode } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { webinarOfHost } from './find-webinar.ts';
import { planOf, refuseWrongStart } from './schedule.ts';
import type { WebinarForm } from './schema.ts';
import { updatePlan } from './store.ts';

/**
 * Changes what the host said about a webinar that has not started. `not-found` for anybody but the host, `wrong-state`
 * once it is live, has ended or was cancelled. A start that stays as it was is not held against the clock again.
 */
export async function edit(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  own: { code: WebinarCode; hostId: PersonId },
  form: WebinarForm,
): Promise<void> {
  const { id, hostId, startsAt } = await webinarOfHost({ db }, own);
  const at = clock();
  const plan = planOf(form);
  const moved = plan.startsAt.getTime() !== startsAt.getTime();
  if (moved) refuseWrongStart(plan, at);

  await db.transaction(async (tx) => {
    if (!(await updatePlan(tx, { id, hostId }, plan))) throw tooLate();
    await note(tx, { event: 'webinar.edited', about: hostId, by: hostId, at, facts: { webinar: id, moved } });
  });
}

const tooLate = () =>
  new Refusal('wrong-state', {
    sentence: 'This webinar has started, ended or been cancelled, so it can no longer be changed.',
  });
