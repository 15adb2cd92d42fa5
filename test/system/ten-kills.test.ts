import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostman } from '#src/letters/call-postman.ts';
import { type LetterHouse, openLetterHouse } from '#test/support/letters.ts';
import { type Moment, openScriptedRelay, type ScriptedRelay } from '#test/support/scripted-relay.ts';

/** Enough for two crews. */
const CONNECTIONS = 16;
const KILLS = 10;
/** Nine in ten are about an account; those that come by themselves leave last. */
const ACCOUNTS = Array.from({ length: 9_000 }, (_, number) => `a${number}@anymeeting.example`);
const READERS = Array.from({ length: 1_000 }, (_, number) => `r${number}@anymeeting.example`);
/** Every so many letters somebody stops theirs: one that is near, because those far off prove little. */
const STOPS_EVERY = 40;
/** Further than what all connections hold at once. */
const AHEAD = 40;

let relay: ScriptedRelay;
let house: LetterHouse;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anymeeting-kills-'));
  relay = await openScriptedRelay();
  house = await openLetterHouse(relay, { DATA_DIR: folder, MAIL_CONNECTIONS: `${CONNECTIONS}`, LOG_LEVEL: 'silent' });
  await house.subscribeAll(READERS);
  await house.write(READERS, { class: 'periodic' });
  await house.write(ACCOUNTS);
});
afterAll(async () => {
  await relay.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

/** Inside DATA, with the letter there and unanswered, and after the answer, when nothing is written down yet. */
const MOMENTS: Moment[] = ['DATA', 'END', 'ANSWERED'];

/** Delivers until it is killed, or until nothing is due. */
async function postmanRuns(killAt: number, moment: Moment): Promise<{ killed: boolean }> {
  const postman = startPostman({
    ...{ config: house.parts.config, appUrl: house.database.appUrl, inboxUrl: relay.url, scope: 'all' },
  });
  const gone = once(postman, 'exit');
  relay.script = async (now, to) => {
    if (now === moment && relay.came.length >= killAt) postman.kill('SIGKILL');
    if (now === 'DATA') reach(to);
    // The letter is answered only after somebody's stop is acknowledged, so that each of them comes in time.
    if (now === 'END' && relay.came.length % STOPS_EVERY === 0) await stopSomebody();
    return undefined;
  };
  const [, signal] = await gone;
  // What it had written to its connections is still on its way to the relay.
  while (relay.connections() > 0) await pause(10);
  return { killed: signal === 'SIGKILL' };
}

/** How far each of the two queues has come. */
const reached = new Map<string, number>();
/** Who stopped their letters, with how many had begun to leave when that was acknowledged. */
const stopped = new Map<string, number>();

/** Letters that were in doubt when a postman was killed come again later, so only the furthest counts. */
function reach(to: string): void {
  const queue = to.charAt(0);
  reached.set(queue, Math.max(reached.get(queue) ?? 0, Number(/\d+/.exec(to)?.[0])));
}

async function stopSomebody(): Promise<void> {
  const readers = reached.get('r');
  const email = readers === undefined ? ACCOUNTS[(reached.get('a') ?? 0) + AHEAD] : READERS[readers + AHEAD];
  if (email === undefined || stopped.has(email)) return;
  await house.stop(email);
  stopped.set(email, relay.begun.length);
}

/** Eleven programs start one after the other, which takes its time on a busy machine. */
const LONG_MS = 300_000;

test(
  'killed ten times: no letter is missing, few come twice, none to whoever stopped them',
  async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const moment = MOMENTS[kill % MOMENTS.length] ?? 'END';
      const killAt = 500 + kill * 1_000;
      expect(await postmanRuns(killAt, moment)).toEqual({ killed: true });
    }
    expect(await postmanRuns(Infinity, 'END')).toEqual({ killed: false });

    const came = Map.groupBy(relay.came, ({ to }) => to);
    const extra = relay.came.length - came.size;
    expect(extra).toBeLessThanOrEqual(KILLS * CONNECTIONS);
    for (const letters of came.values()) expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(1);

    const rows = await house.outbox();
    const unknown = rows.filter(({ state }) => state === 'unknown').length;
    expect(new Set(rows.map(({ state }) => state)).isSubsetOf(new Set(['sent', 'unknown', 'stopped']))).toBe(true);
    expect(ACCOUNTS.filter((email) => !came.has(email) && !stopped.has(email))).toEqual([]);
    expect(READERS.filter((email) => !came.has(email) && !stopped.has(email)).length).toBeLessThanOrEqual(unknown);
    expect(unknown).toBeLessThanOrEqual(KILLS * CONNECTIONS);
    expect(READERS.filter((email) => (came.get(email)?.length ?? 0) > 1)).toEqual([]);

    expect(stopped.size).toBeGreaterThan(100);
    for (const [email, begunThen] of stopped) expect(relay.begun.indexOf(email, begunThen)).toBe(-1);
    expect(rows.filter(({ state }) => state === 'stopped').length).toBe(stopped.size);
  },
  LONG_MS,
);
