import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast, offer } from '#prisma/cast.ts';
import { clearReports } from '#src/offers/clear-reports.ts';
import { newId } from '#src/platform/ids.ts';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn, idOf, passesAge, signIn } from '../support/everybody.ts';
import { anOffer } from '../support/offers.ts';
import { openSite, type Site } from '../support/site.ts';

const FOUND = 'The page behind it sells something else.';
const DAY_MS = 24 * 60 * 60_000;

let site: Site;
let today = new Date('2026-11-22T12:00Z');
beforeAll(async () => {
  site = await openSite({ clock: () => today });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const as = (who: keyof typeof cast): Promise<Client> => signIn(site.visit(), who);
const stranger = () => passesAge(site.visit());
const reportOf = (offerId: string) => site.parts.db.linkReport.findFirstOrThrow({ where: { offerId } });

/** Reports an offer of its own; gives both ids. */
async function reported(client: Client, form: Record<string, string> = {}) {
  const id = await anOffer(site.parts);
  const { status, location } = await client.post(`/offers/${id}/report`, { message: FOUND, ...form });
  expect([status, location]).toEqual([303, '/offers?done=reported']);
  return { id, report: (await reportOf(id)).id };
}

describe('the page of offers', () => {
  test('marks each as third party, says whose policy applies and leads to it, and tells their site nothing (PP-11.1, PP-11.2)', async () => {
    const { html } = await site.visit().get('/offers');
    for (const part of [
      'Third party',
      offer.company,
      'its own privacy policy applies there, not ours',
      'We are not responsible',
    ])
      expect(html).toContain(part);

    const leading = Array.from(html.matchAll(/<a [^>]*href="(https?:\/\/[^"]+)"[^>]*>/g), ([tag, href]) => ({
      tag,
      href,
    }));
    expect(leading.map(({ href }) => href)).toEqual([offer.url, offer.theirPolicyUrl]);
    for (const { tag } of leading) {
      expect(tag).toContain('rel="noopener noreferrer nofollow"');
      expect(tag).toContain('referrerpolicy="no-referrer"');
    }
    expect(html).not.toMatch(/<(?:img|iframe|script|link|object|embed)[^>]*clear-ears/);
  });

  test('is the same for whoever looks: nothing about them stands in an address that leads away', async () => {
    const links = (html: string) => Array.from(html.matchAll(/href="(https:[^"]+)"/g), ([, href]) => href);
    expect(links((await (await as('ada')).get('/offers')).html)).toEqual(
      links((await site.visit().get('/offers')).html),
    );
  });
});

describe('a report', () => {
  test('needs no account; staff read what was found and not who found it, and the person is told how it ended', async () => {
    const { id, report } = await reported(await stranger(), { email: 'zoe@anymeeting.example' });
    const queue = (await (await as('dev')).get('/admin/offers')).html;
    expect(queue).toContain(FOUND);
    expect(queue).not.toContain('zoe@');

    await (await as('dev')).post(`/admin/reports/${report}/settlement`, { outcome: 'pulled' });
    const letter = await site.inbox.letter(({ to }) => to === 'zoe@anymeeting.example');
    expect(letter.text).toContain('We have pulled it');
    expect(letter.text).not.toContain(FOUND);
    expect((await (await as('dev')).get('/admin/offers')).html).not.toContain(FOUND);
    expect((await site.visit().get('/offers')).html).not.toContain(id);
  });

  test('ends with the link gone at once, everywhere, and it can be put back', async () => {
    const { id, report } = await reported(await stranger());
    const dev = await as('dev');
    await dev.post(`/admin/reports/${report}/settlement`, { outcome: 'pulled' });
    const gone = await (await stranger()).get(`/offers/${id}/report`);
    expect([gone.status, gone.html.includes('We no longer offer this')]).toEqual([410, true]);
    expect((await (await stranger()).post(`/offers/${id}/report`, { message: FOUND })).status).toBe(410);

    await dev.post(`/admin/offers/${id}/return`);
    expect((await site.visit().get('/offers')).html).toContain(`/offers/${id}/report`);
  });

  test('ends with the link kept, once: a second settlement changes nothing and writes no second letter', async () => {
    const { id, report } = await reported(await as('ada'), { tellsAccount: 'yes' });
    const dev = await as('dev');
    await dev.post(`/admin/reports/${report}/settlement`, { outcome: 'kept' });
    await dev.post(`/admin/reports/${report}/settlement`, { outcome: 'pulled' });
    const letter = await site.inbox.letter(({ to, text }) => to === cast.ada.email && text.includes('keep it'));
    expect(letter.subject).toContain('We have looked into the link');
    expect((await reportOf(id)).outcome).toBe('kept');
    expect((await site.visit().get('/offers')).html).toContain(id);
    expect(await site.parts.db.outbox.count({ where: { key: `report:${report}` } })).toBe(1);
  });

  test('of a link that is gone already ends as pulled, and nobody is told that we keep it', async () => {
    const { id, report } = await reported(await as('chloe'), { tellsAccount: 'yes' });
    const dev = await as('dev');
    await dev.post(`/admin/offers/${id}/pulling`);
    expect((await dev.get('/admin/offers')).html.split(report)[1]?.split('</form>')[0]).not.toContain('Keep it');

    const kept = await dev.post(`/admin/reports/${report}/settlement`, { outcome: 'kept' });
    expect([kept.status, kept.html.includes('This link is pulled already.')]).toEqual([409, true]);
    await dev.post(`/admin/reports/${report}/settlement`, { outcome: 'pulled' });
    expect((await reportOf(id)).outcome).toBe('pulled');
  });

  test('is a look that its reporter can read of, and can be deleted on My Profile by its reporter alone', async () => {
    const { report } = await reported(await as('ben'));
    await (await as('dev')).get('/admin/offers');
    const looks = await site.parts.db.accessLog.findMany({ where: { subject: await idOf(site.parts, 'ben') } });
    expect(looks).toEqual([expect.objectContaining({ view: '/admin/offers', fields: ['message'] })]);

    expect((await (await as('ada')).post(`/profile/reports/${report}/removal`)).status).toBe(404);
    const ben = await as('ben');
    expect((await ben.get('/profile')).html).toContain(FOUND);
    await ben.post(`/profile/reports/${report}/removal`);
    expect((await ben.get('/profile')).html).not.toContain(FOUND);
  });

  test('is turned away from another site, without words, and for what is no offer', async () => {
    const id = await anOffer(site.parts);
    const visitor = await stranger();
    const foreign = { 'origin': 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    expect((await visitor.post(`/offers/${id}/report`, { message: FOUND }, foreign)).status).toBe(403);
    const bare = await visitor.post(`/offers/${id}/report`, { message: '' });
    expect([bare.status, bare.html.includes('Tell us what is wrong with it.')]).toEqual([422, true]);
    expect((await visitor.post(`/offers/${id}/report`, { message: 'x'.repeat(5_001) })).status).toBe(422);
    expect((await visitor.post(`/offers/${newId()}/report`, { message: FOUND })).status).toBe(404);
    expect(await site.parts.db.linkReport.count({ where: { offerId: id } })).toBe(0);
  });

  test('waits its turn where there are many: staff read how many there are, and see those that wait longest', async () => {
    const offerId = await anOffer(site.parts);
    const text = 'It is dead.';
    const rest = { offerId, text, policyVersionId: 1, agePassedAt: today, at: today };
    await site.parts.db.linkReport.createMany({
      data: Array.from({ length: 60 }, () => ({ id: newId<string>(), ...rest })),
    });
    const dev = await as('dev');
    const waiting = await site.parts.db.linkReport.count({ where: { settledAt: null } });
    expect((await dev.get('/admin/offers')).html).toContain(`The 50 that wait longest, of ${waiting}.`);

    await site.parts.db.linkReport.deleteMany({ where: { offerId } });
    expect((await dev.get('/admin/offers')).html).not.toContain('that wait longest');
  });

  test('goes after a year, and not before', async () => {
    const { report } = await reported(await stranger());
    const kept = () => site.parts.db.linkReport.count({ where: { id: report } });
    const now = today;
    today = new Date(now.getTime() + 364 * DAY_MS);
    await clearReports(site.parts);
    expect(await kept()).toBe(1);
    today = new Date(now.getTime() + 366 * DAY_MS);
    await clearReports(site.parts);
    expect(await kept()).toBe(0);
    today = now;
  });
});

describe('the register', () => {
  test('says so where there is no such offer, instead of pulling it', async () => {
    const dev = await as('dev');
    for (const act of ['pulling', 'return'])
      expect((await dev.post(`/admin/offers/${newId()}/${act}`)).status, act).toBe(404);
  });

  const lamps = { ...offer, title: 'Lamps for small rooms' };

  test('takes an offer, changes it and pulls it, and notes each', async () => {
    const dev = await as('dev');
    expect((await dev.post('/admin/offers', lamps)).location).toBe('/admin/offers?done=added');
    const { id } = await site.parts.db.outboundOffer.findFirstOrThrow({
      orderBy: { addedAt: 'desc' },
      where: { addedBy: await idOf(site.parts, 'dev') },
    });
    expect((await dev.get(`/admin/offers/${id}`)).html).toContain('value="Lamps for small rooms"');

    await dev.post(`/admin/offers/${id}`, { ...lamps, title: 'Lamps for large rooms' });
    expect((await site.visit().get('/offers')).html).toContain('Lamps for large rooms');
    await dev.post(`/admin/offers/${id}/pulling`);
    expect((await site.visit().get('/offers')).html).not.toContain('Lamps for large rooms');
    const notes = await site.parts.db.auditNote.findMany({
      where: { event: { startsWith: 'offer.' } },
      orderBy: { id: 'asc' },
    });
    const about = notes.filter(({ facts }) => (facts as { offer?: string }).offer === id);
    expect(about.map(({ event }) => event)).toEqual(['offer.added', 'offer.changed', 'offer.pulled']);
  });

  test.each([
    'http://clear-ears.example/headsets',
    'javascript:alert(1)',
    'https://ada:secret@clear-ears.example/',
    'https://clear-ears.example/headsets?visitor=ada',
    'https://clear-ears.example/#ada',
    'https://nowhere',
    'https:clear-ears.example/headsets',
    'HTTPS://clear-ears.example/headsets',
  ])('turns down %s: a link leads away over https and carries nothing along', async (url) => {
    const { status, html } = await (await as('dev')).post('/admin/offers', { ...lamps, url });
    expect(status).toBe(422);
    expect(html).toContain('id="url-problem"');
  });
});
