import { note } from '../audit/note.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { giveUpParked, parkedLetters, requeueParked } from './outbox-store.ts';

type MendParts = Pick<Parts, 'db' | 'clock' | 'jobs'>;
type Mending = { id: bigint; by: PersonId };

/**
 * Puts a parked letter back into the queue with all its tries, where its mailbox still wants it; otherwise it is stopped.
 * Refuses with `wrong-state` where it is not parked any more.
 */
export async function tryAgain(parts: MendParts, { id, by }: Mending): Promise<void> {
  const { db, clock, jobs } = parts;
  await db.transaction(async (tx) => {
    if ((await requeueParked(tx, [id], clock())) === 0) throw notParked();
    await note(tx, { at: clock(), event: 'letter.tried-again', by, facts: { letter: `${id}` } });
    await jobs.queue(tx, 'letters.deliver', {});
  });
}

/** So many in one transaction: the locks of their mailboxes stay few. */
const AT_ONCE = 500;

/** The same for every letter that is parked now: what kept them back is mended. Says how many there were. */
export async function tryAllAgain(parts: MendParts, by: PersonId): Promise<number> {
  const { db, clock, jobs } = parts;
  const parked = await parkedLetters(db);
  let count = 0;
  for (let from = 0; from < parked.length; from += AT_ONCE)
    await db.transaction(async (tx) => {
      const requeued = await requeueParked(tx, parked.slice(from, from + AT_ONCE), clock());
      await note(tx, { at: clock(), event: 'letters.tried-again', by, facts: { count: requeued } });
      await jobs.queue(tx, 'letters.deliver', {});
      count += requeued;
    });
  return count;
}

/** Ends a parked letter for good, and forgets its address. Refuses with `wrong-state` where it is not parked any more. */
export async function giveUp({ db, clock }: MendParts, { id, by }: Mending): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await giveUpParked(tx, id, clock()))) throw notParked();
    await note(tx, { at: clock(), event: 'letter.given-up', by, facts: { letter: `${id}` } });
  });
}

const notParked = () => new Refusal('wrong-state', { sentence: 'This letter is not parked any more.' });
