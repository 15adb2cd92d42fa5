import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client, Form } from '../support/client.ts';
import { edition, editionIn, plain, sendEdition, untick } from '../support/edition-form.ts';
import { everybodyMovesIn, idOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let eve: Client;
let now = new Date('2026-11-22T12:00:00Z');

beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
  await site.parts.db.person.update({ where: { id: await idOf(site.parts, 'dev') }, data: { role: 'admin' } });
  eve = await signIn(site.visit(), 'eve');
});
afterAll(() => site.close());

const written = (change: Form) => edition(eve, change);
const sent = (form: Form) => sendEdition(eve, form);

test('the form brings every sentence of the latest version, and nothing new is nothing to publish', async () => {
  const answer = await sent(await written({ act: 'preview' }));

  expect(answer.status).toBe(409);
  expect(plain(answer)).toContain('exactly what the latest version does');
});

test('what is wrong stands beside its field, and nothing that was typed is lost', async () => {
  const typed = await written({
    'PP-09.1': '',
    'PP-05.1': 'Never sold. Never swapped.',
    'date': '2027-01-15',
    'act': 'preview',
  });
  const answer = await sent(typed);

  expect(answer.status).toBe(422);
  expect(plain(answer)).toMatch(/Fill in both day and time/);
  expect(answer.html).toMatch(/id="PP-09\.1-problem"/);
  expect(editionIn(answer)).toEqual({ ...typed, 'act': undefined, 'PP-09.1': '' });
});

test('an edition that allows nothing new is previewed, mended and published by Eve alone', async () => {
  const typed = await written({ 'PP-05.1': 'Never sold. Never swapped.' });
  const without = untick(typed, 'rule-tell-host-who-came');
  const preview = await sent({ ...without, act: 'preview' });

  expect(preview.status).toBe(200);
  expect(plain(preview)).toContain('This allows nothing new');
  expect(plain(preview)).toContain('Which webinars you came to, and when: to the host of the webinar');
  expect(preview.html).toContain('<ins>Never sold. Never swapped.</ins>');

  const again = await sent({ ...editionIn(preview), act: 'edit' });
  expect(editionIn(again)['PP-05.1']).toBe('Never sold. Never swapped.');

  expect((await sent({ ...editionIn(preview), act: 'publish' })).location).toBe('/admin/policy?after=published');
  expect(plain(await eve.get('/privacy'))).toContain('Never sold. Never swapped.');
});

test('one that widens says so, waits for another admin, and is not Eve’s to approve', async () => {
  const preview = await sent(await written({ 'rule-tell-host-who-came': 'yes', 'act': 'preview' }));
  expect(plain(preview)).toContain('This allows more than before');
  expect(preview.html).not.toContain('value="publish"');
  expect((await sent({ ...editionIn(preview), act: 'publish' })).status).toBe(409);

  expect((await sent({ ...editionIn(preview), act: 'propose' })).location).toBe('/admin/policy?after=proposed');
  const page = await eve.get('/admin/policy');
  expect(plain(page)).toContain('You wrote this, so it takes another admin to approve it.');
  expect(page.html).not.toContain('Approve and publish');
  const own = await eve.post('/admin/policy/proposals/1/approval');
  expect([own.status, plain(own).includes('It takes another admin to approve it')]).toEqual([403, true]);

  const dev = await signIn(site.visit(), 'dev');
  expect((await dev.get('/admin/policy')).html).toContain('Approve and publish');
  expect((await dev.post('/admin/policy/proposals/1/approval')).location).toBe('/admin/policy?after=published');
  expect(plain(await dev.get('/admin/policy'))).toMatch(/Version 3 .* In force Allows more/);
});

test('an admin finds the versions that say certain words, and those of one kind', async () => {
  const found = async (query: string) => {
    const table = /<table.*<\/table>/s.exec((await eve.get(`/admin/policy${query}`)).html)?.[0] ?? '';
    return [...table.matchAll(/\/privacy\/versions\/(\d+)/g)].map(([, version]) => Number(version));
  };
  expect(await found('')).toEqual([3, 2, 1]);
  expect(await found('?kind=widening')).toEqual([3]);
  expect(await found('?kind=past')).toEqual([2, 1]);
  expect(await found('?find=THE+PRIVACY')).toEqual([3, 2, 1]);
  expect(await found('?find=no+such+words')).toEqual([]);
  expect((await eve.get('/admin/policy?kind=coming')).html).toContain('No version is like that');
});

test('an edition with a day is coming until that day', async () => {
  const typed = { 'PP-16.3': 'The last line says when this was last modified.', 'date': '2027-01-15', 'time': '09:00' };
  await sent(await written({ ...typed, act: 'publish' }));

  expect(plain(await eve.get('/admin/policy'))).toMatch(
    /Coming Version 4 takes effect on Friday 15 January 2027 at 09:00/,
  );
  expect(plain(await eve.get('/privacy'))).not.toContain('The last line says when');
  now = new Date('2027-01-15T09:00:00Z');
  eve = await signIn(site.visit(), 'eve');
  expect(plain(await eve.get('/privacy'))).toContain('The last line says when');
});

test('what was typed is kept when another version came meanwhile', async () => {
  const typed = await written({ 'PP-16.1': 'Ask us whatever you like about this.', 'act': 'publish' });
  await sent(await written({ 'PP-16.2': 'One link there opens a letter to us.', 'act': 'publish' }));

  const late = await sent(typed);
  expect(late.status).toBe(409);
  expect(plain(late)).toContain('Version 5 was published since');
  expect(editionIn(late)).toMatchObject({ 'base': '5', 'PP-16.1': 'Ask us whatever you like about this.' });
});
