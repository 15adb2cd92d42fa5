import { note } from '../audit/note.ts';
import { wrongField } from '../platform/errors.ts';
import { newId, newWebinarCode, type PersonId, type WebinarCode, type WebinarId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { wrongStart } from './rules.ts';
import type { WebinarForm } from './schema.ts';
import { insertWebinar, type Plan } from './store.ts';
import { startOf } from './wall-time.ts';

/** Plans a webinar and gives it its public code. Refuses a start that has passed with `invalid`, beside the field. */
export async function schedule(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  hostId: PersonId,
  form: WebinarForm,
): Promise<{ id: WebinarId; code: WebinarCode }> {
  const at = clock();
  const plan = planOf(form);
  refuseWrongStart(plan, at);
  const id = newId<WebinarId>();
  const code = newWebinarCode();

  await db.transaction(async (tx) => {
    await insertWebinar(tx, { ...plan, id, code, hostId, createdAt: at });
    await note(tx, { event: 'webinar.scheduled', about: hostId, by: hostId, at, facts: { webinar: id } });
  });

  return { id, code };
}

/** What the form says, with the instant that its wall time and zone stand for. */
export function planOf({ title, description, date, time, timeZone, lengthMinutes }: WebinarForm): Plan {
  const startsLocal = `${date}T${time}`;
  return {
    title,
    description,
    startsLocal,
    timeZone,
    lengthMinutes,
    startsAt: startOf(startsLocal, timeZone).startsAt,
  };
}

export function refuseWrongStart({ startsAt }: Plan, now: Date): void {
  const problem = wrongStart(startsAt, now);
  if (problem !== undefined) throw wrongField('date', problem);
}
