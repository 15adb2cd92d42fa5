import { addressLetters, type Carriers, carriersNow } from '../gateway/address-letter.ts';
import type { RelayRule } from '../gateway/find-processors.ts';
import type { Queries } from '../platform/db.ts';
import { Refusal } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import type { Released } from '../platform/personal.ts';
import type { Session } from '../platform/session.ts';
import { type Claimed, claimTaken, letGo, type Scope, settle, takeDue } from './outbox-store.ts';
import type { LetterClass } from './rules.ts';
import type { Settlement } from './settle-letter.ts';

/** A letter that has been claimed for one connection, with its address opened for whoever carries it. */
export type Ready = { letter: Claimed; to: Released<'processor' | 'us'>; releaseId: bigint | undefined };

/** A letter whose fate is known and not written down yet. Its mailbox stays locked until it is. */
export type Answered = { settlement: Settlement; addressHash: string };

/** `busy` are the mailboxes to which a letter is being handed over: another one to them waits, so that stopping comes first. */
type Turn = { answered: readonly Answered[]; free: number; scope: Scope; busy: readonly string[] };
type TurnParts = { db: Queries } & Pick<Parts, 'clock' | 'config'>;

/**
 * One transaction for all connections that are free: settles what they have carried and claims what they carry next, in the
 * order asked for, account, by itself. It is kept before a byte of any of them leaves, so that a process that dies leaves no
 * more than one letter for each connection in doubt. Letters that nobody may carry now are not touched. `over` says how many
 * came to an end or back.
 */
export async function takeTurn(
  parts: TurnParts,
  session: Session,
  turn: Turn,
): Promise<{ ready: Ready[]; over: number }> {
  const { answered, free, scope, busy } = turn;
  const over = answered.map(({ addressHash }) => addressHash);
  const { ready, dropped } = await session.transaction(async (tx) => {
    const settling =
      answered.length === 0
        ? []
        : [
            settle(
              tx,
              answered.map(({ settlement }) => settlement),
            ),
          ];
    const [carriers] = await Promise.all([carriersNow(parts, tx), ...settling]);
    return claimNext(parts, tx, { carriers, free, scope, busy: [...over, ...busy] });
  });
  const letting = [...over, ...dropped];
  // Nobody waits for it: what is said next over this session comes after it, and where the session ends so do its locks.
  if (letting.length > 0) letGo(session, letting).catch(() => {});
  return { ready, over: letting.length };
}

type Claim = { carriers: Carriers; free: number; scope: Scope; busy: readonly string[] };

async function claimNext(parts: TurnParts, tx: Queries, { carriers, free, scope, busy }: Claim) {
  const now = parts.clock();
  const classes = classesOf(carriers);
  if (free === 0 || classes.length === 0) return { ready: [], dropped: [] };

  const taken = (await takeDue(tx, { now, scope, classes, busy }, free)).filter(({ held }) => held);
  if (taken.length === 0) return { ready: [], dropped: [] };

  const { claimed, stopped } = await claimTaken(tx, taken, now);
  const ready: Ready[] = [];
  for (const rule of ['relay-letters', 'relay-news'] as const)
    ready.push(...(await addressed(parts, tx, { carriers, rule, letters: claimed.filter(goesBy(rule)) })));
  const left = new Set(ready.map(({ letter }) => letter.id));
  const parked = claimed.filter(({ id }) => !left.has(id));
  return { ready, dropped: [...stopped, ...parked.map(({ addressHash }) => addressHash)] };
}

const ruleOf = (letterClass: LetterClass): RelayRule => (letterClass === 'periodic' ? 'relay-news' : 'relay-letters');
const goesBy = (rule: RelayRule) => (letter: Claimed) => ruleOf(letter.class) === rule;

/** The classes that somebody may carry. */
export const classesOf = (carriers: Carriers): LetterClass[] =>
  (['requested', 'account', 'periodic'] as const).filter(
    (each) => carriers === 'here' || carriers[ruleOf(each)] !== undefined,
  );

type Addressing = { carriers: Carriers; rule: RelayRule; letters: readonly Claimed[] };

/** Where the policy does not let one of them go to the relay, that one is parked and the others go. */
async function addressed(parts: TurnParts, tx: Queries, { carriers, rule, letters }: Addressing): Promise<Ready[]> {
  if (letters.length === 0) return [];
  try {
    const emails = letters.map(({ address }) => address);
    const opened = await addressLetters(parts, tx, { carriers, rule, emails });
    return letters.flatMap((letter, place) => {
      const to = opened[place];
      return to === undefined ? [] : [{ letter, to, releaseId: to.releaseId }];
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first, ...rest] = letters;
    if (first !== undefined && rest.length === 0) {
      await settle(tx, [{ id: first.id, attempts: first.attempts, state: 'parked', answer: 'not in the policy' }]);
      return [];
    }
    const each: Ready[] = [];
    for (const letter of letters) each.push(...(await addressed(parts, tx, { carriers, rule, letters: [letter] })));
    return each;
  }
}
