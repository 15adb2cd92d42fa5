import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deliverer } from '#src/letters/deliver-letters.ts';
import { stopLetters } from '#src/letters/stop-letters.ts';
import { type LetterHouse, openLetterHouse } from '#test/support/letters.ts';
import { openScriptedRelay, type ScriptedRelay } from '#test/support/scripted-relay.ts';

let relay: ScriptedRelay;
let house: LetterHouse;
let deliverer: Deliverer;
beforeAll(async () => {
  relay = await openScriptedRelay();
  house = await openLetterHouse(relay, { MAIL_CONNECTIONS: '4' });
  deliverer = house.deliverer();
});
afterAll(async () => {
  await deliverer.close();
  await relay.close();
  await house.close();
});

const MAILBOXES = ['ada', 'ben', 'chloe'] as const;
const mailbox = fc.constantFrom(...MAILBOXES);
const step = fc.oneof(
  fc.record({ does: fc.constant('asks' as const), who: mailbox }),
  fc.record({
    does: fc.constant('stops' as const),
    who: mailbox,
    act: fc.constantFrom('unsubscribed', 'complained', 'bounced'),
  }),
  fc.record({ does: fc.constant('issue' as const), letters: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ does: fc.constant('time goes by' as const), ms: fc.integer({ min: 0, max: 8 }) }),
);

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** What happens to three mailboxes of one run, and how many letters had begun to leave to each when its stop was acknowledged. */
class Run {
  readonly stoppedAt = new Map<string, number>();
  readonly #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  email = (who: string) => `${who}.${this.#number}@anymeeting.example`;
  begun = (who: string) => relay.begun.filter((to) => to === this.email(who)).length;

  async do(next: Step): Promise<void> {
    if (next.does === 'asks') await this.asks(next.who);
    else if (next.does === 'stops') await this.#stops(next);
    else if (next.does === 'issue') await this.#issue(next.letters);
    else await pause(next.ms);
  }

  async asks(who: string): Promise<void> {
    this.stoppedAt.delete(who);
    await house.subscribe(this.email(who));
  }

  async #stops({ who, act }: Extract<Step, { does: 'stops' }>): Promise<void> {
    await stopLetters(house.parts, { addressHash: house.hash(this.email(who)), streams: 'all', source: 'link', act });
    this.stoppedAt.set(who, this.begun(who));
  }

  async #issue(letters: number): Promise<void> {
    for (let letter = 0; letter < letters; letter += 1)
      await house.write(MAILBOXES.map(this.email), { class: 'periodic' });
    deliverer.wake();
  }
}

test('whatever happens while letters leave, none begins to leave after its stop was acknowledged (PP-06.2)', async () => {
  let runs = 0;
  const steps = fc.array(step, { minLength: 6, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 0, max: 6 }), async (all, slow) => {
      relay.script = async () => {
        await pause(slow);
        return undefined;
      };
      runs += 1;
      const run = new Run(runs);
      for (const who of MAILBOXES) await run.asks(who);
      for (const each of all) await run.do(each);
      deliverer.wake();
      await deliverer.idle();
      for (const [who, before] of run.stoppedAt) expect(run.begun(who), who).toBe(before);
    }),
    { numRuns: 30 },
  );

  const fates = new Set((await house.outbox()).map(({ state }) => state));
  expect(fates, 'some left, and some were stopped while they waited').toEqual(new Set(['sent', 'stopped']));
});
