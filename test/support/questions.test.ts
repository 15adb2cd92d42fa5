import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast, question } from '#prisma/cast.ts';
import { personWith } from '#src/accounts/find-person.ts';
import { suspend } from '#src/accounts/suspend-account.ts';
import { look } from '#src/gateway/release.ts';
import { newSecret } from '#src/platform/ids.ts';
import { clearTickets } from '#src/support/clear-tickets.ts';
import type { Client } from './client.ts';
import { everybodyMovesIn, idOf, passesAge, signIn } from './everybody.ts';
import { openSite, type Site } from './site.ts';

const WORDS = 'My microphone hums like a fridge; what can I do?';
const DAY_MS = 24 * 60 * 60_000;

let site: Site;
let today = new Date('2026-11-22T12:00Z');
beforeAll(async () => {
  site = await openSite({ clock: () => today });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const stranger = () => passesAge(site.visit());
const as = (who: keyof typeof cast): Promise<Client> => signIn(site.visit(), who);

/** Asks on the page for it; gives the path of the question's own page. */
async function asks(client: Client, form: Record<string, string> = {}): Promise<string> {
  const { status, location = '' } = await client.post('/contact', { topic: 'other', message: WORDS, ...form });
  expect([status, location]).toEqual([303, expect.stringMatching(/^\/tickets\/[\w-]{43}\?done=asked$/)]);
  return location.split('?')[0] ?? '';
}

const newest = () => site.parts.db.ticket.findFirstOrThrow({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
async function asked(client: Client, form: Record<string, string> = {}) {
  const before = new Set((await site.parts.db.ticket.findMany({ select: { id: true } })).map(({ id }) => id));
  const path = await asks(client, form);
  const all = await site.parts.db.ticket.findMany({ select: { id: true } });
  return { path, id: all.find(({ id }) => !before.has(id))?.id ?? '' };
}
const looksAt = (subject: string) => site.parts.db.accessLog.findMany({ where: { subject }, orderBy: { id: 'asc' } });

describe('somebody without an account', () => {
  test('asks, is told when to expect an answer, and finds it under a link of their own', async () => {
    const visitor = await stranger();
    const form = await visitor.get('/contact');
    for (const part of ['within two working days', 'Our staff', 'Two years']) expect(form.html).toContain(part);

    const { path, id } = await asked(visitor);
    const thanks = await visitor.get(`${path}?done=asked`);
    for (const part of ['Thank you', WORDS, `${site.parts.config.BASE_URL}${path}`, 'You left no address'])
      expect(thanks.html).toContain(part);

    const dev = await as('dev');
    const reply = await dev.post(`/admin/tickets/${id}/answers`, { message: 'Try another cable.' });
    expect([reply.status, reply.location]).toEqual([303, `/admin/tickets/${id}?done=answered`]);
    expect((await site.visit().get(path)).html).toContain('Try another cable.');
  });

  test('who leaves an address gets two letters with the same link, and neither says what was asked or answered', async () => {
    const { path, id } = await asked(await stranger(), { email: 'Zoe@anymeeting.example' });
    const first = await site.inbox.letter(
      ({ to, subject }) => to === 'zoe@anymeeting.example' && /reached us/.test(subject),
    );
    await (await as('dev')).post(`/admin/tickets/${id}/answers`, { message: 'Try another cable.' });
    const second = await site.inbox.letter(
      ({ to, subject }) => to === 'zoe@anymeeting.example' && /answered/.test(subject),
    );

    for (const { links, text, html } of [first, second]) {
      expect(new URL(links[0] ?? '').pathname).toBe(path);
      expect(text + html).not.toMatch(/hums|cable/);
    }
    expect((await site.visit().get(path)).html).toContain('zoe@anymeeting.example');
  });

  test('takes the address back alone, and then the whole question', async () => {
    const { path, id } = await asked(await stranger(), { email: 'zoe2@anymeeting.example' });
    await site.visit().post(`${path}/address-removal`);
    expect((await site.parts.db.ticket.findUniqueOrThrow({ where: { id } })).email).toBeNull();

    const gone = await site.visit().post(`${path}/removal`);
    expect(gone.html).toContain('taken back');
    expect((await site.visit().get(path)).status).toBe(404);
    expect(await site.parts.db.ticketMessage.count({ where: { ticketId: id } })).toBe(0);
  });

  test('reads on the page of the question that staff opened it', async () => {
    const { path, id } = await asked(await stranger());
    expect((await site.visit().get(path)).html).toContain('Nobody has opened it yet');
    await (await as('dev')).get(`/admin/tickets/${id}`);

    const { html } = await site.visit().get(path);
    for (const part of ['Looked at', 'Messages to us', 'our staff', 'PP-03.3']) expect(html).toContain(part);
    expect(html).not.toContain(cast.dev.name);
    expect(await looksAt(id)).toEqual([expect.objectContaining({ ticketId: id, fields: ['message'] })]);
  });

  test('reads of every look, however many there were', async () => {
    const { path, id } = await asked(await stranger());
    const dev = await as('dev');
    for (let number = 0; number < 27; number++) await dev.get(`/admin/tickets/${id}`);

    const looksOn = (html: string) => html.match(/Looked at/g)?.length ?? 0;
    const first = await site.visit().get(path);
    const [, next = ''] = /href="([^"]*)" rel="next"/.exec(first.html.replaceAll('&#x3D;', '=')) ?? [];
    const second = await site.visit().get(next);
    expect(looksOn(first.html) + looksOn(second.html)).toBe(27);
    expect(second.html).toContain('rel="prev"');
    expect(second.html).not.toContain('rel="next"');
  });

  test('reads beside the field what is missing, and keeps what was typed', async () => {
    const { status, html } = await (await stranger()).post('/contact', {
      topic: 'other',
      message: ' ',
      email: 'nonsense',
    });
    expect(status).toBe(422);
    for (const part of ['Write what you want to ask', 'Enter an address like', 'value="nonsense"'])
      expect(html).toContain(part);
  });
});

describe('somebody with an account', () => {
  test('finds the question on My Profile, and every look at it', async () => {
    const { path, id } = await asked(await as('ben'), { topic: 'account', tellsAccount: 'yes' });
    await site.inbox.letter(({ to, subject }) => to === cast.ben.email && /reached us/.test(subject));
    await (await as('dev')).get(`/admin/tickets/${id}`);

    const profile = (await (await as('ben')).get('/profile')).html;
    expect(profile).toContain(`href="${path}"`);
    expect(profile).toContain('Looked at');
    expect(await looksAt(await idOf(site.parts, 'ben'))).toEqual([
      expect.objectContaining({ ticketId: id, fields: ['message', 'name', 'email'], view: '/admin/tickets/:id' }),
    ]);
  });

  test('is told at the address that the account has then, and it is kept nowhere else', async () => {
    const { id } = await asked(await as('ada'), { tellsAccount: 'yes', email: 'somebody.else@anymeeting.example' });
    const kept = await site.parts.db.ticket.findUniqueOrThrow({ where: { id } });
    expect([kept.email, kept.tellsAccount]).toEqual([null, true]);

    const clash = { data: { email: cast.ada.email }, where: { id } };
    await expect(site.parts.db.ticket.update(clash)).rejects.toThrow(/one_address/);
  });

  test('asks and reads while suspended', async () => {
    const [ben, eve] = [await idOf(site.parts, 'ben'), await idOf(site.parts, 'eve')];
    const browser = await as('ben');
    await suspend(site.parts, { personId: ben, by: eve });
    expect((await browser.get('/webinars')).html).toContain('href="/contact"');
    const { path } = await asked(browser, { topic: 'account' });
    expect((await browser.get(path)).html).toContain(WORDS);
    await site.parts.db.person.update({ where: { id: ben }, data: { suspendedAt: null } });
  });

  test('deletes the question from My Profile', async () => {
    const chloe = await as('chloe');
    const path = /href="(\/tickets\/[\w-]{43})"/.exec((await chloe.get('/profile')).html)?.[1] ?? '';
    expect((await chloe.get(path)).html).toContain(question.text.slice(0, 20));
    await chloe.post(`${path}/removal`);
    expect((await chloe.get('/profile')).html).toContain('You have asked nothing');
  });
});

describe('staff', () => {
  test('find questions by state, topic and day, and see nothing in the list that anybody wrote', async () => {
    const { id } = await asked(await as('ada'), { topic: 'privacy' });
    const dev = await as('dev');
    const list = await dev.get('/admin/tickets?topic=privacy&from=2026-11-22&until=2026-11-22');
    expect(list.html).toContain(`/admin/tickets/${id}`);
    expect(list.html).not.toContain('hums');
    expect(list.html).not.toContain(cast.ada.email);
    expect((await dev.get('/admin/tickets?topic=link')).html).toContain('None of these');
    expect((await dev.get('/admin/tickets?topic=privacy&from=2026-11-23')).html).not.toContain(id);
    for (const day of ['2026-99-99', '2026-02-31', '0000-01-01'])
      expect((await dev.get(`/admin/tickets?state=nonsense&page=x&from=${day}`)).html).toContain(
        `/admin/tickets/${id}`,
      );
  });

  test('mean the days of their own clocks, which stand beside each question', async () => {
    const now = today;
    today = new Date('2026-11-22T20:00Z');
    const { id } = await asked(await as('ada'));
    const dev = await as('dev');
    const onDay = async (day: string) => (await dev.get(`/admin/tickets?from=${day}&until=${day}`)).html.includes(id);
    // Half past one in the night in Kolkata.
    expect([await onDay('2026-11-22'), await onDay('2026-11-23'), await onDay('2026-11-24')]).toEqual([
      false,
      true,
      false,
    ]);
    today = now;
  });

  test('see the asker only while the question is open, and cannot open it again (PP-03.3)', async () => {
    const { path, id } = await asked(await as('ada'));
    const dev = await as('dev');
    const open = await dev.get(`/admin/tickets/${id}`);
    for (const part of [cast.ada.name, cast.ada.email, WORDS]) expect(open.html).toContain(part);
    const before = (await looksAt(await idOf(site.parts, 'ada'))).length;

    await dev.post(`/admin/tickets/${id}/closing`);
    const closed = await dev.get(`/admin/tickets/${id}`);
    for (const part of [cast.ada.name, cast.ada.email, WORDS]) expect(closed.html).not.toContain(part);
    const late = await dev.post(`/admin/tickets/${id}/answers`, { message: 'One more thing.' });
    expect([late.status, late.html.includes('Only whoever asked it can open it again')]).toEqual([409, true]);
    expect(await looksAt(await idOf(site.parts, 'ada'))).toHaveLength(before);

    await site.visit().post(`${path}/messages`, { message: 'It hums again.' });
    expect((await dev.get(`/admin/tickets/${id}`)).html).toContain('It hums again.');
  });

  test('cannot look at one person because of the question of another, nor because of a closed one, whatever program asks', async () => {
    const { id, path } = await asked(await as('ada'));
    const [chloe, ada] = [
      await personWith(site.parts.db, await idOf(site.parts, 'chloe')),
      await idOf(site.parts, 'ada'),
    ];
    const by = await idOf(site.parts, 'dev');
    const looking = (person: typeof chloe) =>
      site.parts.db.transaction((tx) => look(site.parts, tx, [person.email], { by, view: '/', ticketId: id }));

    await expect(looking(chloe)).rejects.toThrow(/no open ticket of this person/);
    expect(await looking(await personWith(site.parts.db, ada))).toHaveLength(1);
    await site.visit().post(`${path}/closing`);
    await expect(looking(await personWith(site.parts.db, ada))).rejects.toThrow(/no open ticket of this person/);
  });

  test('leave a note of what they did, without a word of what was written', async () => {
    const { id } = await asked(await as('ada'));
    const dev = await as('dev');
    await dev.post(`/admin/tickets/${id}/answers`, { message: 'Try another cable.' });
    await dev.post(`/admin/tickets/${id}/closing`);
    const notes = await site.parts.db.auditNote.findMany({ where: { event: { startsWith: 'ticket.' } } });
    const about = notes.filter(({ facts }) => (facts as { ticket?: string }).ticket === id);
    expect(about.map(({ event }) => event)).toEqual(['ticket.asked', 'ticket.answered', 'ticket.closed']);
    expect(JSON.stringify(about.map(({ facts }) => facts))).not.toMatch(/hums|cable/);
  });
});

describe('somebody who means ill', () => {
  test('guesses no link: all wrong ones are answered alike', async () => {
    const { path } = await asked(await stranger());
    const wrong = [newSecret(), path.slice(9, -1) + (path.endsWith('A') ? 'B' : 'A'), 'x'];
    for (const token of wrong) expect((await site.visit().get(`/tickets/${token}`)).status).toBe(404);
    const kept = await newest();
    expect(kept.linkHash).not.toBe(path.slice('/tickets/'.length));
    expect((await site.visit().get(`/tickets/${kept.linkHash}`)).status).toBe(404);
    expect((await site.visit().get(`/tickets/${kept.id}`)).status).toBe(404);
    expect(site.logged.join('\n')).not.toContain(path.slice('/tickets/'.length));
  });

  test('sends no form from another site, none too large and none with more than was asked for', async () => {
    const before = await site.parts.db.ticket.count();
    const visitor = await stranger();
    const form = { topic: 'other', message: WORDS };
    const foreign = await visitor.post('/contact', form, {
      'origin': 'https://elsewhere.example',
      'sec-fetch-site': 'cross-site',
    });
    expect(foreign.status).toBe(403);
    expect((await visitor.post('/contact', { ...form, message: 'x'.repeat(10_001) })).status).toBe(422);
    expect((await visitor.post('/contact', { ...form, message: 'x'.repeat(600_000) })).status).toBe(413);
    expect((await visitor.post('/contact', { ...form, personId: await idOf(site.parts, 'ada') })).status).toBe(422);
    expect((await visitor.post('/contact', { ...form, topic: 'nonsense' })).status).toBe(422);
    expect(await site.parts.db.ticket.count()).toBe(before);
  });

  test('writes markup that stays text', async () => {
    const { path, id } = await asked(await stranger(), { message: '<script>alert(1)</script>{{person.name}}' });
    for (const html of [
      (await site.visit().get(path)).html,
      (await (await as('dev')).get(`/admin/tickets/${id}`)).html,
    ]) {
      expect(html).toContain('&lt;script&gt;alert(1)');
      expect(html).not.toContain('<script>alert');
    }
  });

  test('a member finds no page of the staff, and reads nothing there', async () => {
    const { id } = await asked(await stranger());
    const ada = await as('ada');
    for (const path of ['/admin/tickets', `/admin/tickets/${id}`]) expect((await ada.get(path)).status).toBe(404);
    expect((await ada.post(`/admin/tickets/${id}/closing`)).status).toBe(404);
  });
});

test('two years after the last word a question is gone, and not before', async () => {
  const { id } = await asked(await stranger());
  const now = today;
  today = new Date(now.getTime() + 729 * DAY_MS);
  await clearTickets(site.parts);
  expect(await site.parts.db.ticket.count({ where: { id } })).toBe(1);
  today = new Date(now.getTime() + 731 * DAY_MS);
  await clearTickets(site.parts);
  expect([await site.parts.db.ticket.count(), await site.parts.db.ticketMessage.count()]).toEqual([0, 0]);
  today = now;
});
