import { setTimeout as wait } from 'node:timers/promises';
import { carriersNow } from '../gateway/address-letter.ts';
import { openCarriers } from '../platform/carriers.ts';
import type { Queries } from '../platform/db.ts';
import type { Egress } from '../platform/egress.ts';
import type { Parts } from '../platform/parts.ts';
import { openSession, type Session } from '../platform/session.ts';
import { type Carrier, carrierUrl, type Outcome, openCarrier } from '../platform/smtp.ts';
import { openFilling, Poison } from './fill-letter.ts';
import { isAnyDue, noteBounces, type Scope, takeUpOrphans } from './outbox-store.ts';
import { settlementOf, UNWELCOME_MS } from './settle-letter.ts';
import { type Answered, classesOf, type Ready, takeTurn } from './take-turn.ts';

export type DeliveryParts = { db: Queries } & Pick<Parts, 'clock' | 'config' | 'log' | 'secrets'>;

/** How letters leave from here: over which database, to whom where there is no relay, and which of them. */
export type Ways = {
  appUrl: string;
  inboxUrl: string | undefined;
  egress: Egress;
  scope: Scope;
  /** Of whoever works for us in our own database. */
  priority?: number | undefined;
};

export type Deliverer = {
  /** Says that something may be due. While it delivers, once more afterwards. */
  wake(): void;
  /** Resolves when nothing is due any more, or nothing can leave now. */
  idle(): Promise<void>;
  /** Whether it stays away from a relay that takes no letters of ours, or could not deliver when it last tried. */
  readonly failed: boolean;
  /** Takes up nothing more, and waits for a moment for what is under way. */
  close(): Promise<void>;
};

/** How long a stop waits for answers. Longer than a letter takes, shorter than the patience of whoever stops us. */
const STOP_MS = 8_000;

/**
 * How long whoever has been answered waits for others, while some are still on their way: the next turn is one transaction for
 * all of them, and costs as much for one.
 */
const GATHER_MS = 8;

/**
 * Delivers what stands in the outbox, which alone says what is to be done: a process that dies loses nothing, and several may
 * deliver at once. A mailbox is locked from the moment its letter is claimed until the outcome is written (PP-06.2).
 */
export function openDeliverer(parts: DeliveryParts, ways: Ways): Deliverer {
  const { config, log } = parts;
  const fill = openFilling(parts);
  const carriers = openCarriers(config.MAIL_CONNECTIONS, () =>
    openCarrier(config, carrierUrl(config, ways.inboxUrl), ways.egress),
  );
  const inHand = new Map<bigint, { addressHash: string; handing: Promise<void> }>();
  const bell = newBell();
  let answered: Answered[] = [];
  let session: Session | undefined;
  let wanted = false;
  const status = { closing: false, failed: false, awayUntil: 0 };
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (wanted && !status.closing) {
      wanted = false;
      try {
        status.failed = false;
        await deliverDue();
      } catch (error) {
        status.failed = true;
        log.error('letters.not-delivered', error);
      }
    }
  }

  async function deliverDue(): Promise<void> {
    const held = session?.alive ? session : await openSession(ways.appUrl, 'anymeeting-letters', ways);
    session = held;
    try {
      if (isAway() || !(await somethingIsDue(held))) return;
      await carriers.ready();
      await deliver(held);
      await noteBounces(parts.db, parts.clock());
    } catch (error) {
      // What this session holds is unknown now. Whoever still carries a letter comes to an end; the next session writes it down.
      await held.close().catch(() => {});
      await Promise.all([...inHand.values()].map(({ handing }) => handing));
      throw error;
    } finally {
      if (isAway()) carriers.close();
      carriers.rest();
    }
  }

  async function somethingIsDue(held: Session): Promise<boolean> {
    const now = parts.clock();
    const orphans = await held.transaction((tx) => takeUpOrphans(tx, { now, inHand: [...inHand.keys()] }));
    if (orphans > 0) log.warn('letters.taken-up', { count: orphans });
    const classes = classesOf(await carriersNow(parts, held));
    return answered.length > 0 || isAnyDue(held, { now, scope: ways.scope, classes });
  }

  async function deliver(held: Session): Promise<void> {
    while (await takeNext(held)) {
      if (answered.length === 0 && inHand.size > 0) await bell.rung();
      if (inHand.size > 0) await wait(GATHER_MS);
    }
  }

  /** Says whether there is more to come. */
  async function takeNext(held: Session): Promise<boolean> {
    const settling = answered;
    const free = status.closing || isAway() ? 0 : carriers.free;
    const busy = [...inHand.values()].map(({ addressHash }) => addressHash);
    const { ready, over } = await takeTurn(parts, held, { answered: settling, free, scope: ways.scope, busy });
    answered = answered.slice(settling.length);
    for (const each of ready) start(held, each);
    if (ready.length > 0 && ready.length === free) carriers.grow(bell.ring);
    return inHand.size + answered.length + over > 0;
  }

  const isAway = () => parts.clock().getTime() < status.awayUntil;

  /** The relay refused us and not a letter, so that each further one would be refused as well: one alarm for all of them. */
  function stayAway({ answer }: Outcome): void {
    if (isAway()) return;
    status.awayUntil = parts.clock().getTime() + UNWELCOME_MS;
    log.error('relay.unwelcome', new Error('The relay takes no letters of ours.'), { answer });
  }

  function start(held: Session, ready: Ready): void {
    const { letter, releaseId } = ready;
    const handing = carriers
      .use((carrier) => hand(held, carrier, ready))
      .then((outcome) => {
        if (outcome.verdict === 'unwelcome') stayAway(outcome);
        const settlement = settlementOf({ ...letter, releaseId }, outcome, parts.clock());
        answered = [...answered, { settlement, addressHash: letter.addressHash }];
        inHand.delete(letter.id);
        bell.ring();
      });
    inHand.set(letter.id, { addressHash: letter.addressHash, handing });
  }

  async function hand(held: Session, carrier: Carrier, { letter, to }: Ready): Promise<Outcome> {
    try {
      const bytes = await fill(letter, to);
      // Fails closed: without the database nobody holds this mailbox, and nobody could write down that it was written to.
      if (!held.alive) return NOT_NOW;
      return await carrier.hand({ to, bytes }, () => held.alive);
    } catch (error) {
      log.error('letter.not-written', error, { key: letter.key });
      return error instanceof Poison ? { verdict: 'unfit', answer: 'cannot be written' } : NOT_NOW;
    }
  }

  return {
    wake() {
      wanted = true;
      bell.ring();
      running ??= run().finally(() => (running = undefined));
    },
    async idle() {
      await running;
    },
    get failed() {
      return status.failed || isAway();
    },
    async close() {
      status.closing = true;
      bell.ring();
      const impatient = setTimeout(() => carriers.close(), STOP_MS);
      await running;
      clearTimeout(impatient);
      carriers.close();
      await session?.close();
    },
  };
}

const NOT_NOW: Outcome = { verdict: 'later', answer: 'not begun' };

/** Rings once for whoever waits; a ring that nobody heard is heard by the next. */
function newBell() {
  let { promise, resolve } = Promise.withResolvers<void>();
  return {
    ring: () => resolve(),
    async rung(): Promise<void> {
      await promise;
      ({ promise, resolve } = Promise.withResolvers<void>());
    },
  };
}
