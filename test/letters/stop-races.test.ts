import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveLetters } from '#src/letters/move-letters.ts';
import { switchOnLetters } from '#src/letters/switch-on-letters.ts';
import { newId } from '#src/platform/ids.ts';
import { seal } from '#src/platform/personal.ts';
import { openSession, type Session } from '#src/platform/session.ts';
import { type LetterHouse, openLetterHouse } from '#test/support/letters.ts';
import { openScriptedRelay, type ScriptedRelay } from '#test/support/scripted-relay.ts';

const [OLD, NEW] = ['ada@anymeeting.example', 'ada@example.org'];
const sealed = (email: string) => seal('email', email, { about: newId(), under: 1, via: 'registration' });

let relay: ScriptedRelay;
let house: LetterHouse;
let other: Session;
beforeEach(async () => {
  relay = await openScriptedRelay();
  house = await openLetterHouse(relay);
  other = await openSession(house.database.appUrl, 'somebody else');
});
afterEach(async () => {
  await other.close();
  await relay.close();
  await house.close();
});

/** Does something while somebody stops the letters of a mailbox: it begins before that stop is kept, and ends after it. */
async function whileStopping<T>(email: string, act: 'unsubscribed' | 'complained', work: () => Promise<T>): Promise<T> {
  let working: Promise<T> | undefined;
  await other.transaction(async (tx) => {
    await tx.$queryRaw`
      INSERT INTO "MailEvent" ("addressHash", "stream", "act", "source", "at")
      VALUES (${house.hash(email)}::text, 'all', ${act}::text::"MailAct", 'link', now())`;
    working = work();
    await expect.poll(() => waiting(tx), { timeout: 30_000 }).toBeGreaterThan(0);
  });
  if (working === undefined) throw new Error('Nothing was done.');
  return working;
}

async function waiting(tx: Pick<Session, '$queryRaw'>): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
  return row?.count ?? 0;
}

async function standing(email: string): Promise<string | undefined> {
  const [row] = await house.parts.db.$queryRaw<{ standing: string }[]>`
    SELECT mail_standing(${house.hash(email)}, 'news') AS standing`;
  return row?.standing;
}

test('whoever stops letters to a mailbox while somebody moves to it gets none', async () => {
  await house.subscribe(OLD);
  await whileStopping(NEW, 'unsubscribed', () =>
    house.parts.db.transaction((tx) => moveLetters(house.parts, tx, { from: sealed(OLD), to: sealed(NEW) })),
  );
  expect(await standing(NEW)).toBe('unsubscribed');
});

test('whoever stops their letters while they move away takes no choice along', async () => {
  await house.subscribe(OLD);
  await whileStopping(OLD, 'unsubscribed', () =>
    house.parts.db.transaction((tx) => moveLetters(house.parts, tx, { from: sealed(OLD), to: sealed(NEW) })),
  );
  expect(await standing(NEW)).toBe('none');
});

test('a box that is ticked while the mailbox calls our letters junk brings nothing back by itself', async () => {
  const parts = { ...house.parts, jobs: { queue: async () => {} } };
  const answer = await whileStopping(OLD, 'complained', () =>
    switchOnLetters(parts, { to: sealed(OLD), stream: 'news' }, 'house'),
  );
  expect(answer).toBe('mailed');
  expect(await standing(OLD)).toBe('complained');
});
