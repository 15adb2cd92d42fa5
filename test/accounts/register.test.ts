import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { hashingLoad } from '#src/accounts/hash-password.ts';
import { passesAge } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';
import { letterTo, linkIn, registration, signIn, withoutNonce } from './visits.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const people = () => site.parts.db.person.findMany({ orderBy: { createdAt: 'asc' } });
const adult = () => passesAge(site.visit());
const register = async (form: Record<string, string | string[]>) => (await adult()).post('/register', form);

test('the form shows the policy version in force beside the button, and asks five things', async () => {
  const { html } = await (await adult()).get('/register');
  const names = Array.from(html.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g), ([, name]) => name);

  expect(names).toEqual(['name', 'email', 'howHeard', 'timeZone', 'password', 'policyVersion']);
  expect(html).toMatch(/By registering you accept version <span class="number">1<\/span>/);
});

test('somebody registers, confirms by the mailed link and signs in', async () => {
  const browser = await adult();
  expect(await browser.post('/register', registration('ada'))).toMatchObject({
    status: 303,
    location: '/register/check-your-mail',
  });
  expect((await people())[0]).toMatchObject({ ...cast.ada, policyVersionId: 1, confirmedAt: null });

  const link = linkIn(await letterTo(site, 'ada', 'Confirm'));
  for (const look of [1, 2, 3]) expect([look, (await browser.get(link)).status]).toEqual([look, 200]);
  expect((await people())[0]?.confirmedAt).toBeNull();

  expect(await browser.post(link)).toMatchObject({ status: 303, location: '/sign-in?after=confirmed' });
  expect((await people())[0]?.confirmedAt).toBeInstanceOf(Date);
  expect((await browser.post(link)).status).toBe(410);
  expect((await browser.get(link)).status).toBe(410);

  expect(await signIn(browser, 'ada')).toMatchObject({ status: 303, location: '/webinars' });
  expect((await browser.get('/profile')).html).toContain(cast.ada.email);
});

test('an address that has an account gets the same page for the same work, another letter, and stays as it was', async () => {
  const before = await people();
  const start = hashingLoad().done;
  const unknown = await adult();
  const known = await adult();

  const first = await unknown.post('/register', registration('ben'));
  const afterUnknown = hashingLoad().done;
  const second = await known.post('/register', {
    ...registration('ada'),
    name: 'Somebody Else',
    password: 'five boats on a slow river',
  });

  expect([afterUnknown - start, hashingLoad().done - afterUnknown]).toEqual([1, 1]);
  expect([first.status, first.location]).toEqual([second.status, second.location]);
  expect([...unknown.cookies.keys()]).toEqual([...known.cookies.keys()]);
  expect(withoutNonce(await unknown.get(first.location ?? ''))).toBe(
    withoutNonce(await known.get(second.location ?? '')),
  );

  expect((await letterTo(site, 'ben', 'Confirm your address')).text).not.toContain(cast.ben.name);
  expect((await letterTo(site, 'ada', 'You already have an account')).text).not.toContain('Somebody Else');
  expect((await people()).slice(0, before.length)).toEqual(before);
});

test('twenty forms for one address at once open one account, and all get the same answer', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => register(registration('chloe'))));

  expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(
    new Set(['303 /register/check-your-mail']),
  );
  expect((await people()).filter(({ email }) => email === cast.chloe.email)).toHaveLength(1);
});

test.each([
  ['a role', { role: 'admin' }],
  ['a confirmation', { confirmedAt: '2026-11-01' }],
  ['a prototype', { __proto__: 'x', 'constructor[prototype][role]': 'admin' }],
  ['two addresses', { email: [cast.dev.email, 'mallory@example.org'] }],
  ['an address as a list', { 'email[]': 'mallory@example.org' }],
  ['an address as an object', { 'email[startsWith]': 'd' }],
  ['two addresses in one', { email: `${cast.dev.email}, mallory@example.org` }],
  ['an address with a second line', { email: `${cast.dev.email}\r\nBcc: mallory@example.org` }],
  ['a name with a NUL', { name: 'Dev\u0000' }],
  ['a name of a megabyte less', { name: 'x'.repeat(100_000) }],
  ['an invented zone', { timeZone: 'Etc/Nowhere' }],
  ['no policy version', { policyVersion: '' }],
  ['a short password', { password: 'too short' }],
  ['an endless password', { password: 'long '.repeat(30) }],
  ['a listed password', { password: '1qaz2wsx3edc4rfv' }],
])('a form with %s is refused with 422, and nobody gets an account', async (_what, wrong) => {
  const { status } = await register({ ...registration('dev'), ...wrong });

  expect(status).toBe(422);
  expect((await people()).filter(({ email }) => email === cast.dev.email)).toEqual([]);
});

test('what was typed comes back with a sentence beside the field, and passwords never do', async () => {
  const { status, html } = await register({
    ...registration('dev'),
    howHeard: '<b>a "friend"</b>',
    password: 'qwertyuiopasdfgh',
  });

  expect(status).toBe(422);
  expect(html).toContain('id="password-problem"');
  expect(html).toContain('&lt;b&gt;a &quot;friend&quot;&lt;/b&gt;');
  expect(html).not.toContain('qwertyuiopasdfgh');
});

test('fifteen characters count as people see them, and one password has one spelling', async () => {
  const { status } = await register({ ...registration('dev'), password: 'ﬁfteen ﬁsh swam' });
  expect(status).toBe(303);

  const browser = site.visit();
  await browser.post(linkIn(await letterTo(site, 'dev', 'Confirm')));
  expect((await signIn(browser, 'dev', 'fifteen fish swam')).status).toBe(303);
});

test('a form that showed another version of the policy is shown again with the one in force', async () => {
  const { status, html } = await register({ ...registration('eve'), policyVersion: '7' });

  expect(status).toBe(422);
  expect(html).toContain('Our privacy policy has changed');
  expect(html).toContain('name="policyVersion" value="1"');
});

test('neither the log nor the queue nor the table of links holds a name, an address or a secret', async () => {
  const { db } = site.parts;
  const letter = await letterTo(site, 'ada', 'Confirm');
  const queued = JSON.stringify(await db.$queryRaw`SELECT name, data, output FROM pgboss.job`);
  const links = JSON.stringify(await db.mailedLink.findMany());
  const notes = (await db.auditNote.findMany()).map(({ event, facts }) => JSON.stringify([event, facts])).join();
  const kept = [site.logged.join('\n'), queued, links, notes];

  expect(site.logged.length).toBeGreaterThan(10);
  for (const { name, email } of Object.values(cast))
    for (const text of kept) {
      expect(text).not.toContain(email);
      expect(text).not.toContain(name);
    }
  for (const text of kept) {
    expect(text).not.toContain(linkIn(letter).split('/').at(-1));
    expect(text).not.toContain(castPassword);
  }
});

test('the letter is sent again on request, with one answer for every address, and at most three times an hour', async () => {
  const asked = await Promise.all(
    ['eve', 'eve', 'eve'].map(() => site.visit().post('/confirmation-letters', { email: 'nobody@anymeeting.example' })),
  );
  await register(registration('eve'));
  const again = await Promise.all(
    Array.from({ length: 8 }, () => site.visit().post('/confirmation-letters', { email: cast.eve.email })),
  );
  const all = [...asked, ...again].map(({ status, location, html }) => [status, location, html]);
  expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(1);

  await everyJobIsDone();
  expect(site.inbox.letters().filter(({ to }) => to === cast.eve.email)).toHaveLength(3);
  expect(site.inbox.letters().some(({ to }) => to.startsWith('nobody'))).toBe(false);
});

/** Waits until nothing is left in the queue. */
const everyJobIsDone = () =>
  expect
    .poll(() => site.parts.db.$queryRaw`SELECT name FROM pgboss.job WHERE state IN ('created', 'active', 'retry')`, {
      timeout: 20_000,
    })
    .toEqual([]);

test('letters to one mailbox count together, whatever stands behind the plus', async () => {
  const requests = Array.from({ length: 6 }, (_, index) => ({
    ...registration('dev'),
    email: `flooded+${index}@anymeeting.example`,
  }));
  for (const form of requests) expect((await register(form)).status).toBe(303);

  await everyJobIsDone();
  expect(site.inbox.letters().filter(({ to }) => to.startsWith('flooded+'))).toHaveLength(3);
});
