import { afterAll, beforeAll, expect, test } from 'vitest';
import { combinationOf } from '#src/policy/catalogue.ts';
import type { Client } from '../support/client.ts';
import { edition, editionIn, plain, sendEdition, untick } from '../support/edition-form.ts';
import { type CastName, idOf, movesIn, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

const TOMORROW = new Date('2026-11-23T12:00:00Z');
const RULE = 'rule-tell-host-who-came';
const combination = combinationOf('tell-host-who-came', 'name');
const CHANGED = 'Our Privacy Policy has changed';

let site: Site;
let now = new Date('2026-11-22T12:00:00Z');
const clients = new Map<CastName, Client>();

beforeAll(async () => {
  site = await openSite({ clock: () => now });
  for (const who of ['eve', 'dev', 'chloe'] as const) await movesIn(site.parts, who);
  await site.parts.db.person.update({ where: { id: await idOf(site.parts, 'dev') }, data: { role: 'admin' } });
});
afterAll(() => site.close());

/** Somebody who stays signed in from one test to the next. */
async function as(who: CastName): Promise<Client> {
  const client = clients.get(who) ?? (await signIn(site.visit(), who));
  clients.set(who, client);
  return client;
}

const acknowledged = async (who: CastName) => {
  const subject = await idOf(site.parts, who);
  const events = await site.parts.db.consentEvent.findMany({
    where: { subject, act: 'acknowledge' },
    orderBy: { id: 'asc' },
  });
  return events.map(({ acknowledgedVersionId, surface }) => [acknowledgedVersionId, surface]);
};

test('whoever registers has acknowledged the version that was shown (PP-01.1)', async () => {
  expect(await acknowledged('chloe')).toEqual([[1, 'registration']]);
  expect(plain(await (await as('chloe')).get('/webinars'))).not.toContain(CHANGED);
});

test('a version that is coming is shown as coming, and as nothing else', async () => {
  const typed = await edition(await as('eve'), { date: '2026-11-23', time: '12:00', act: 'publish' });
  const rewording = { 'PP-16.1': 'Ask us whatever you like about this policy.' };
  expect((await sendEdition(await as('eve'), untick({ ...typed, ...rewording }, RULE))).status).toBe(303);

  const visitor = site.visit();
  expect(plain(await visitor.get('/privacy'))).toMatch(
    /Coming Version 2 takes effect on Monday 23 November 2026 at 12:00/,
  );
  expect(plain(await visitor.get('/privacy'))).not.toContain('Ask us whatever you like');
  expect(plain(await visitor.get('/privacy/versions'))).toMatch(/Version 2 Coming .* Coming on Monday 23 November/);
  const text = await visitor.get('/privacy/versions/2');
  expect(plain(text)).toContain('Not in force yet');
  expect(plain(text)).toContain('Ask us whatever you like');
  expect(plain(await (await as('chloe')).get('/webinars'))).not.toContain(CHANGED);
  expect(await acknowledged('chloe')).toHaveLength(1);
});

test('what is not read as a page tells nobody anything', async () => {
  now = TOMORROW;
  await movesIn(site.parts, 'ben');
  const chloe = await as('chloe');

  expect((await chloe.get('/no-such-page')).html).not.toContain(CHANGED);
  await chloe.get('/webinars', { 'sec-purpose': 'prefetch' });
  await chloe.post('/webinars', { title: '' });
  await chloe.get('/version');
  expect(await acknowledged('chloe')).toHaveLength(1);
});

test('on the next page Chloé is told once what changed, and it is written down once (PP-01.3)', async () => {
  const chloe = await as('chloe');
  const first = await chloe.get('/webinars');

  expect(first.status).toBe(200);
  expect(plain(first)).toContain(CHANGED);
  expect(plain(first)).toContain('No longer allowed: Name: to the host of the webinar');
  expect(first.html).toContain('href="/privacy/versions/2#changes"');
  for (const path of ['/webinars', '/privacy', '/', '/webinars/new'])
    expect([path, plain(await chloe.get(path)).includes(CHANGED)]).toEqual([path, false]);
  expect(await acknowledged('chloe')).toEqual([
    [1, 'registration'],
    [2, 'continued_use'],
  ]);
});

test('whoever registers under it is told nothing', async () => {
  expect(plain(await (await as('ben')).get('/webinars'))).not.toContain(CHANGED);
  expect(await acknowledged('ben')).toEqual([[2, 'registration']]);
});

test('each version stays readable, with what it changed', async () => {
  const visitor = site.visit();
  const [first, second] = [await visitor.get('/privacy/versions/1'), await visitor.get('/privacy/versions/2')];

  expect(plain(first)).toContain('This is the first version');
  expect(plain(first)).toContain('A later version has replaced it');
  expect(plain(first)).toContain('If this policy leaves you with a question, ask us');
  expect(second.html).toMatch(/<del>If this policy leaves you with a question, ask us[^<]*<\/del>/);
  expect(plain(second)).toMatch(/No longer allowed .*Name: to the host of the webinar/);
  expect(plain(second)).toMatch(/This version was published on 11\/22\/2026/);
  expect((await visitor.get('/privacy/versions/9')).status).toBe(404);
});

test('Eve cannot let hosts be told again by herself; with Dev she can, and Ben is told so in words', async () => {
  const [eve, dev] = [await as('eve'), await as('dev')];
  const typed = await edition(eve, { [RULE]: 'yes', 'act': 'preview' });
  const preview = await sendEdition(eve, typed);
  await sendEdition(eve, { ...editionIn(preview), act: 'propose' });
  expect((await eve.post('/admin/policy/proposals/1/approval')).status).toBe(403);
  expect((await dev.post('/admin/policy/proposals/1/approval')).status).toBe(303);

  const page = await (await as('ben')).get('/webinars');
  expect(plain(page)).toContain('It allows more than before. Your older data is not used for this unless you agree:');
  expect(plain(page)).toContain('Name: to the host of the webinar, to hold webinars');
  expect(page.html).toContain('href="/privacy/versions/3#agreements"');
  expect(plain(await (await as('ben')).get('/webinars'))).not.toContain(CHANGED);
});

test('Ben agrees by a box that nobody ticked for him, gets a receipt, and takes it back', async () => {
  const ben = await as('ben');
  const asked = await ben.get('/privacy/versions/3');
  expect(asked.html.match(/name="agree" value="yes"(?! checked)/g)).toHaveLength(2);

  const forgotten = await ben.post('/privacy/versions/3/agreements', { combination });
  expect([forgotten.status, plain(forgotten).includes('Tick the box first')]).toEqual([422, true]);
  expect((await ben.post('/privacy/versions/3/agreements', { combination, agree: 'yes' })).status).toBe(303);
  expect(plain(await ben.get('/privacy/versions/3'))).toMatch(
    /You agreed Use what I gave you before version 3 .* receipt \d+/,
  );

  expect((await ben.post('/privacy/versions/3/withdrawals', { combination })).status).toBe(303);
  const taken = await ben.get('/privacy/versions/3');
  expect(plain(taken)).toMatch(/You took this back on .* receipt \d+/);
  expect(taken.html.match(/name="agree" value="yes"(?! checked)/g)).toHaveLength(2);

  const events = await site.parts.db.consentEvent.findMany({
    where: { subject: await idOf(site.parts, 'ben'), act: { not: 'acknowledge' } },
    orderBy: { id: 'asc' },
  });
  expect(events).toMatchObject([
    { act: 'grant', purpose: `widening: ${combination}`, fields: ['name'], surface: 'policy', clauseId: 'PP-05.1' },
    { act: 'withdraw', purpose: `widening: ${combination}` },
  ]);
});

test('nobody is asked whose data came under a version that allows it, and nobody can agree to what is not asked', async () => {
  const chloe = await as('chloe');
  const page = await chloe.get('/privacy/versions/3');
  expect(plain(page)).toContain('Nothing is asked of you here');

  expect((await chloe.post('/privacy/versions/3/agreements', { combination, agree: 'yes' })).status).toBe(404);
  const ben = await as('ben');
  const other = combinationOf('relay-letters', 'email');
  expect((await ben.post('/privacy/versions/3/agreements', { combination: other, agree: 'yes' })).status).toBe(404);
  expect((await ben.post('/privacy/versions/2/agreements', { combination, agree: 'yes' })).status).toBe(404);
  expect((await site.visit().get('/privacy/versions/3')).html).not.toContain('name="agree"');
});
