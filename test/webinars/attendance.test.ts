import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { withdraw } from '#src/consent/decide.ts';
import { type AttendeeId, newId, type PersonId, type WebinarId } from '#src/platform/ids.ts';
import { seal } from '#src/platform/personal.ts';
import { clearGuests } from '#src/webinars/clear-guests.ts';
import { endWebinar } from '#src/webinars/end.ts';
import { goLive } from '#src/webinars/go-live.ts';
import { noteAttendance, type Visit } from '#src/webinars/note-attendance.ts';
import { schedule } from '#src/webinars/schedule.ts';
import type { Client } from '#test/support/client.ts';
import { type CastName, everybodyMovesIn, idOf, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';
import { planned } from './planned.ts';

const HOUR_MS = 3_600_000;
const SIX = new Date('2026-12-08T17:00Z');
const after = (minutes: number) => new Date(SIX.getTime() + minutes * 60_000);

let now = new Date(SIX.getTime() - 24 * HOUR_MS);
let site: Site;
let ada: Client;
let ben: Client;
let id: WebinarId;
let code: string;

beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
  [ada, ben] = [await signIn(site.visit(), 'ada'), await signIn(site.visit(), 'ben')];
});
afterAll(() => site.close());

/** Ada’s hour on mushrooms in Paris, at six, live. */
beforeEach(async () => {
  now = new Date(SIX.getTime() - HOUR_MS);
  ({ id, code } = await schedule(site.parts, await idOf(site.parts, 'ada'), planned({})));
  now = SIX;
  await goLive(site.parts, id);
});

const page = async (client = ada) => (await client.get(`/webinars/${code}/attendance`)).html;
const table = async (client = ada) => (await client.get(`/webinars/${code}/attendance.csv`)).html;
const lines = async () => (await table()).trimEnd().split('\r\n').slice(1);

function guest(name: string): Omit<Visit, 'how' | 'at'> {
  const attendeeId = newId<AttendeeId>();
  const guestName = seal('name', name, { about: attendeeId, under: 1, via: 'form' });
  return { webinarId: id, attendeeId, personId: undefined, guestName };
}

const member = async (who: CastName): Promise<Omit<Visit, 'how' | 'at'>> => ({
  webinarId: id,
  attendeeId: newId<AttendeeId>(),
  personId: await idOf(site.parts, who),
  guestName: undefined,
});

const comes = (who: Omit<Visit, 'how' | 'at'>, from: number, to?: number) =>
  noteAttendance(site.parts, [
    { ...who, how: 'came', at: after(from) },
    ...(to === undefined ? [] : [{ ...who, how: 'left' as const, at: after(to) }]),
  ]);

const share = (client: Client, act: 'share' | 'withdraw') =>
  client.post(`/w/${code}/email-sharing`, act === 'share' ? { act, share: 'yes' } : { act });

test('before anybody has come the host reads that, and the table has a head alone', async () => {
  expect(await page()).toContain('Nobody has come yet');
  expect(await table()).toBe('"Name","Joined (Europe/Paris)","Left (Europe/Paris)","Minutes","E-mail"\r\n');
});

test('the host reads who came, from when to when and how long, and nothing else', async () => {
  await comes(await member('ben'), 0, 45);
  await comes(guest('Noor'), 5);
  const html = await page();

  expect(html).toContain(cast.ben.name);
  expect(html).toContain('8 Dec 2026, 18:00');
  expect(html).toContain('8 Dec 2026, 18:45');
  expect(html).toContain('45 minutes');
  expect(html).toMatch(/Noor.*Still here/s);
  expect(html).not.toContain(cast.ben.email);
  expect(await lines()).toEqual([
    `"${cast.ben.name}","2026-12-08 18:00","2026-12-08 18:45","45",""`,
    '"Noor","2026-12-08 18:05","","",""',
  ]);
});

test('whoever comes back goes on with their row, and news that come late change nothing newer', async () => {
  const who = guest('Noor');
  await comes(who, 0, 10);
  await comes(who, 20);
  expect(await lines()).toEqual(['"Noor","2026-12-08 18:00","","",""']);

  await noteAttendance(site.parts, [{ ...who, how: 'left', at: after(50) }]);
  await noteAttendance(site.parts, [{ ...who, how: 'came', at: after(20) }]);
  expect(await lines()).toEqual(['"Noor","2026-12-08 18:00","2026-12-08 18:50","50",""']);
});

test('of whoever was there when the server stopped it says that their end is not known', async () => {
  await comes(guest('Noor'), 0);
  now = after(60);
  await endWebinar(site.parts, id);
  expect(await page()).toMatch(/Noor.*Left unknown/s);
});

test('visits to a webinar or of a person that is gone are passed over, and the others are kept', async () => {
  const nobody = { ...(await member('ben')), personId: newId<PersonId>() };
  const nowhere = { ...guest('Dev'), webinarId: newId<WebinarId>() };
  const visits = [nobody, nowhere, guest('Noor')].map((who) => ({ ...who, how: 'came' as const, at: SIX }));
  await noteAttendance(site.parts, visits);
  expect(await lines()).toHaveLength(1);
});

test('a name is no formula in the table, and its quotes end no cell', async () => {
  for (const name of ['=1+1', '+49', '-2', '@cmd', 'Noor "the" Guest, jr.']) await comes(guest(name), 0);
  const names = (await lines()).map((each) => /^"((?:[^"]|"")*)"/.exec(each)?.[1]);
  expect(names.toSorted()).toEqual([`'+49`, `'-2`, `'=1+1`, `'@cmd`, 'Noor ""the"" Guest, jr.'].toSorted());
});

test('each value is released to the host once, however often they look', async () => {
  await comes(await member('ben'), 0, 45);
  const rows = () => site.parts.db.release.findMany({ where: { rule: 'tell-host-who-came', proofRef: id } });
  await page();
  expect((await rows()).map(({ category }) => category).toSorted()).toEqual(['attendance', 'name']);
  await page();
  await table();
  expect(await rows()).toHaveLength(2);
});

test('an address is in the next list after its person opted in, and in none after they took it back', async () => {
  await comes(await member('ben'), 0, 45);
  await comes(await member('chloe'), 0, 45);
  expect(await table()).not.toContain('@');

  expect((await share(ben, 'share')).status).toBe(303);
  const shared = await table();
  expect(shared.match(/[^",]+@[^",]+/g)).toEqual([cast.ben.email]);
  expect(await page()).toContain('1 person lets you write to them');
  expect(await page()).not.toContain(cast.ben.email);

  await share(ben, 'withdraw');
  expect(await table()).not.toContain('@');
  expect(await page()).toMatch(new RegExp(`${cast.ben.name}</span> withdrew on 8 Dec 2026, 18:00: delete`));
});

test('the release of an address names the opt-in; nothing is said of one that was taken back before it was released', async () => {
  await comes(await member('chloe'), 0, 45);
  const chloe = await signIn(site.visit(), 'chloe');
  await share(chloe, 'share');
  await share(chloe, 'withdraw');
  expect(await page()).not.toContain('withdrew');

  await share(chloe, 'share');
  await table();
  const subject = await idOf(site.parts, 'chloe');
  const [row] = await site.parts.db.release.findMany({ where: { rule: 'share-email-with-host', subject } });
  const event = await site.parts.db.consentEvent.findFirst({
    where: { subject, act: 'grant' },
    orderBy: { id: 'desc' },
  });
  expect(row).toMatchObject({ proofKind: 'opt_in', proofRef: String(event?.id), clauseId: 'PP-09.2' });

  const { parts } = site;
  const decision = {
    subject,
    optIn: 'share-email',
    recipientId: await idOf(parts, 'ada'),
    surface: 'profile',
    shown: '',
  } as const;
  await parts.db.transaction((tx) => withdraw(parts, tx, decision));
  expect(await table()).not.toContain('@');
});

test('the box on the page names the host, is not ticked, and does nothing until it is', async () => {
  const html = async (client: Client) => (await client.get(`/w/${code}`)).html;
  expect(await html(ben)).toContain(`Let ${cast.ada.name} write to you`);
  expect(await html(ben)).toContain(`Give my e-mail address to ${cast.ada.name}, who hosts this webinar`);
  expect(/<input type="checkbox"[^>]*name="share"[^>]*>/.exec(await html(ben))?.[0]).not.toContain('checked');

  const unticked = await ben.post(`/w/${code}/email-sharing`, { act: 'share' });
  expect(unticked.status).toBe(422);
  expect(unticked.html).toContain('Tick the box if you want this.');

  await share(ben, 'share');
  const event = await site.parts.db.consentEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(event).toMatchObject({ act: 'grant', surface: 'webinar', subject: await idOf(site.parts, 'ben') });
  expect(await html(ben)).toContain(`Your receipt: <span class="number">${event.id}</span>`);
  await share(ben, 'withdraw');
});

test('nobody is offered it who is not signed in, or is the host; and the host cannot do it for anybody', async () => {
  for (const client of [site.visit(), ada]) expect((await client.get(`/w/${code}`)).html).not.toContain('write to you');
  expect((await share(ada, 'share')).status).toBe(403);
  const forged = { act: 'share', share: 'yes', personId: await idOf(site.parts, 'chloe') };
  expect((await ada.post(`/w/${code}/email-sharing`, forged)).status).toBe(422);
});

test('the names of guests are cleared a day after the end, and who came is forgotten after a year', async () => {
  await comes(guest('Noor'), 0, 45);
  await comes(await member('ben'), 0, 45);
  now = after(60);
  await endWebinar(site.parts, id);

  now = new Date(after(60).getTime() + 24 * HOUR_MS - 1000);
  await clearGuests(site.parts);
  expect(await page()).toContain('Noor');

  now = new Date(after(60).getTime() + 24 * HOUR_MS);
  await clearGuests(site.parts);
  const rows = await site.parts.db.attendance.findMany({ where: { webinarId: id } });
  expect(rows.map(({ guestName }) => guestName)).toEqual([null, null]);

  now = new Date(SIX.getTime() + 366 * 24 * HOUR_MS);
  await clearGuests(site.parts);
  expect(await site.parts.db.attendance.count({ where: { webinarId: id } })).toBe(0);
});

test('a guest’s name goes as well where nobody ever pressed End', async () => {
  await comes(guest('Noor'), 0);
  now = new Date(SIX.getTime() + 37 * HOUR_MS);
  await clearGuests(site.parts);
  expect(await site.parts.db.attendance.count({ where: { webinarId: id, guestName: { not: null } } })).toBe(0);
});
