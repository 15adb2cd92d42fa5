import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addressHash } from '#src/letters/address-hash.ts';
import { openPostman } from '#src/letters/call-postman.ts';
import { newId } from '#src/platform/ids.ts';
import { openLog } from '#src/platform/log.ts';
import { openSecrets } from '#src/platform/secrets.ts';
import { openSession } from '#src/platform/session.ts';
import { openLetterHouse } from '#test/support/letters.ts';
import { openScriptedRelay } from '#test/support/scripted-relay.ts';

const ADA = 'ada@anymeeting.example';
const PAUSE_MS = 30_000;

test('a postman who could not deliver is not sent again at once, and later brings everything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-postman-'));
  const away = await openScriptedRelay();
  const house = await openLetterHouse(away, { DATA_DIR: folder, LOG_LEVEL: 'silent' });
  const { db, clock } = house.parts;
  const issue = { stream: 'news' as const, title: 'News', markdown: 'Hello', writtenBy: newId<string>() };
  const { id: issueId } = await db.issue.create({
    data: { ...issue, id: newId<string>(), createdAt: clock(), changedAt: clock() },
  });
  await house.subscribe(ADA);
  await house.write([ADA], { class: 'periodic', issueId });
  await away.close();

  const logged: string[] = [];
  const log = openLog('info', { write: (line) => void logged.push(line) });
  const postman = openPostman(
    { ...house.parts, log },
    {
      ...{ appUrl: house.database.appUrl, inboxUrl: away.url, isMoreDue: async () => false },
    },
  );
  expect(await postman.call()).toBe(true);
  expect(await postman.call(), 'while one is on the way').toBe(false);
  await expect.poll(() => logged.join(), { timeout: 30_000 }).toContain('postman.paused');

  const back = await openScriptedRelay(undefined, Number(new URL(away.url).port));
  expect(await postman.call(), 'in the pause').toBe(false);
  house.wait(PAUSE_MS);
  expect(await postman.call(), 'after it').toBe(true);
  await expect.poll(() => back.came.map(({ to }) => to), { timeout: 30_000 }).toEqual([ADA]);

  await postman.close();
  expect(await postman.call(), 'after we closed').toBe(false);
  await back.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

test('an issue whose time comes while another one leaves is in the outbox before that one is through', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-postman-'));
  const slow = Promise.withResolvers<void>();
  const relay = await openScriptedRelay(async (moment) => {
    if (moment === 'END') await slow.promise;
    return undefined;
  });
  const house = await openLetterHouse(relay, { DATA_DIR: folder, LOG_LEVEL: 'silent', MAIL_CONNECTIONS: '1' });
  const { db, clock, log } = house.parts;
  const hash = addressHash({ secrets: openSecrets(folder) }, ADA);
  const subscriber = { id: newId<string>(), email: ADA, addressHash: hash, policyVersionId: 1 };
  await db.subscriber.create({ data: { ...subscriber, agePassedAt: clock(), createdAt: clock() } });
  for (const act of ['requested', 'confirmed'] as const)
    await db.mailEvent.create({
      data: { addressHash: hash, stream: 'news', act, source: 'test', tokenHash: 'of the link', at: clock() },
    });
  const leaves = async () => {
    const at = clock();
    const words = { stream: 'news' as const, title: 'News', markdown: 'Hello', writtenBy: newId<string>() };
    const letterId = await house.write([], { class: 'periodic' });
    const data = { ...words, id: newId<string>(), createdAt: at, changedAt: at, scheduledAt: at, letterId };
    return (await db.issue.create({ data })).id;
  };

  await leaves();
  const ways = { appUrl: house.database.appUrl, inboxUrl: relay.url, isMoreDue: async () => true };
  const postman = openPostman({ ...house.parts, log }, ways);
  await postman.call();
  await expect.poll(() => relay.begun, { timeout: 30_000 }).toEqual([ADA]);

  const later = await leaves();
  const audience = async () => (await db.issue.findUniqueOrThrow({ where: { id: later } })).audience;
  await expect.poll(audience, { timeout: 30_000 }).toBe(1);
  expect((await house.outbox()).map(({ state }) => state)).toEqual(['handing', 'queued']);

  slow.resolve();
  await expect.poll(() => relay.came.map(({ to }) => to), { timeout: 30_000 }).toEqual([ADA, ADA]);
  await postman.close();
  await relay.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

test('while another postman is at work over the same database, one is sent every half minute and not every second', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-postman-'));
  const relay = await openScriptedRelay();
  const house = await openLetterHouse(relay, { DATA_DIR: folder, LOG_LEVEL: 'silent' });
  const another = await openSession(house.database.appUrl, 'another postman');
  await another.$queryRaw`SELECT pg_advisory_lock(603)::text`;

  const logged: string[] = [];
  const log = openLog('info', { write: (line) => void logged.push(line) });
  const ways = { appUrl: house.database.appUrl, inboxUrl: relay.url, isMoreDue: async () => true };
  const postman = openPostman({ ...house.parts, log }, ways);
  expect(await postman.call()).toBe(true);
  await expect.poll(() => logged.join(), { timeout: 30_000 }).toContain('postman.paused');
  expect(await postman.call()).toBe(false);

  await postman.close();
  await another.close();
  await relay.close();
  await house.close();
  rmSync(folder, { recursive: true });
});
