import { personWith, personWithAddress } from '../accounts/find-person.ts';
import { compute } from '../gateway/release.ts';
import { LINK } from '../letters/blanks.ts';
import { writeLetter } from '../letters/write-letter.ts';
import type { Tx } from '../platform/db.ts';
import { Refusal } from '../platform/errors.ts';
import { emailAddress } from '../platform/fields.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import { newId, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { type Personal, seal } from '../platform/personal.ts';
import { livePolicy } from '../policy/policy.ts';
import { entryLinkHash, entryToken, letterKeyOf } from './entry-link.ts';
import { answersIn } from './questions.ts';
import { isDrawn, type Survey, stateOf } from './rules.ts';
import { type Entry, entryWith, giveEntryTo, insertEntry, lockedSurvey, nextNumber } from './store.ts';

type EnterParts = Pick<Parts, 'db' | 'clock' | 'config' | 'secrets' | 'views' | 'jobs' | 'log'>;

/** Who answers: an account, or somebody we do not know who has passed the age question. */
export type Answering = {
  personId: PersonId | undefined;
  agePassedAt: Date | undefined;
  form: Readonly<Record<string, string>>;
  cause: MailCause;
};

/** Where the entry can be seen: under the link with this secret; or, of an address that was typed, by a letter to it. */
export type Entered = { token: string } | 'by-letter';

/**
 * Takes what somebody answered. One entry for a person and for an address: a second changes nothing and leads to the first.
 * Whoever types an address into a contest is told the same whether it has entered before, and the link goes to that mailbox
 * alone, so that nobody reads or finds out what others answered. Nothing here subscribes anybody (PP-03.5). Refuses with
 * `invalid` beside the fields, and with `wrong-state` once it has ended, or where somebody else entered with the address that
 * is now of this account.
 */
export async function enterSurvey(parts: EnterParts, survey: Survey, answering: Answering): Promise<Entered> {
  const { email: typed, questions } = splitForm(survey, answering);
  const { version } = await livePolicy(parts);

  return parts.db.transaction(async (tx) => {
    const at = parts.clock();
    const locked = await lockedSurvey(tx, survey.id);
    if (locked === undefined || stateOf(locked, at) !== 'open') throw tooLate();

    const id = newId<string>();
    const who = await whoAnswers(tx, survey, answering, typed, { about: id, under: version });
    const first = await firstEntry(tx, survey, who);
    if (first === undefined) {
      const number = await nextNumber(tx, survey.id);
      const linkHash = entryLinkHash(entryToken(parts, id));
      const row = { id, surveyId: survey.id, number, answers: questions, linkHash, at, policyVersionId: version };
      const via = survey.kind === 'form' ? ('form' as const) : ('survey' as const);
      const whose = { personId: who.personId ?? null, agePassedAt: who.agePassedAt, collectedVia: via };
      await withAddress(who.email, (email) => insertEntry(tx, { ...row, ...whose, email }));
    }

    const entryId = first?.id ?? id;
    if (who.personId !== undefined || who.email === undefined) return { token: entryToken(parts, entryId) };
    const to = await readerOf(tx, first, who.email);
    await writeLinkTo(parts, tx, { entryId, to, cause: answering.cause });
    return 'by-letter';
  });
}

type Who = { personId: PersonId | undefined; email: Personal<'email'> | undefined; agePassedAt: Date };

/** An account brings its own address and its own pass; both are asked of everybody else. */
async function whoAnswers(
  tx: Tx,
  { kind }: Survey,
  { personId, agePassedAt }: Answering,
  typed: string | undefined,
  { about, under }: { about: string; under: number },
): Promise<Who> {
  if (personId !== undefined) {
    const person = await personWith(tx, personId);
    return { personId, email: isDrawn(kind) ? person.email : undefined, agePassedAt: person.agePassedAt };
  }
  if (agePassedAt === undefined) throw new Error('Nobody comes here without the age question.');
  const email = typed === undefined ? undefined : seal('email', typed, { about, under, via: 'survey' });
  return { personId, email, agePassedAt };
}

/** The entry that is there already. One by address is given to the person whose confirmed address it is. */
async function firstEntry(tx: Tx, { id: surveyId }: Survey, { personId, email }: Who): Promise<Entry | undefined> {
  const own = personId && (await entryWith(tx, { surveyId_personId: { surveyId, personId } }));
  if (own !== undefined || email === undefined) return own;

  const found = await compute('run-features', email, (address) =>
    entryWith(tx, { surveyId_email: { surveyId, email: address } }),
  );
  if (found === undefined || personId === undefined) return found;
  if (found.personId !== null) throw takenAddress();
  await giveEntryTo(tx, found.id, personId);
  return found;
}

/** The mailbox that gets the link: none where the account that entered has left it, for it may be somebody else's by now. */
async function readerOf(
  tx: Tx,
  first: Entry | undefined,
  email: Personal<'email'>,
): Promise<Personal<'email'> | 'nobody'> {
  if (first === undefined || first.personId === null) return email;
  const owner = await compute('run-features', email, (address) => personWithAddress(tx, address));
  return owner?.id === first.personId ? email : 'nobody';
}

const withAddress = (email: Personal<'email'> | undefined, work: (email: string | null) => Promise<void>) =>
  email === undefined ? work(null) : compute('run-features', email, work);

/** The same key for the same entry: its letter leaves once, however often the address is typed. */
async function writeLinkTo(
  parts: EnterParts,
  tx: Tx,
  { entryId, to, cause }: { entryId: string; to: Personal<'email'> | 'nobody'; cause: MailCause },
): Promise<void> {
  await writeLetter(parts, tx, {
    template: 'contest-entry',
    title: 'Your entry',
    model: { link: `${parts.config.BASE_URL}/entries/${LINK}` },
    ...{ stream: 'contest', class: 'requested', key: letterKeyOf(entryId), to, cause },
  });
}

/** Beside what was asked there is only an address, and only where winners are told. All that is wrong is said at once. */
function splitForm(survey: Survey, { personId, form }: Answering) {
  const wantsAddress = isDrawn(survey.kind) && personId === undefined;
  const { email, ...rest } = form;
  const address = wantsAddress ? emailAddress.safeParse(email ?? '') : undefined;
  const others = wantsAddress ? rest : form;
  const wrong = address?.error?.issues[0]?.message;

  try {
    const questions = answersIn(survey.questions, others);
    if (wrong !== undefined) throw new Refusal('invalid', { problems: { email: wrong } });
    return { email: address?.data, questions };
  } catch (error) {
    if (!(error instanceof Refusal) || wrong === undefined) throw error;
    throw new Refusal('invalid', { problems: { email: wrong, ...error.problems } });
  }
}

const takenAddress = () =>
  new Refusal('wrong-state', { sentence: 'Somebody has entered with the address of your account before.' });

export const tooLate = () => new Refusal('wrong-state', { sentence: 'This has ended, so it takes no more answers.' });
