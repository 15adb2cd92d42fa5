import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { everybodyMovesIn, idOf, signIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const GPC = { 'sec-gpc': '1' };
const BOTH = { ads: 'off', statistics: 'off' };
const plain = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
const refusedIn = ({ cookies }: Client) => [...cookies.keys()].filter((name) => name.startsWith('no-')).toSorted();
const page = async (browser: Client, headers = {}) => plain((await browser.get('/privacy/choices', headers)).html);

async function directives(who: 'ada' | 'ben' | 'chloe' | 'dev' | 'eve') {
  const rows = await site.parts.db.privacyDirective.findMany({
    where: { subject: await idOf(site.parts, who) },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ kind, act, source }) => `${act} ${kind} by ${source}`);
}

test('it takes two presses from any page, without an account: the link at the foot, and the button (PP-02.6)', async () => {
  const browser = site.visit();
  for (const path of ['/', '/sign-in', '/nowhere'])
    expect((await browser.get(path)).html).toContain('<a href="/privacy/choices">Your privacy choices</a>');

  const { html } = await browser.get('/privacy/choices');
  expect(html).toMatch(/name="ads" value="off">\s*<input type="hidden" name="statistics" value="off">\s*<button/);
  expect((await browser.post('/privacy/choices', BOTH)).location).toBe('/privacy/choices?done=kept');
  expect(refusedIn(browser)).toEqual(['no-ads', 'no-statistics']);
  expect(await page(browser)).toMatch(/Advertising that follows you Refused .* Counting visits Refused/);
});

/** What the button with these words sends from a page that stands open, however long. */
function sentBy(button: string, html: string): Record<string, string> {
  const form = html.split('<form ').find((each) => each.includes(`>${button}</button>`)) ?? '';
  return Object.fromEntries(
    Array.from(form.matchAll(/name="(\w+)" value="(\w+)"/g), ([, name = '', value = '']): [string, string] => [
      name,
      value,
    ]),
  );
}

test('a button changes its own switch: from a page that stood open meanwhile it takes no other refusal back (PP-02.6)', async () => {
  for (const browser of [site.visit(), await signIn(site.visit(), 'eve')]) {
    const { html } = await browser.get('/privacy/choices');
    await browser.post('/privacy/choices', sentBy('Refuse advertising', html));
    expect(await page(browser)).toContain('Counting visits Not refused.');
    await browser.post('/privacy/choices', sentBy('Refuse being counted', html));
    expect(await page(browser)).toMatch(/Advertising that follows you Refused .* Counting visits Refused/);
    expect(refusedIn(browser)).toEqual(['no-ads', 'no-statistics']);
  }
  expect(await directives('eve')).toEqual(['set ads_optout by profile', 'set statistics_optout by profile']);
  expect((await site.visit().post('/privacy/choices')).status).toBe(422);
});

test('a page that was asked for before a press and comes after it takes no refusal back (PP-02.6)', async () => {
  const browser = site.visit();
  await browser.post('/privacy/choices', { ads: 'off' });
  const before = new Map(browser.cookies);
  await browser.post('/privacy/choices', { statistics: 'off' });

  const late = site.visit();
  for (const [name, value] of before) late.cookies.set(name, value);
  browser.keeps((await late.get('/')).headers);
  expect(refusedIn(browser)).toEqual(['no-ads', 'no-statistics']);
  expect(await page(browser)).toMatch(/Advertising that follows you Refused .* Counting visits Refused/);
});

test('the choice is kept for a year, says nothing of who it is, and is gone when both are taken back', async () => {
  const browser = site.visit();
  const [cookie] = (await browser.post('/privacy/choices', { ads: 'off', statistics: 'on' })).headers.getSetCookie();
  expect(cookie).toMatch(/^no-ads=yes; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  expect(refusedIn(browser)).toEqual(['no-ads']);

  await browser.post('/privacy/choices', { ads: 'on', statistics: 'on' });
  expect(refusedIn(browser)).toEqual([]);
});

test('what somebody wrote into the cookie by hand is not taken for a choice', async () => {
  for (const value of ['', 'off', 'no', 'YES', 'yes.', 'yes, yes']) {
    const browser = site.visit();
    browser.cookies.set('no-statistics', value);
    expect(await page(browser), value).toContain('Counting visits Not refused.');
  }
});

test('the page says in words what was understood from this very browser, and does that', async () => {
  expect(await page(site.visit())).toContain('Your browser does not send Do Not Track.');
  const told = await page(site.visit(), { dnt: '1' });
  expect(told).toContain(
    'Your browser sends Do Not Track. We received it: you see no advertisement here, you get no visitor cookie and your visit is counted nowhere.',
  );
  expect(told).toMatch(/Advertising that follows you Refused A signal of your browser asks for it/);
});

test('the way to Google is a plain link to another company, and nothing waits for it', async () => {
  const { html } = await site.visit().get('/privacy/choices');
  expect(html).toMatch(
    /<a href="https:\/\/policies\.google\.com\/technologies\/ads" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer">/,
  );
  expect(html.match(/(?:src|href)="https?:\/\/(?!policies\.google\.com\/technologies\/ads")/g)).toBeNull();
});

test('an account keeps to a signal from the first request on, once, and a browser that lacks it takes nothing back', async () => {
  const ada = await signIn(site.visit(), 'ada');
  await Promise.all(Array.from({ length: 8 }, () => ada.get('/webinars', GPC)));
  await ada.get('/account', GPC);
  expect(await page(ada, GPC)).toContain('Your account keeps to it in your other browsers too.');
  await ada.get('/account');
  expect(await directives('ada')).toEqual(['set gpc by header']);

  const elsewhere = await signIn(site.visit(), 'ada');
  expect(await page(elsewhere)).toMatch(/Counting visits Refused A signal of your browser asks for it/);
  expect(await page(elsewhere)).toContain('A browser of yours has sent Global Privacy Control');
});

test('only the person takes a signal out of their account, and not from a browser that sends it', async () => {
  const ben = await signIn(site.visit(), 'ben');
  await ben.get('/account', GPC);
  expect((await ben.post('/privacy/signals', { signal: 'gpc' }, GPC)).status).toBe(409);
  expect(await directives('ben')).toEqual(['set gpc by header']);

  expect((await ben.post('/privacy/signals', { signal: 'gpc' })).location).toBe('/privacy/choices?done=lifted');
  expect(await page(ben)).toContain('Counting visits Not refused.');
  await ben.get('/account', GPC);
  expect(await directives('ben')).toEqual(['set gpc by header', 'lift gpc by profile', 'set gpc by header']);
});

test('a switch in an account counts in its other browsers and survives signing out', async () => {
  const chloe = await signIn(site.visit(), 'chloe');
  await chloe.post('/privacy/choices', BOTH);
  expect(await directives('chloe')).toEqual(['set ads_optout by profile', 'set statistics_optout by profile']);
  expect(await page(await signIn(site.visit(), 'chloe'))).toContain('You get no visitor cookie');

  await chloe.post('/session/end');
  expect(refusedIn(chloe)).toEqual(['no-ads', 'no-statistics']);
  expect(await page(chloe)).toContain('You get no visitor cookie');

  const again = await signIn(site.visit(), 'chloe');
  // This browser refused nothing by itself, and is not said to keep what the account does.
  expect(await page(again)).toContain('in the browser in which you make it');
  await again.post('/privacy/choices', { ads: 'on', statistics: 'off' });
  await again.post('/privacy/choices', { ads: 'on', statistics: 'off' });
  expect((await directives('chloe')).slice(2)).toEqual(['lift ads_optout by profile']);
});

test('what was refused before signing in is refused in the account, and signing in elsewhere lifts nothing', async () => {
  const dev = site.visit();
  await dev.post('/privacy/choices', { ads: 'on', statistics: 'off' });
  await signIn(dev, 'dev');
  await signIn(site.visit(), 'dev');
  await signIn(dev, 'dev');

  expect(await directives('dev')).toEqual(['set statistics_optout by cookie']);
});

test('only the person’s own switch can lift: the table refuses a header and a cookie that try', async () => {
  const subject = await idOf(site.parts, 'eve');
  for (const source of ['header', 'cookie']) {
    const lift = { subject, kind: 'gpc' as const, act: 'lift' as const, source, at: new Date() };
    await expect(site.parts.db.privacyDirective.create({ data: lift })).rejects.toThrow(/lift_by_own_act|constraint/i);
  }
  expect((await directives('eve')).filter((each) => each.startsWith('lift'))).toEqual([]);
});
