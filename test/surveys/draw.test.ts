import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { tellWinners } from '#src/surveys/tell-winners.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, idOf, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';
import { asks, contestDetails, entersMany } from './asked.ts';

const BEFORE = new Date('2026-12-01T09:00Z');
const AFTER = new Date('2026-12-25T09:00Z');

let now = BEFORE;
let site: Site;
let dev: Client;
let id: string;
let code: string;

beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

beforeEach(async () => {
  now = BEFORE;
  ({ id, code } = await asks(site.parts, { form: { ...contestDetails, date: '2026-12-24' } }));
});

/** Sessions end with the weeks that pass here. */
async function devAt(instant: Date): Promise<Client> {
  now = instant;
  dev = await signIn(site.visit(), 'dev');
  return dev;
}

const page = async () => (await site.visit().get(`/contests/${code}/draw`)).html;
type Published = { winners: number[] };
const json = async () => JSON.parse((await site.visit().get(`/contests/${code}/draw.json`)).html) as Published;
const seedOf = async () => (await site.parts.db.survey.findUniqueOrThrow({ where: { id } })).seed ?? '';

test('the hash is public from publishing on, and the seed from the draw on', async () => {
  const seed = await seedOf();
  const sha256 = createHash('sha256').update(seed).digest('hex');
  expect(await page()).toContain(sha256);
  expect(await page()).not.toContain(seed);
  expect((await site.visit().get(`/contests/${code}/draw.json`)).status).toBe(404);

  await entersMany(site.parts, id, 9);
  await devAt(AFTER);
  for (const path of ['results', 'results.csv'])
    expect((await dev.get(`/surveys/${code}/${path}`)).html).not.toContain(seed);
  await dev.post(`/surveys/${code}/draw`);
  expect(await page()).toContain(sha256);
  expect(await page()).toContain(seed);
});

test('a draw happens once, after the end, and comes out the same for whoever does it again', async () => {
  await entersMany(site.parts, id, 30);
  await devAt(BEFORE);
  expect((await dev.post(`/surveys/${code}/draw`)).status).toBe(409);
  await devAt(AFTER);
  expect((await dev.post(`/surveys/${code}/draw`)).location).toBe(`/surveys/${code}/results?done=drawn`);
  const draw = await json();
  expect(draw.winners).toHaveLength(2);
  expect((await dev.post(`/surveys/${code}/draw`)).status).toBe(409);
  expect(await json()).toEqual(draw);

  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-draw-'));
  writeFileSync(join(folder, 'draw.json'), JSON.stringify(draw));
  expect(execFileSync(process.execPath, ['bin/check-draw.mjs', join(folder, 'draw.json')], { encoding: 'utf8' })).toBe(
    `The draw is right: of 30 numbers, ${draw.winners.join(', ')} won.\n`,
  );
  rmSync(folder, { recursive: true });
});

test('two who press at the same time draw once', async () => {
  await entersMany(site.parts, id, 4);
  await devAt(AFTER);
  const answers = await Promise.all([1, 2, 3].map(() => dev.post(`/surveys/${code}/draw`)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409]);
});

test('without an entry nobody is drawn', async () => {
  await devAt(AFTER);
  expect((await dev.post(`/surveys/${code}/draw`)).html).toContain('Nobody has entered');
});

test('the database takes no other seed, no other numbers, no draw before the end, and changes none', async () => {
  await entersMany(site.parts, id, 3);
  const { db } = site.parts;
  const right = { surveyId: id, seed: await seedOf(), numbers: [1, 2, 3], winners: [1, 2], drawnBy: id, at: AFTER };
  const wrong = [
    { ...right, seed: 'ab'.repeat(32) },
    { ...right, numbers: [1, 2] },
    { ...right, winners: [1] },
    { ...right, winners: [1, 9] },
    { ...right, at: BEFORE },
  ];
  for (const data of wrong) await expect(db.draw.create({ data })).rejects.toThrow(/no draw of that contest/);
  await db.draw.create({ data: right });
  await expect(db.draw.update({ where: { surveyId: id }, data: { winners: [3, 2] } })).rejects.toThrow();
});

test('whoever won is told by letter, once, at the address of today, with a number and nothing personal; nobody else gets one', async () => {
  const chloe = await signIn(site.visit(), 'chloe');
  await chloe.post(`/surveys/${code}`, { 'q1': 'Rye', 'q2': 'To Chloé, with spores', 'q3-1': 'yes' });
  const left = 'chloe.before@anymeeting.example';
  const own = { surveyId: id, personId: await idOf(site.parts, 'chloe') };
  await site.parts.db.surveyEntry.updateMany({ where: own, data: { email: left } });
  await site.parts.db.survey.update({ where: { id }, data: { closedAt: now } });
  await devAt(new Date(BEFORE.getTime() + 1));
  await dev.post(`/surveys/${code}/draw`);

  const letter = await site.inbox.letter(
    ({ to, subject }) => to === cast.chloe.email && subject.startsWith('You have won'),
  );
  expect(letter.text).toContain(`/contests/${code}/draw`);
  for (const word of [cast.chloe.name, 'spores', contestDetails.title]) expect(letter.text).not.toContain(word);
  await tellWinners(site.parts, { surveyId: id });
  const won = { key: { startsWith: 'contest-won:' }, subject: await idOf(site.parts, 'chloe') };
  expect(await site.parts.db.outbox.count({ where: won })).toBe(1);

  const { location = '' } = await chloe.get(`/surveys/${code}`);
  expect((await chloe.get(location)).html).toContain('You have won');
});
