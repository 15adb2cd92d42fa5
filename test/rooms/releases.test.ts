import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { withdraw } from '#src/consent/decide.ts';
import { optIns } from '#src/policy/catalogue.ts';
import { everybodyMovesIn, firstWebinarOf, idOf, signIn } from '#test/support/everybody.ts';
import { dialRoom, enterRoom, guestIn, wish } from '#test/support/real-room.ts';
import { eventually, type Line } from '#test/support/room-server.ts';
import { openSite, type Site } from '#test/support/site.ts';

let site: Site;
let webinar: Awaited<ReturnType<typeof firstWebinarOf>>;
let ada: Line;
let ben: Line;
let noor: Line;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  webinar = await firstWebinarOf(site.parts, 'ada');
  ada = await enterRoom(site, await signIn(site.visit(), 'ada'), webinar.code);
  ben = await enterRoom(site, await signIn(site.visit(), 'ben'), webinar.code);
  noor = await guestIn(site, webinar.code, 'Noor');
  await noor.get('join', wish());
});
afterAll(async () => {
  for (const { socket } of [ada, ben, noor]) socket.disconnect();
  await site.close();
});

const releasesOf = (rule: string) => site.parts.db.release.findMany({ where: { rule }, orderBy: { id: 'asc' } });
const peopleSeenByAda = async () => (await ada.snapshot()).people?.map(({ name }) => name).toSorted();
const framesOf = ({ frames }: Line) => frames.join('\n');

test('whoever joins is released to the host by name, for this webinar, once; and not the host to themselves', async () => {
  await eventually(async () =>
    expect(await peopleSeenByAda()).toEqual([cast.ada.name, cast.ben.name, 'Noor'].toSorted()),
  );
  const [rows, hostId, benId] = [
    await releasesOf('tell-host-who-came'),
    await idOf(site.parts, 'ada'),
    await idOf(site.parts, 'ben'),
  ];

  expect(rows).toHaveLength(2);
  expect(rows.map(({ subject }) => subject)).toContain(benId);
  for (const row of rows) {
    expect(row).toMatchObject({ category: 'name', clauseId: 'PP-05.1', recipientKind: 'host', recipientId: hostId });
    expect(row.proofRef).toBe(webinar.id);
  }
});

test('coming back writes nothing more', async () => {
  ben.socket.disconnect();
  ben = await dialRoom(site, await signIn(site.visit(), 'ben'), webinar.code);
  await ben.get('join', wish());
  expect(await peopleSeenByAda()).toContain(cast.ben.name);
  expect(await releasesOf('tell-host-who-came')).toHaveLength(2);
});

test('the first line in the chat releases its author to everybody, and no line after it', async () => {
  expect(framesOf(noor)).not.toContain(cast.ben.name);
  await ben.get('say', { text: 'Which straw?' });
  await ben.get('say', { text: 'And how damp?' });
  await eventually(() => expect(framesOf(noor)).toContain(cast.ben.name));

  const rows = await releasesOf('carry-into-room');
  const his = rows.filter(({ recipientId }) => recipientId === webinar.id);
  expect(his.map(({ subject }) => subject).toSorted()).toEqual(
    [await idOf(site.parts, 'ada'), await idOf(site.parts, 'ben')].toSorted(),
  );
});

test('a name that is changed on another page is the new one in everybody’s room', async () => {
  const data = { name: 'Benjamin Lindqvist', changedAt: site.parts.clock() };
  await site.parts.db.person.update({ where: { id: await idOf(site.parts, 'ben') }, data });

  await eventually(() => {
    expect(
      noor
        .heard('changes')
        .at(-1)?.[0]
        .renamed?.map(({ name }) => name),
    ).toEqual(['Benjamin Lindqvist']);
    expect(ben.heard('you').at(-1)?.[0].name).toBe('Benjamin Lindqvist');
  });
  await eventually(async () => expect(await peopleSeenByAda()).toContain('Benjamin Lindqvist'));
  expect((await noor.snapshot()).chat.map(({ name }) => name)).toEqual(['Benjamin Lindqvist', 'Benjamin Lindqvist']);
});

test('agreeing to stand in the list is an event with the words that were shown; without it nothing is released', async () => {
  await ada.get('open-roster', { open: true });
  expect(await releasesOf('show-name-to-attendees')).toEqual([]);
  expect(await site.parts.db.consentEvent.count({ where: { purpose: 'show-name' } })).toBe(0);

  const { receipt } = await ben.get('show-name', { shown: true });
  await eventually(async () =>
    expect((await noor.snapshot()).roster.here.map(({ name }) => name)).toEqual(['Benjamin Lindqvist']),
  );

  const event = await site.parts.db.consentEvent.findFirstOrThrow({ where: { purpose: 'show-name' } });
  expect(event).toMatchObject({
    act: 'grant',
    subject: await idOf(site.parts, 'ben'),
    recipientId: webinar.id,
    fields: ['name'],
    surface: 'room',
    shownTextSha256: createHash('sha256').update(optIns['show-name'].words).digest('hex'),
  });
  expect(receipt).toBe(String(event.id));
  expect(await releasesOf('show-name-to-attendees')).toMatchObject([{ proofRef: receipt, recipientId: webinar.id }]);
});

test('a guest agrees for themselves as well, and taking it back leaves an event and no name', async () => {
  await noor.get('show-name', { shown: true });
  await eventually(async () => expect((await ben.snapshot()).roster.here).toHaveLength(2));
  await noor.get('show-name', { shown: false });

  expect((await ben.snapshot()).roster.here.map(({ name }) => name)).toEqual(['Benjamin Lindqvist']);
  const acts = await site.parts.db.consentEvent.findMany({ where: { purpose: 'show-name' }, orderBy: { id: 'asc' } });
  expect(acts.map(({ act }) => act)).toEqual(['grant', 'grant', 'withdraw']);
});

test('whoever takes it back outside the room is out of the list in it', async () => {
  const { parts } = site;
  const decision = {
    subject: await idOf(parts, 'ben'),
    optIn: 'show-name',
    recipientId: webinar.id,
    surface: 'profile',
    shown: optIns['show-name'].words,
  } as const;
  const { attendeeId } = (await ben.snapshot()).you;
  await parts.db.transaction((tx) => withdraw(parts, tx, decision));

  // Told of it, rather than asked for: asking again and again is what rooms refuse.
  const gone = () => noor.heard('changes').flatMap(([{ roster }]) => roster?.gone ?? []);
  await eventually(async () => expect(gone()).toContain(attendeeId));
  expect((await noor.snapshot()).roster.here).toEqual([]);
  expect((await ben.snapshot()).you.listing).toBe('hidden');
});

test('nobody but the host has ever heard an address, or who is merely here', () => {
  for (const line of [ada, ben, noor]) {
    for (const { email } of Object.values(cast)) expect(framesOf(line)).not.toContain(email);
  }
  expect(framesOf(ben)).not.toContain('"people"');
});
