import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { jobTable } from '#src/jobs.ts';
import { newId } from '#src/platform/ids.ts';
import type { KeptLetter } from '#src/platform/inbox.ts';
import type { HeldColumn } from '#src/policy/held.ts';
import { ends } from '#src/policy/retention.ts';
import type { Client } from './support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf, signIn } from './support/everybody.ts';
import { openSite, type Site } from './support/site.ts';
import { asks } from './surveys/asked.ts';

const DAY_MS = 24 * 60 * 60_000;
const PLANTED = new Date('2026-11-23T09:17:41.417Z');
/** How a table writes that instant, wherever the machine stands. */
const INSTANT = ':17:41.417';

let site: Site;
let now = PLANTED;
let mark: string;
beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());
beforeEach(() => {
  mark = `mark-${newId().slice(0, 13)}`;
});
afterEach(() => {
  now = PLANTED;
});

/** The tables of ours, and of the queue, in which something stands. */
async function tablesWith(text: string): Promise<string[]> {
  const { db } = site.parts;
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE' ORDER BY 1`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM ${name} t WHERE strpos(t::text, $1) > 0 LIMIT 1`,
      text,
    );
    if (rows.length > 0) found.push(name.replace('public.', '').replaceAll('"', ''));
  }
  return found;
}

const email = () => `${mark}@anymeeting.example`;
const collected = () => ({ policyVersionId: 1, agePassedAt: PLANTED, at: PLANTED });

async function came(guestName: string | null): Promise<void> {
  const { db } = site.parts;
  const { id: webinarId } = await firstWebinarOf(site.parts, 'ada');
  await db.webinar.update({ where: { id: webinarId }, data: { liveAt: PLANTED, endedAt: PLANTED } });
  const ids = { id: newId<string>(), attendeeId: newId<string>(), webinarId };
  await db.attendance.create({
    data: { ...ids, guestName, policyVersionId: 1, joinedAt: PLANTED, leftAt: PLANTED },
  });
}

async function asked(): Promise<void> {
  const id = newId<string>();
  const { agePassedAt, policyVersionId, at } = collected();
  const times = { createdAt: at, changedAt: at, agePassedAt };
  await site.parts.db.ticket.create({
    data: { id, topic: 'other', email: email(), policyVersionId, ...times, linkHash: newId<string>() },
  });
  await site.parts.db.ticketMessage.create({ data: { ticketId: id, text: mark, policyVersionId, at } });
}

async function reported(): Promise<void> {
  const { id: offerId } = await site.parts.db.outboundOffer.findFirstOrThrow();
  const report = { id: newId<string>(), offerId, text: mark, email: email() };
  await site.parts.db.linkReport.create({ data: { ...report, ...collected() } });
}

/** A contest that ends in a week and keeps what was entered for 30 days. */
async function entered(): Promise<void> {
  const form = { kind: 'contest', winners: '1', terms: 'Anybody.', date: '2026-11-30', time: '10:00', keepDays: '30' };
  const { id: surveyId } = await asks(site.parts, { form });
  const entry = { id: newId<string>(), surveyId, number: 1, linkHash: newId<string>(), email: email() };
  await site.parts.db.surveyEntry.create({ data: { ...entry, answers: `{"q1":"${mark}"}`, ...collected() } });
}

/** A letter that nobody could deliver. */
async function parked(): Promise<void> {
  const { db } = site.parts;
  const { id: letterId } = await db.letter.findFirstOrThrow();
  const hash = mark.padEnd(43, '0');
  await db.outbox.create({
    data: {
      ...{ key: `planted:${mark}`, messageId: `<${hash}@localhost>`, letterId, addressHash: hash, address: email() },
      ...{ stream: 'account', class: 'account', subject: newId<string>(), collectedVia: 'form', policyVersionId: 1 },
      ...{ state: 'parked', nextAt: PLANTED, createdAt: PLANTED },
    },
  });
}

type Kept = {
  plant: () => Promise<void>;
  /** When it is gone; one millisecond before it is still there. */
  days: number;
  /** What of it is found in a table; by default the mark. */
  seen?: () => string;
  table: string;
};

/** Each column that a job of the clock destroys. */
const KEPT: Partial<Record<HeldColumn, Kept>> = {
  'Person.howHeard': {
    async plant() {
      const id = await idOf(site.parts, 'ben');
      await site.parts.db.person.update({ where: { id }, data: { howHeard: mark, createdAt: PLANTED } });
    },
    days: 730,
    table: 'Person',
  },
  'EmailChange.email': {
    async plant() {
      const personId = await idOf(site.parts, 'ben');
      const hashes = { oldHash: newId<string>().padEnd(43, '0'), newHash: newId<string>().padEnd(43, '0') };
      const expiresAt = new Date(PLANTED.getTime() + DAY_MS);
      await site.parts.db.emailChange.create({
        data: { personId, email: email(), ...hashes, createdAt: PLANTED, expiresAt },
      });
    },
    days: 1,
    table: 'EmailChange',
  },
  'Ticket.email': { plant: asked, days: 730, seen: email, table: 'Ticket' },
  'TicketMessage.text': { plant: asked, days: 730, table: 'TicketMessage' },
  'LinkReport.text': { plant: reported, days: 365, table: 'LinkReport' },
  'LinkReport.email': { plant: reported, days: 365, seen: email, table: 'LinkReport' },
  'Attendance.joinedAt': { plant: () => came(null), days: 365, seen: () => INSTANT, table: 'Attendance' },
  'Attendance.leftAt': { plant: () => came(null), days: 365, seen: () => INSTANT, table: 'Attendance' },
  'Attendance.guestName': { plant: () => came(mark), days: 1, table: 'Attendance' },
  'SurveyEntry.answers': { plant: entered, days: 37, table: 'SurveyEntry' },
  'SurveyEntry.email': { plant: entered, days: 37, seen: email, table: 'SurveyEntry' },
  'VisitFact.pseudonym': {
    async plant() {
      const visit = { pageGroup: 'home', browser: 'firefox', device: 'phone', pseudonym: mark.padEnd(43, '0') };
      await site.parts.db.visitFact.create({ data: { ...visit, day: PLANTED } });
    },
    days: 30,
    table: 'VisitFact',
  },
  'Subscriber.email': {
    async plant() {
      const { agePassedAt, policyVersionId } = collected();
      const whose = { id: newId<string>(), email: email(), addressHash: mark.padEnd(43, '0') };
      await site.parts.db.subscriber.create({ data: { ...whose, agePassedAt, policyVersionId, createdAt: PLANTED } });
    },
    days: 2,
    table: 'Subscriber',
  },
  'Outbox.address': { plant: parked, days: 90, seen: email, table: 'Outbox' },
};

/** Terms that are counted in days of the calendar, or to the hour of the survey, end with the first run after them. */
const endOf = (column: HeldColumn, days: number): { before: Date; after: Date } => {
  const at = PLANTED.getTime() + days * DAY_MS;
  const loose = column.startsWith('SurveyEntry') || column.startsWith('VisitFact') ? DAY_MS : 0;
  return { before: new Date(at - 1 - loose), after: new Date(at + 1 + loose) };
};

const columnsWith = (kind: 'job' | 'form') =>
  (Object.keys(ends) as HeldColumn[]).filter((column) => kind in ends[column]);

test('each column that a job destroys is tried here', () => {
  expect(Object.keys(KEPT).toSorted()).toEqual(columnsWith('job').toSorted());
});

describe.each(columnsWith('job'))('%s', (column) => {
  test('is there until the end of its term, and nowhere after it', async () => {
    const { plant, days, table, seen = () => mark } = KEPT[column] as Kept;
    const end = ends[column];
    const job = 'job' in end ? jobTable(site.parts, { wake() {}, async plan() {} })[end.job] : undefined;
    const { before, after } = endOf(column, days);
    await plant();

    now = before;
    await job?.({});
    expect(await tablesWith(seen())).toContain(table);
    now = after;
    await job?.({});
    await job?.({});
    expect((await tablesWith(seen())).filter((each) => each === table || seen() !== INSTANT)).toEqual([]);
  });
});

describe('what a person changes or clears', () => {
  let ada: Client;
  beforeAll(async () => {
    ada = await signIn(site.visit(), 'ada');
  });

  const filled = (each: string) => ({ address: each, zip: each, phone: each, topics: each, missing: each });
  const CHANGES: Record<string, { typed: (each: string) => Record<string, string>; last: Record<string, string> }> = {
    '/profile/who-you-are': {
      typed: (each) => ({ name: each, howHeard: '' }),
      last: { name: cast.ada.name, howHeard: '' },
    },
    '/profile/optional': { typed: filled, last: filled('') },
  };

  test('each of these forms is tried here', () => {
    const forms = new Set(columnsWith('form').map((column) => (ends[column] as { form: string }).form));
    expect([...forms].toSorted()).toEqual(
      [...Object.keys(CHANGES), '/profile/address', '/profile/settings'].toSorted(),
    );
  });

  test.each(Object.keys(CHANGES))('%s leaves nothing of it anywhere', async (form) => {
    const { typed, last } = CHANGES[form] as (typeof CHANGES)[string];
    expect((await ada.post(form, typed(mark))).status).toBe(303);
    expect(await tablesWith(mark)).not.toEqual([]);
    expect((await ada.post(form, last)).status).toBe(303);
    expect(await tablesWith(mark)).toEqual([]);
  });

  test('/profile/settings leaves nothing of it anywhere', async () => {
    const stored = async () =>
      (await site.parts.db.person.findUniqueOrThrow({ where: { email: cast.ada.email } })).theme;
    await ada.post('/profile/settings', { timeZone: 'Antarctica/Troll', theme: 'dark' });
    expect([await tablesWith('Antarctica/Troll'), await stored()]).toEqual([['Person'], 'dark']);
    await ada.post('/profile/settings', { timeZone: cast.ada.timeZone, theme: 'system' });
    expect([await tablesWith('Antarctica/Troll'), await stored()]).toEqual([[], 'system']);
  });

  test('/profile/address leaves nothing of the old one anywhere, once both mailboxes have agreed and the letters have left', async () => {
    await changeAddress(ada, cast.ada.email, email());
    expect(await tablesWith(email())).toEqual(['Person']);
    expect(await tablesWith(cast.ada.email)).toEqual([]);
    await changeAddress(ada, email(), cast.ada.email);
    expect(await tablesWith(email())).toEqual([]);
  });
});

const read = new Set<KeptLetter>();

async function changeAddress(client: Client, from: string, to: string): Promise<void> {
  await client.post('/profile/address', { email: to, presentPassword: castPassword });
  for (const [mailbox, subject] of [
    [from, 'Agree'],
    [to, 'Confirm your new address'],
  ] as const) {
    const letter = await site.inbox.letter(
      (each) => !read.has(each) && each.to === mailbox && each.subject.startsWith(subject),
    );
    read.add(letter);
    await client.post(new URL(letter.links[0] ?? '').pathname);
  }
  while ((await site.parts.db.outbox.count({ where: { address: { not: null } } })) > 0) await wait(20);
}
