import { personWith } from '../accounts/find-person.ts';
import { note } from '../audit/note.ts';
import { release } from '../gateway/release.ts';
import { wrongField } from '../platform/errors.ts';
import { newId, newWebinarCode, type PersonId, type WebinarCode, type WebinarId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { wrongStart } from './rules.ts';
import type { WebinarForm } from './schema.ts';
import { insertWebinar, type Plan } from './store.ts';
import { startOf } from './wall-time.ts';

/** Plans a webinar and gives it its public code; its page says who holds it, and that release is written with it. Refuses a start that has passed with `invalid`, beside the field. */
export async function schedule(
  parts: Pick<Parts, 'db' | 'clock'>,
  hostId: PersonId,
  form: WebinarForm,
): Promise<{ id: WebinarId; code: WebinarCode }> {
  const at = parts.clock();
  const plan = planOf(form);
  refuseWrongStart(plan, at);
  const id = newId<WebinarId>();
  const code = newWebinarCode();

  await parts.db.transaction(async (tx) => {
    const { name } = await personWith(tx, hostId);
    const released = await release(parts, tx, 'name-host', { value: name, to: id, proof: { requested: id } });
    await insertWebinar(tx, { ...plan, id, code, hostId, hostReleaseId: released.releaseId, createdAt: at });
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
