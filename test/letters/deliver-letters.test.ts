import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { Deliverer } from '#src/letters/deliver-letters.ts';
import { deliveryOf } from '#src/letters/find-delivery.ts';
import { newId } from '#src/platform/ids.ts';
import { openLog } from '#src/platform/log.ts';
import { execute } from '#test/support/database-server.ts';
import { type LetterHouse, openLetterHouse } from '#test/support/letters.ts';
import { openScriptedRelay, type Script, type ScriptedRelay } from '#test/support/scripted-relay.ts';

const [ADA, BEN, CHLOE] = ['ada@anymeeting.example', 'ben@anymeeting.example', 'chloe@anymeeting.example'];
const MINUTE_MS = 60_000;

let relay: ScriptedRelay;
let house: LetterHouse;
let deliverer: Deliverer;
beforeEach(async () => {
  relay = await openScriptedRelay();
  house = await openLetterHouse(relay);
  deliverer = house.deliverer();
});
afterEach(async () => {
  await deliverer.close();
  await relay.close();
  await house.close();
});

async function deliver(): Promise<void> {
  deliverer.wake();
  await deliverer.idle();
}

const states = async () => (await house.outbox()).map(({ state }) => state);

test('a letter is handed over once, and its address is forgotten', async () => {
  await house.write([ADA]);
  await deliver();
  await deliver();

  expect(relay.came.map(({ to }) => to)).toEqual([ADA]);
  const [row] = await house.outbox();
  expect(row).toMatchObject({ state: 'sent', address: null, attempts: 1, answer: '250 2.0.0' });
  expect(relay.came[0]?.messageId).toBe(row?.messageId);
});

test.each([
  ['account', 'RCPT', '451 4.7.1 later', 'queued', '451 4.7.1'],
  ['account', 'RCPT', '550 5.1.1 nobody here', 'refused', '550 5.1.1 gone'],
  ['account', 'RCPT', '554 5.7.1 not from you', 'refused', '554 5.7.1'],
  ['account', 'DATA', '452 4.3.1 full', 'queued', '452 4.3.1'],
  ['account', 'END', '550 5.7.1 no', 'refused', '550 5.7.1'],
  ['account', 'END', '451 4.3.0 later', 'queued', '451 4.3.0'],
  ['account', 'RCPT', 'drop', 'queued', 'connection lost'],
  ['account', 'END', 'drop', 'queued', 'answer lost'],
  ['periodic', 'END', 'drop', 'unknown', 'answer lost'],
  ['periodic', 'RCPT', 'drop', 'queued', 'connection lost'],
  ['periodic', 'END', '451 4.3.0 later', 'queued', '451 4.3.0'],
] as const)('%s: to %s the relay says %j, and the letter is %s', async (letterClass, moment, said, state, answer) => {
  relay.script = (now) => (now === moment ? said : undefined);
  await house.subscribe(ADA);
  await house.write([ADA], { class: letterClass });
  await deliver();

  expect(await house.outbox()).toMatchObject([{ state, answer, attempts: 1 }]);
});

test('a relay that takes no letters of ours is one alarm for all of them, and no letter is worse off for it', async () => {
  const refuse: Script = (moment) => (moment === 'MAIL' ? '550 5.7.1 we do not know you' : undefined);
  relay.script = refuse;
  const logged: string[] = [];
  deliverer = house.deliverer({ log: openLog('info', { write: (line) => void logged.push(line) }) });
  await house.subscribe(ADA);
  await house.write([ADA, BEN, CHLOE]);
  await house.write([ADA], { class: 'periodic' });
  await deliver();
  await deliver();

  expect(logged.map((line) => JSON.parse(line) as object)).toMatchObject([
    { msg: 'relay.unwelcome', answer: '550 5.7.1' },
  ]);
  await expect.poll(() => relay.connections()).toBe(0);
  expect((await house.outbox()).map(({ state, attempts }) => ({ state, attempts }))).toEqual(
    Array.from({ length: 4 }, () => ({ state: 'queued', attempts: 0 })),
  );

  house.wait(MINUTE_MS);
  await deliver();
  expect(logged, 'once a minute').toHaveLength(2);
  house.wait(MINUTE_MS);
  relay.script = () => undefined;
  await deliver();
  expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  expect(relay.came).toHaveLength(4);
});

test('a letter whose answer was lost comes again with the same Message-ID, after a pause', async () => {
  relay.script = (moment) => (moment === 'END' && relay.came.length === 1 ? 'drop' : undefined);
  await house.write([ADA]);
  await deliver();
  await deliver();
  expect(relay.came).toHaveLength(1);

  house.wait(MINUTE_MS);
  await deliver();
  expect(relay.came).toHaveLength(2);
  expect(new Set(relay.came.map(({ messageId }) => messageId)).size).toBe(1);
  expect(await states()).toEqual(['sent']);
});

test('a relay that says "later" for a day and more has the letter parked', async () => {
  relay.script = (moment) => (moment === 'RCPT' ? '451 4.7.1 later' : undefined);
  await house.write([ADA]);
  let waited = 0;
  for (; (await states())[0] === 'queued'; waited += 1) {
    await deliver();
    house.wait(8 * 60 * MINUTE_MS);
  }
  expect(waited).toBe(11);
  expect(await states()).toEqual(['parked']);
  expect((await house.outbox())[0]?.address).toBe(ADA);
});

test('a mailbox that is gone gets no letter about its account any more', async () => {
  relay.script = (moment, to) => (moment === 'RCPT' && to === ADA ? '550 5.1.1 nobody here' : undefined);
  await house.write([ADA]);
  await deliver();
  expect(await house.parts.db.mailEvent.findMany()).toMatchObject([
    { act: 'bounced', stream: 'all', source: 'relay', addressHash: house.hash(ADA) },
  ]);

  await house.write([ADA, BEN]);
  await deliver();
  expect(relay.came.map(({ to }) => to)).toEqual([BEN]);
});

test('a letter that cannot be written is parked, and the others leave', async () => {
  await house.write([ADA]);
  await house.write(['ümlaut@anymeeting.example', BEN]);
  await deliver();

  expect(relay.came.map(({ to }) => to).toSorted()).toContain(BEN);
  const rows = await house.outbox();
  expect(rows.filter(({ state }) => state === 'parked')).toMatchObject([{ answer: 'cannot be written' }]);
});

test('letters about an account leave before those that come by themselves, and then the oldest', async () => {
  deliverer = house.deliverer({ config: { ...house.parts.config, MAIL_CONNECTIONS: 1 } });
  await house.subscribe(CHLOE);
  await house.write([CHLOE], { class: 'periodic' });
  await house.write([ADA]);
  await house.write([BEN]);
  await deliver();

  expect(relay.came.map(({ to }) => to)).toEqual([ADA, BEN, CHLOE]);
});

test('without its database nothing is begun, whatever was claimed', async () => {
  const asked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<string>();
  relay.script = (moment) => {
    if (moment !== 'DATA') return undefined;
    asked.resolve();
    return goOn.promise;
  };
  await house.write([ADA]);
  deliverer.wake();
  await asked.promise;
  const name = new URL(house.database.appUrl).pathname.slice(1);
  await execute(
    inject('adminUrl'),
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'anymeeting-letters' AND datname = '${name}'`,
  );
  await pause(300);
  goOn.resolve('354 go on');
  await deliverer.idle();
  expect(relay.came).toEqual([]);

  relay.script = () => undefined;
  house.wait(MINUTE_MS);
  await deliver();
  await deliver();
  expect(relay.came.map(({ to }) => to)).toEqual([ADA]);
});

test('an issue that is paused waits, one that goes on leaves, and one that is cancelled never does', async () => {
  const issueId = newId<string>();
  const at = house.parts.clock();
  const issue = { id: issueId, stream: 'news' as const, title: 'News', markdown: 'Hello', writtenBy: newId<string>() };
  await house.parts.db.issue.create({ data: { ...issue, createdAt: at, changedAt: at, pausedAt: at } });
  for (const each of [ADA, BEN, CHLOE]) await house.subscribe(each);
  await house.write([ADA, BEN, CHLOE], { class: 'periodic', issueId });
  await deliver();
  expect(relay.came).toEqual([]);

  deliverer = house.deliverer({ config: { ...house.parts.config, MAIL_CONNECTIONS: 1 } });
  relay.script = async (moment) => {
    if (moment === 'END') await house.parts.db.issue.update({ where: { id: issueId }, data: { cancelledAt: at } });
    return undefined;
  };
  await house.parts.db.issue.update({ where: { id: issueId }, data: { pausedAt: null } });
  await deliver();
  expect(relay.came).toHaveLength(1);
  expect((await states()).toSorted()).toEqual(['sent', 'stopped', 'stopped']);
  expect(await deliveryOf(house.parts, issueId)).toMatchObject({ total: 3, sent: 1, stopped: 2, waiting: 0 });
});

test('stopping waits for the letter that is being handed over to this mailbox, and no other begins after it', async () => {
  const inside = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<undefined>();
  relay.script = (moment, to) => {
    if (moment !== 'END' || to !== ADA) return undefined;
    inside.resolve();
    return goOn.promise;
  };
  deliverer = house.deliverer({ config: { ...house.parts.config, MAIL_CONNECTIONS: 1 } });
  await house.write([ADA]);
  await house.write([ADA, BEN]);
  deliverer.wake();
  await inside.promise;

  let acknowledged = false;
  const stopping = house.stop(ADA).then(() => (acknowledged = true));
  // Somebody else's is not held up by it.
  await house.stop(BEN);
  const begunThen = relay.begun.length;
  await pause(300);
  expect(acknowledged).toBe(false);
  goOn.resolve(undefined);
  await stopping;
  const begunAtAck = [...relay.begun];
  await deliverer.idle();
  await deliver();

  expect(begunThen).toBe(1);
  expect(relay.begun).toEqual(begunAtAck);
  expect(relay.came.map(({ to }) => to)).toEqual([ADA]);
  expect(await states()).toEqual(['sent', 'stopped', 'stopped']);
});

test('what a process left half-way is taken up: about an account again, by itself never', async () => {
  await house.subscribe(BEN);
  await house.write([ADA, CHLOE]);
  await house.write([BEN], { class: 'periodic' });
  // As a process leaves them that was killed after it had claimed them.
  await house.parts.db.outbox.updateMany({ data: { state: 'handing', attempts: 1 } });
  await house.stop(CHLOE);
  await deliver();

  expect(relay.came.map(({ to }) => to)).toEqual([ADA]);
  expect(await states()).toEqual(['sent', 'stopped', 'unknown']);
});

test('what another process is handing over is left to it', async () => {
  const inside = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<undefined>();
  relay.script = (moment) => {
    if (moment !== 'END') return undefined;
    inside.resolve();
    return goOn.promise;
  };
  await house.write([ADA]);
  deliverer.wake();
  await inside.promise;
  const other = house.deliverer();
  other.wake();
  await other.idle();
  await other.close();
  goOn.resolve(undefined);
  await deliverer.idle();

  expect(relay.came).toHaveLength(1);
  expect(await house.outbox()).toMatchObject([{ state: 'sent', attempts: 1 }]);
});
