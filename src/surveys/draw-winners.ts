import { note } from '../audit/note.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { drawNumbers } from './draw-numbers.ts';
import { stateOf } from './rules.ts';
import { entriesOf, insertDraw, lockedSurvey, seedOf } from './store.ts';

/**
 * Draws a contest, once, after its end. Seed, numbers and winners are public from then on; whoever won is told by letter.
 * Refuses with `wrong-state` before the end, a second time, without an entry, and once the answers have gone.
 */
export async function drawWinners(
  { db, clock, jobs }: Pick<Parts, 'db' | 'clock' | 'jobs'>,
  { id, by }: { id: string; by: PersonId },
): Promise<void> {
  const at = clock();
  await db.transaction(async (tx) => {
    const survey = await lockedSurvey(tx, id);
    const seed = await seedOf(tx, id);
    if (survey === undefined || survey.winners === null || seed === null) throw refused('Nothing is drawn here.');
    const state = stateOf(survey, at);
    if (state !== 'ended') throw refused(state === 'cleared' ? TOO_LATE : 'Draw once it has ended.');

    const numbers = (await entriesOf(tx, id)).map(({ number }) => number);
    if (numbers.length === 0) throw refused('Nobody has entered, so there is nobody to draw.');
    const winners = drawNumbers(seed, numbers, survey.winners);
    if (!(await insertDraw(tx, { surveyId: id, seed, numbers, winners, drawnBy: by, at })))
      throw refused('This has been drawn before. A draw happens once.');

    await note(tx, { event: 'contest.drawn', by, at, facts: { survey: id, entries: numbers.length } });
    await jobs.queue(tx, 'surveys.tell-winners', { surveyId: id });
  });
}

const TOO_LATE = 'The entries have gone, so nobody can be drawn any more.';
const refused = (sentence: string) => new Refusal('wrong-state', { sentence });
