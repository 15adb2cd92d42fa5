import { afterAll, beforeAll, expect, test } from 'vitest';
import { findProcessors } from '#src/gateway/find-processors.ts';
import type { Client } from '#test/support/client.ts';
import { movesIn, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

const klarzahl = {
  'name': 'Klarzahl & Töchter GmbH',
  'kind': 'analytics',
  'host': 'IN.klarzahl.example:443',
  'agreementSha256': 'C0'.repeat(32),
  'signed': '2020-01-01',
  'until': '2099-11-01',
  'purpose-improve_site': 'yes',
  'field-visit_aggregate': 'yes',
};

let site: Site;
let eve: Client;
let dev: Client;
beforeAll(async () => {
  site = await openSite();
  const id = await movesIn(site.parts, 'dev');
  await site.parts.db.person.update({ where: { id }, data: { role: 'admin' } });
  await movesIn(site.parts, 'eve');
  [eve, dev] = [await signIn(site.visit(), 'eve'), await signIn(site.visit(), 'dev')];
});
afterAll(() => site.close());

const everybodyReads = async () => (await site.visit().get('/privacy/processors')).html;
const admins = async (who: Client, query = '') => (await who.get(`/admin/processors${query}`)).html;

test('while nobody helps, the page says that nothing is handed to anybody', async () => {
  expect(await everybodyReads()).toContain('This site hands nothing to any other company.');
});

test('Eve adds a company, Dev approves it, and everybody reads what it gets and what for', async () => {
  expect((await eve.post('/admin/processors', klarzahl)).location).toBe('/admin/processors');
  expect(await admins(eve)).toContain('Waits for the second admin');
  expect(await admins(eve)).not.toContain('/approval');
  expect(await everybodyReads()).toContain('They get nothing until two admins have agreed.');

  const own = await eve.post('/admin/processors/klarzahl-tochter-gmbh/approval');
  expect([own.status, own.html.includes('another admin has to approve it')]).toEqual([403, true]);

  expect(await admins(dev)).toContain('Waiting for you');
  await dev.post('/admin/processors/klarzahl-tochter-gmbh/approval');
  const html = await everybodyReads();
  for (const words of [
    'Klarzahl &amp; Töchter GmbH',
    'Helps us count visits',
    'Figures about visits that point to nobody',
    'To make the site better, and nothing else',
    'in.klarzahl.example:443',
    '1 November 2099',
    'In use',
  ])
    expect(html).toContain(words);
  // Who decided is nobody’s business but the admins’.
  expect(html).not.toContain('another admin');
});

test('ended by one admin, it stays on the page as one that once helped', async () => {
  await eve.post('/admin/processors/klarzahl-tochter-gmbh/end');
  const html = await everybodyReads();
  expect(html).toContain('They get nothing any more.');
  expect(html).toContain('Nobody helps us yet');
});

test('one that was turned down never stood among those that helped', async () => {
  await eve.post('/admin/processors', {
    ...klarzahl,
    name: 'Stowaway Storage',
    kind: 'storage',
    'field-visit_aggregate': [],
  });
  await dev.post('/admin/processors/stowaway-storage/end');
  expect(await everybodyReads()).not.toContain('Stowaway Storage');
});

test('an admin finds companies by name, by host and by how they stand', async () => {
  const inRegister = (html: string) => /<h2 id="register".*?<\/section>/s.exec(html)?.[0] ?? '';
  const finds = async (query: string) => inRegister(await admins(eve, query)).includes('Klarzahl &amp; Töchter');
  const { state } = (await findProcessors(site.parts)).find(({ id }) => id === 'klarzahl-tochter-gmbh') ?? {};

  for (const query of ['?find=klarZAHL', '?find=in.klarzahl', `?state=${state}`, `?find=t%C3%B6chter&state=${state}`])
    expect(await finds(query), query).toBe(true);
  for (const query of ['?find=sendwell', '?state=run-out', '?find=klarzahl&state=not-yet']) {
    expect(await finds(query), query).toBe(false);
    expect(await admins(eve, query), query).toContain('Nothing like that');
  }
});
