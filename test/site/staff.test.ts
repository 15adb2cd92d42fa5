import { afterAll, beforeAll, expect, test } from 'vitest';
import { addProcessor } from '#src/gateway/add-processor.ts';
import { closeTicket } from '#src/support/close-ticket.ts';
import { everybodyMovesIn, idOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const FOR_STAFF = [
  ...['newsletters', 'surveys', 'contests', 'tickets', 'offers', 'advertising', 'statistics', 'outbox', 'suppression'],
];
const FOR_ADMINS = ['people', 'policy', 'processors'];

const opens = async (who: 'dev' | 'eve' | 'ada', path: string) => (await signIn(site.visit(), who)).get(path);
const navIn = (html: string) => /<nav class="sections".*?<\/nav>/s.exec(html)?.[0] ?? '';
const sectionsIn = (html: string) => [...html.matchAll(/href="\/admin\/([a-z]+)"/g)].map(([, word]) => word ?? '');

test('staff find every part that they look after, and admins find all of them', async () => {
  for (const [who, parts] of [
    ['dev', FOR_STAFF],
    ['eve', [...FOR_STAFF, ...FOR_ADMINS]],
  ] as const) {
    const row = sectionsIn(navIn((await opens(who, '/admin/outbox')).html));
    expect(row.toSorted()).toEqual(parts.toSorted());
    const { html } = await opens(who, '/admin');
    expect(sectionsIn(html.slice(html.indexOf('<ul class="rows"'))), 'the list has what the row has').toEqual(row);
  }
});

test('every part that is listed is a page', async () => {
  const eve = await signIn(site.visit(), 'eve');
  for (const section of sectionsIn((await eve.get('/admin')).html))
    expect((await eve.get(`/admin/${section}`)).status, section).toBe(200);
});

test('the header leads staff to their pages, and nobody else', async () => {
  expect((await opens('eve', '/')).html).toContain('<a href="/admin">Admin</a>');
  expect((await opens('dev', '/')).html).toContain('<a href="/admin">Staff</a>');
  expect((await opens('ada', '/')).html).not.toContain('href="/admin"');
});

test('what waits for somebody stands beside its part, and where nothing waits it says so', async () => {
  // Chloé has asked something.
  expect((await opens('dev', '/admin')).html).toContain('<span class="number">1</span> open');
  const { id } = await site.parts.db.ticket.findFirstOrThrow();
  await closeTicket(site.parts, { id, by: 'asker' });
  expect((await opens('eve', '/admin')).html).toContain('Nothing waits for anybody.');

  const year = new Date().getUTCFullYear();
  await addProcessor(
    site.parts,
    {
      ...{ name: 'Sendwell Ltd', kind: 'relay', hosts: ['smtp.sendwell.example:587'], purposes: ['conferencing'] },
      ...{ categories: ['email'], agreementSha256: 'a'.repeat(64) },
      ...{ signedAt: new Date(`${year}-01-01`), validUntil: new Date(`${year + 2}-01-01`) },
    },
    await idOf(site.parts, 'eve'),
  );
  const { html } = await opens('eve', '/admin');
  expect(html).toContain('<span class="number">1</span> to approve');
  expect(html).not.toContain('Nothing waits for anybody.');
  expect((await opens('dev', '/admin')).html, 'which staff cannot approve').not.toContain('to approve');
});
