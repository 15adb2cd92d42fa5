import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { findOptIns } from '#src/consent/opt-in.ts';
import type { PersonId } from '#src/platform/ids.ts';
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
