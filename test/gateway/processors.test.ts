import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addProcessor, addRelay } from '#src/gateway/add-processor.ts';
import { approveProcessor } from '#src/gateway/approve-processor.ts';
import { endProcessor } from '#src/gateway/end-processor.ts';
import { findProcessors, liveRelay, mayGo } from '#src/gateway/find-processors.ts';
import { hostWithPort, kindNames, stateOf } from '#src/gateway/rules.ts';
import { readConfig } from '#src/platform/config.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';

const SIGNED = new Date('2026-11-01');
const UNTIL = new Date('2027-11-01');
const sendwell = {
  name: 'Sendwell Ltd',
  kind: 'relay',
  hosts: ['smtp.sendwell.example:587'],
  purposes: ['conferencing'],
  categories: ['email'],
  agreementSha256: 'a'.repeat(64),
  signedAt: SIGNED,
  validUntil: UNTIL,
} as const;
const eve = newId<PersonId>();
const dev = newId<PersonId>();

let database: FreshDatabase;
let now: Date;
const parts = () => ({
  db: database.db,
  clock: () => now,
  config: readConfig({ SMTP_URL: 'smtp://SMTP.sendwell.example' }),
});
const states = async () => (await findProcessors(parts())).map(({ id, state }) => [id, state]);
const lives = async () => (await liveRelay(parts(), database.db)) !== undefined;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  now = new Date('2026-11-20T12:00Z');
});

test('a company that one admin added receives nothing until another admin approves it, and nothing after its agreement', async () => {
  const id = await addProcessor(parts(), sendwell, eve);
  expect(await states()).toEqual([[id, 'waiting']]);
  expect(await lives()).toBe(false);

  await expect(approveProcessor(parts(), { id, by: eve })).rejects.toThrow('another admin has to approve it');
  expect(await lives()).toBe(false);

  await approveProcessor(parts(), { id, by: dev });
  expect(await states()).toEqual([[id, 'in-use']]);
  expect(await lives()).toBe(true);
  await expect(approveProcessor(parts(), { id, by: dev })).rejects.toThrow('does not wait for anybody');

  now = UNTIL;
  expect(await states()).toEqual([[id, 'run-out']]);
  expect(await lives()).toBe(false);
  now = new Date(SIGNED.getTime() - 1);
  expect(await lives()).toBe(false);
});

test('one admin ends it, whatever the agreement says, and there is no way back but a new entry', async () => {
  const [id = ''] = (await states()).map(([each]) => each);
  await endProcessor(parts(), { id, by: eve });
  expect(await states()).toEqual([[id, 'ended']]);
  expect(await lives()).toBe(false);
  await expect(endProcessor(parts(), { id, by: dev })).rejects.toThrow('ended before');
  await expect(approveProcessor(parts(), { id, by: dev })).rejects.toThrow('does not wait');

  const again = await addProcessor(parts(), sendwell, eve);
  expect([id, again]).toEqual(['sendwell-ltd', 'sendwell-ltd-2']);
  await endProcessor(parts(), { id: again, by: dev });
});

test('every step is noted with who took it', async () => {
  const notes = await database.db.auditNote.findMany({
    where: { event: { startsWith: 'processor.' } },
    orderBy: { id: 'asc' },
  });
  expect(notes.slice(0, 3).map(({ event, by, facts }) => [event, by, facts])).toEqual([
    ['processor.added', eve, { processor: 'sendwell-ltd', kind: 'relay' }],
    ['processor.approved', dev, { processor: 'sendwell-ltd' }],
    ['processor.ended', eve, { processor: 'sendwell-ltd' }],
  ]);
});

test('the operator’s own entry counts at once, for the relay of the configuration and for nobody else', async () => {
  const { kind: _, ...terms } = sendwell;
  await expect(addRelay(parts(), { ...terms, hosts: ['smtp.other.example:587'] })).rejects.toMatchObject({
    problems: { host: expect.stringContaining('/admin/processors') },
  });
  await expect(addRelay({ ...parts(), config: readConfig({}) }, terms)).rejects.toThrow('names no relay');

  const id = await addRelay(parts(), terms);
  expect(await lives()).toBe(true);
  expect(await mayGo(parts(), 'smtp.sendwell.example:587')).toBe(true);
  expect(await mayGo(parts(), 'smtp.sendwell.example:588')).toBe(false);
  expect(await mayGo(parts(), 'sendwell.example:587')).toBe(false);

  await endProcessor(parts(), { id, by: 'operator' });
  expect(await lives()).toBe(false);
  expect(await mayGo(parts(), 'smtp.sendwell.example:587')).toBe(false);
});

test.each([{ categories: [] }, { purposes: ['improve_site'] }])(
  'an agreement with the relay that does not cover letters (%j) lets none leave',
  async (narrow) => {
    const { kind: _, ...terms } = sendwell;
    const id = await addRelay(parts(), { ...terms, ...narrow });
    expect(await lives()).toBe(false);
    await endProcessor(parts(), { id, by: 'operator' });
  },
);

describe('what is turned down', () => {
  test.each([
    ['signed', 'yet to come', { signedAt: new Date('2026-11-21') }],
    ['until', 'run out already', { validUntil: new Date('2026-11-20') }],
    ['purposes', 'what for', { purposes: [] }],
  ])('%s: %s', async (field, why, wrong) => {
    await expect(addProcessor(parts(), { ...sendwell, ...wrong }, eve)).rejects.toMatchObject({
      problems: { [field]: expect.stringMatching(new RegExp(why, 'i')) },
    });
  });

  test('a company that counts visits cannot have anything that points to somebody (PP-08.1)', async () => {
    for (const kind of kindNames.filter((each) => each !== 'relay')) {
      await expect(addProcessor(parts(), { ...sendwell, kind }, eve)).rejects.toMatchObject({
        problems: { fields: expect.stringContaining('does not let') },
      });
    }
    const counts = { ...sendwell, kind: 'analytics', categories: ['visit_aggregate'] } as const;
    await expect(addProcessor(parts(), counts, eve)).rejects.toMatchObject({
      problems: { purposes: expect.stringContaining('improve the site') },
    });
    const improves = { ...counts, purposes: ['improve_site'] };
    await endProcessor(parts(), { id: await addProcessor(parts(), improves, eve), by: eve });
  });
});

test.each([
  ['smtp.example.org:587', true],
  ['SMTP.Example.org:587', true],
  ['192.0.2.7:25', true],
  ['[2001:db8::1]:25', true],
  ['localhost:25', true],
  ['*.example.org:587', false],
  ['example.org', false],
  ['example.org:0', false],
  ['example.org:65536', false],
  ['example.org:587/x', false],
  ['smtp://example.org:587', false],
  ['me@example.org:587', false],
  ['example.org.:587', false],
  ['a..example:587', false],
  ['999.1.1.1:25', false],
  ['[nothing]:25', false],
  ['exa mple.org:25', false],
])('%s as a place to reach somebody: %s', (text, expected) => {
  expect(hostWithPort.safeParse(text).success).toBe(expected);
});

test('how an agreement stands, at the edges of its time', () => {
  const row = { addedBy: eve, signedAt: SIGNED, validUntil: UNTIL, approval: {}, end: null };
  expect(stateOf(row, new Date(SIGNED.getTime() - 1))).toBe('not-yet');
  expect(stateOf(row, SIGNED)).toBe('in-use');
  expect(stateOf(row, new Date(UNTIL.getTime() - 1))).toBe('in-use');
  expect(stateOf(row, UNTIL)).toBe('run-out');
  expect(stateOf({ ...row, approval: null }, SIGNED)).toBe('waiting');
  expect(stateOf({ ...row, approval: null, addedBy: 'operator' }, SIGNED)).toBe('in-use');
  expect(stateOf({ ...row, end: {} }, SIGNED)).toBe('ended');
});

describe('the database itself', () => {
  const row = () => {
    const { name, hosts, purposes, categories, ...rest } = sendwell;
    const lists = { hosts: [...hosts], purposes: [...purposes], categories: [...categories] };
    return { id: 'bare', name, ...rest, ...lists, addedBy: eve as string, addedAt: now };
  };

  test.each([
    ['an entry of the operator for anything but a relay', { kind: 'analytics', addedBy: 'operator' }],
    ['a purpose that is none of the six', { purposes: ['law'] }],
    ['no purpose', { purposes: [] }],
    ['an agreement that ends before it begins', { validUntil: SIGNED }],
    ['an agreement that is signed later', { signedAt: new Date('2026-11-21') }],
    ['something that is no hash', { agreementSha256: 'agreement.pdf' }],
  ])('refuses %s', async (_what, wrong) => {
    await expect(database.db.processor.create({ data: { ...row(), ...wrong } })).rejects.toThrow();
  });

  test('refuses the approval of whoever added it, and a second one', async () => {
    await database.db.processor.create({ data: row() });
    const approve = (approvedBy: string) =>
      database.db.processorApproval.create({ data: { processorId: 'bare', approvedBy, at: now } });

    await expect(approve(eve)).rejects.toThrow('whoever added a processor cannot approve it');
    expect(await lives()).toBe(false);
    await approve(dev);
    expect(await lives()).toBe(true);
    await expect(approve(newId())).rejects.toThrow();
  });
});
