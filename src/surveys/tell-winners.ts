import { z } from 'zod';
import { personWith } from '../accounts/find-person.ts';
import { writeLetter } from '../letters/write-letter.ts';
import type { JobFacts } from '../platform/jobs.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { drawOf, type Entry, entriesOf, surveyWith } from './store.ts';

type TellParts = Pick<Parts, 'db' | 'clock' | 'config' | 'secrets' | 'views' | 'jobs' | 'log'>;

const Facts = z.strictObject({ surveyId: z.uuid() });

/** As many letters as one transaction writes. */
const AT_ONCE = 50;

/**
 * Writes to whoever won, at the address their account has by now. It is about what they entered and comes once, so it is no news and needs no subscription; somebody
 * who stopped letters about contests gets none and finds their number on the page of the draw. Running twice writes nothing
 * twice.
 */
export async function tellWinners(parts: TellParts, facts: JobFacts): Promise<void> {
  const { surveyId } = Facts.parse(facts);
  const [survey, draw] = [await surveyWith(parts.db, { id: surveyId }), await drawOf(parts.db, surveyId)];
  if (survey === undefined || draw === null) return;

  const won = new Set(draw.winners);
  const winners = (await entriesOf(parts.db, surveyId)).filter(hasAddress).filter(({ number }) => won.has(number));
  for (let first = 0; first < winners.length; first += AT_ONCE)
    await tellSome(parts, survey.code, winners.slice(first, first + AT_ONCE));
}

type Reachable = Entry & { email: Personal<'email'> };
const hasAddress = (entry: Entry): entry is Reachable => entry.email !== null;

const tellSome = (parts: TellParts, code: string, winners: readonly Reachable[]): Promise<void> =>
  parts.db.transaction(async (tx) => {
    for (const { id, number, ...winner } of winners) {
      const to = winner.personId === null ? winner.email : (await personWith(tx, winner.personId)).email;
      await writeLetter(parts, tx, {
        template: 'contest-won',
        title: 'You have won',
        model: { link: `${parts.config.BASE_URL}/contests/${code}/draw`, number },
        ...{ stream: 'contest', class: 'account', key: `contest-won:${id}`, to, cause: 'house' },
      });
    }
  });
