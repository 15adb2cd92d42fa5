import { afterAll, beforeAll, expect, test } from 'vitest';
import { releasesAbout } from '#src/gateway/find-releases.ts';
import { look, release } from '#src/gateway/release.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { openedGateway, optsIn, sealedFrom } from './opened.ts';

type Gateway = Awaited<ReturnType<typeof openedGateway>>;
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openedGateway();
});
afterAll(() => gateway.drop());

const MINUTE_MS = 60_000;
const minute = (number: number) => new Date(new Date('2026-11-23T13:00:00Z').getTime() + number * MINUTE_MS);
const dev = newId<PersonId>();

test('a person reads what was released and what staff looked at, the latest first, in words (PP-12.3)', async () => {
  const { parts, db, ids } = gateway;
  const ben = sealedFrom(ids.ben, 'ben');
  const at = (number: number) => ({ db, clock: () => minute(number) });
  const optIn = await optsIn(parts, { subject: ids.ben, optIn: 'share-email', recipientId: ids.ada });
  await release(at(1), db, 'tell-host-who-came', { value: ben.name, to: ids.ada, proof: { requested: 'webinar' } });
  await look(at(2), db, [ben.name, ben.email], { by: dev, view: '/admin/people' });
  await release(at(3), db, 'share-email-with-host', { value: ben.email, to: ids.ada, proof: { optIn } });

  const { deeds, hasMore } = await releasesAbout(at(4), ids.ben, { page: 1 });
  expect(hasMore).toBe(false);
  expect(deeds).toEqual([
    {
      ...{ at: minute(3), kind: 'release', what: 'E-mail address', why: 'to hold webinars', clause: 'PP-09.2' },
      ...{ to: { words: 'the host of the webinar', id: ids.ada }, basis: 'you opted in, by name' },
    },
    {
      ...{ at: minute(2), kind: 'look', what: 'Name, E-mail address', why: 'to help you', clause: 'PP-03.3' },
      ...{ to: { words: 'our staff', id: undefined }, basis: 'it was needed to help you, and is written down' },
    },
    {
      ...{ at: minute(1), kind: 'release', what: 'Name', why: 'to hold webinars', clause: 'PP-05.1' },
      ...{ to: { words: 'the host of the webinar', id: ids.ada }, basis: 'you asked for the service that needs it' },
    },
  ]);
});

test('nobody reads anything about somebody else, nor who of our staff it was', async () => {
  const { db, ids } = gateway;
  const asked = { db, clock: () => minute(5) };

  expect((await releasesAbout(asked, ids.ada, { page: 1 })).deeds).toEqual([]);
  expect(JSON.stringify(await releasesAbout(asked, ids.ben, { page: 1 }))).not.toContain(dev);
});

test('what may not be told yet is told when it may', async () => {
  const { db, ids } = gateway;
  await db.release.create({
    data: {
      ...{ at: minute(10), visibleAfter: minute(20), rule: 'release-lawfully', clauseId: 'PP-10.1' },
      ...{ policyVersionId: 1, subject: ids.chloe, category: 'email', purpose: 'law', proofKind: 'order' },
      ...{ recipientKind: 'authority', recipientId: 'a-court', proofRef: '1' },
    },
  });
  const read = async (at: Date) => (await releasesAbout({ db, clock: () => at }, ids.chloe, { page: 1 })).deeds;

  expect(await read(new Date(minute(20).getTime() - 1))).toEqual([]);
  expect(await read(minute(20))).toMatchObject([{ why: 'to obey the law', to: { words: 'an authority' } }]);
});

test('a long story is read page by page, and nothing is missed or told twice', async () => {
  const { db, ids } = gateway;
  const { name } = sealedFrom(ids.ada, 'ada');
  for (let number = 0; number < 30; number++) {
    const parts = { db, clock: () => minute(number) };
    const told = { value: name, to: newId(), proof: { requested: 'webinar' } };
    if (number % 3 === 0) await look(parts, db, [name], { by: dev, view: '/admin/people' });
    else await release(parts, db, 'name-host', told);
  }
  const parts = { db, clock: () => minute(60) };
  const [first, second, third] = [
    await releasesAbout(parts, ids.ada, { page: 1 }),
    await releasesAbout(parts, ids.ada, { page: 2 }),
    await releasesAbout(parts, ids.ada, { page: 3 }),
  ];

  expect([first.hasMore, second.hasMore, third.deeds.length]).toEqual([true, false, 0]);
  const times = [...first.deeds, ...second.deeds].map(({ at }) => at);
  expect(times).toEqual(Array.from({ length: 30 }, (_, number) => minute(29 - number)));
});
