import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { LINK } from '#src/letters/blanks.ts';
import { passesAge } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { letterTo, linkIn, openAccount, registration, signedIn, signIn, withoutNonce } from './visits.ts';

const FRESH = 'five boats on a slow river';

/** Tests move it; the site begins at the true time, because its letters and jobs are timed by the database as well. */
let ahead = 0;
let site: Site;
beforeAll(async () => {
  site = await openSite({ clock: () => new Date(Date.now() + ahead) });
  await Promise.all([openAccount(site, 'ada'), openAccount(site, 'ben'), openAccount(site, 'dev')]);
});
afterAll(() => site.close());

const askFor = (email: string) => site.visit().post('/password/forgotten', { email });

test('a known and an unknown address get the same answer, and only the known one a letter', async () => {
  const known = await askFor(cast.ada.email);
  const unknown = await askFor('nobody@anymeeting.example');

  expect([known.status, known.location, known.html]).toEqual([unknown.status, unknown.location, unknown.html]);
  expect(known.location).toBe('/password/check-your-mail');
  expect(withoutNonce(await site.visit().get('/password/check-your-mail'))).not.toContain(cast.ada.email);
  await letterTo(site, 'ada', 'Choose a new password');
});

test('both leave a letter behind with a blank for the link; the one to nobody never had an address', async () => {
  const rows = await site.parts.db.outbox.findMany({
    where: { letter: { template: 'reset-password' } },
    include: { letter: true },
    orderBy: { id: 'asc' },
  });
  const [known, unknown] = rows;
  expect(known?.state).not.toBe('stopped');
  expect([unknown?.state, unknown?.address]).toEqual(['stopped', null]);
  for (const { letter } of rows) expect(letter.text).toContain(`/password/reset/${LINK}`);
  expect(new Set(rows.map(({ letter }) => letter.text)).size).toBe(1);
  expect(await site.parts.db.mailedLink.count({ where: { purpose: 'reset_password' } })).toBe(1);
});

test('the link sets a new password once, ends every session and says so by letter', async () => {
  const laptop = await signedIn(site, 'ada');
  const phone = await signedIn(site, 'ada');
  const link = linkIn(await letterTo(site, 'ada', 'Choose a new password'));

  expect((await laptop.get(link)).status).toBe(200);
  expect((await laptop.get(link)).status).toBe(200);
  const visitor = site.visit();
  expect(await visitor.post(link, { password: FRESH })).toMatchObject({
    status: 303,
    location: '/sign-in?after=reset',
  });
  expect((await visitor.post(link, { password: `${FRESH} again` })).status).toBe(410);
  expect((await visitor.get(link)).status).toBe(410);

  for (const browser of [laptop, phone]) expect((await browser.get('/profile')).status).toBe(303);
  expect((await signIn(visitor, 'ada')).status).toBe(422);
  expect((await signIn(visitor, 'ada', FRESH)).status).toBe(303);
  await letterTo(site, 'ada', 'Your password was changed');
});

test('of two forms sent at once with one link, one sets the password', async () => {
  await askFor(cast.dev.email);
  const link = linkIn(await letterTo(site, 'dev', 'Choose a new password'));
  const answers = await Promise.all([
    site.visit().post(link, { password: FRESH }),
    site.visit().post(link, { password: FRESH }),
  ]);

  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 410]);
});

test('a weak password is refused beside its field and does not use the link up; an hour does', async () => {
  await askFor(cast.ben.email);
  const link = linkIn(await letterTo(site, 'ben', 'Choose a new password'));

  for (const password of ['short', 'passwordpassword', 'ben lindqvist 2026', ['one', 'two']]) {
    const { status, html } = await site.visit().post(link, { password });
    expect([password, status, html.includes('id="password-problem"')]).toEqual([password, 422, true]);
  }
  ahead = 61 * 60 * 1000;
  expect((await site.visit().post(link, { password: FRESH })).status).toBe(410);
  ahead = 0;
  expect((await site.visit().post(link, { password: FRESH })).status).toBe(303);
});

test('a link for confirming sets no password, and one for a password confirms no address by the other page', async () => {
  await (await passesAge(site.visit())).post('/register', registration('eve'));
  const confirming = linkIn(await letterTo(site, 'eve', 'Confirm'))
    .split('/')
    .at(-1);

  expect((await site.visit().get(`/password/reset/${confirming}`)).status).toBe(410);
  expect((await site.visit().post(`/password/reset/${confirming}`, { password: FRESH })).status).toBe(410);
});

test('whoever opened an account with an address of somebody else loses it to the owner of the address', async () => {
  await askFor(cast.eve.email);
  const owner = site.visit();
  await owner.post(linkIn(await letterTo(site, 'eve', 'Choose a new password')), { password: FRESH });

  expect((await signIn(site.visit(), 'eve', castPassword)).status).toBe(422);
  expect((await signIn(owner, 'eve', FRESH)).status).toBe(303);
});

test.each(['/confirm/short', '/confirm/a.b', `/password/reset/${'x'.repeat(44)}`, '/password/reset/%00'])(
  '%s is no address of ours',
  async (path) => {
    expect([400, 404, 422]).toContain((await site.visit().get(path)).status);
  },
);
