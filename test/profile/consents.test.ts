import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { findOptIns } from '#src/consent/opt-in.ts';
import type { PersonId } from '#src/platform/ids.ts';
import { optIns } from '#src/policy/catalogue.ts';
import { decideSharing } from '#src/webinars/decide-sharing.ts';
import { webinarByCode } from '#src/webinars/find-webinar.ts';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { profileOf, signedInAs } from './visits.ts';

let site: Site;
let chloe: Client;
let id: PersonId;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  chloe = await signedInAs(site, 'chloe');
  id = await idOf(site.parts, 'chloe');
});
afterAll(() => site.close());

const events = () =>
  site.parts.db.consentEvent.findMany({ where: { subject: id, act: { not: 'acknowledge' } }, orderBy: { id: 'asc' } });
const sharesWithAda = async () => {
  const recipientId = await idOf(site.parts, 'ada');
  return (await findOptIns(site.parts.db, { subjects: [id], optIn: 'share-email', recipientId })).has(id);
};

test('the box for news is unticked, and its own button writes one opt-in with the words that were shown', async () => {
  const box = /<input type="checkbox"[^>]*name="news"[^>]*>/.exec(await profileOf(chloe))?.[0] ?? '';
  expect(box).not.toBe('');
  expect(box).not.toContain('checked');
  expect(await profileOf(chloe)).toContain('Nothing is sent yet');

  const empty = await chloe.post('/profile/news', {});
  expect([empty.status, empty.html.includes('id="news-problem"')]).toEqual([422, true]);
  expect(await events()).toEqual([]);

  expect((await chloe.post('/profile/news', { news: 'yes' })).status).toBe(303);
  await chloe.post('/profile/news', { news: 'yes' });
  const words = createHash('sha256').update(optIns.news.words).digest('hex');
  expect(await events()).toMatchObject([
    {
      purpose: 'news',
      recipientId: 'us',
      act: 'grant',
      surface: 'profile',
      shownTextSha256: words,
      policyVersionId: 1,
    },
  ]);
});

test('news are taken back with one press, and the receipts of both stay', async () => {
  const [granted] = await events();
  expect((await chloe.post(`/profile/consents/${granted?.id}/withdrawal`)).status).toBe(303);
  await chloe.post(`/profile/consents/${granted?.id}/withdrawal`);

  const both = await events();
  expect(both.map(({ act }) => act)).toEqual(['grant', 'withdraw']);
  const html = await profileOf(chloe);
  for (const event of both) expect(html).toContain(`/profile/consents/${event.id}"`);
  expect(html).toContain('name="news"');
});

test('what was given to a host stands on My Profile with who receives it, and is taken back there', async () => {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  await decideSharing(site.parts, await webinarByCode(site.parts, code), { personId: id, share: true });
  expect(await sharesWithAda()).toBe(true);

  const granted = (await events()).at(-1);
  const html = await profileOf(chloe);
  expect(html).toContain(`Give my e-mail address to ${cast.ada.name}, who hosts this webinar`);
  expect((await chloe.post(`/profile/consents/${granted?.id}/withdrawal`)).status).toBe(303);
  expect(await sharesWithAda()).toBe(false);
  expect(await profileOf(chloe)).toContain('Taken back');
});

test('a receipt says what, to whom, when, under which version, and the exact words with their fingerprint', async () => {
  const granted = (await events()).find(({ purpose }) => purpose === 'share-email');
  const page = (await chloe.get(`/profile/consents/${granted?.id}`)).html;
  const file = await chloe.get(`/profile/consents/${granted?.id}/text`);

  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="receipt-${granted?.id}.txt"`);
  expect(file.headers.get('content-type')).toContain('text/plain');
  for (const text of [page, file.html]) {
    for (const part of [cast.ada.name, 'E-mail address', 'PP-09.2', 'version', granted?.shownTextSha256 ?? 'none'])
      expect(text).toContain(part);
  }
  const words = /Words shown: (.+)/.exec(file.html)?.[1] ?? '';
  expect(createHash('sha256').update(words).digest('hex')).toBe(granted?.shownTextSha256);
});

test('words with a name that has changed are not passed off as those that were shown', async () => {
  const ada = await signedInAs(site, 'ada');
  await ada.post('/profile/who-you-are', { name: 'Ada Renamed', howHeard: 'A friend' });
  const granted = (await events()).find(({ purpose }) => purpose === 'share-email');

  const { html } = await chloe.get(`/profile/consents/${granted?.id}/text`);
  expect(html).toContain('have changed since');
  expect(html).not.toContain('Words shown: Give my');
});

test('receipts are for the person alone: for anybody else there is nothing there', async () => {
  const [first] = await events();
  const ben = await signedInAs(site, 'ben');
  for (const path of [`/profile/consents/${first?.id}`, `/profile/consents/${first?.id}/text`])
    expect((await ben.get(path)).status).toBe(404);
  const before = await events();
  expect((await ben.post(`/profile/consents/${first?.id}/withdrawal`)).status).toBe(404);
  expect(await events()).toEqual(before);
});

test('an acknowledged version stands with its day and its text, and counts as nothing that was agreed to', async () => {
  const html = await profileOf(await signedInAs(site, 'ben'));
  const part = /<section id="acknowledged".*?<\/section>/s.exec(html)?.[0] ?? '';
  expect(part).toContain('href="/privacy/versions/1"');
  expect(part).toContain('<time');
  expect(/<section id="agreed".*?<\/section>/s.exec(html)?.[0]).toContain('Nothing so far');
});
