import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { letterTo, registration } from '../../accounts/visits.ts';
import { passesAge } from '../../support/everybody.ts';
import { openSite, type Site } from '../../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('an empty inbox says how the first letter comes about', async () => {
  const { status, html } = await site.visit().get('/dev/mail');
  expect([status, html.includes('No letter yet')]).toEqual([200, true]);
});

test('a letter is listed, shown in a sandbox and as text, with its links to press', async () => {
  await (await passesAge(site.visit())).post('/register', registration('ada'));
  const { id, links } = await letterTo(site, 'ada', 'Confirm');

  expect((await site.visit().get('/dev/mail')).html).toContain(cast.ada.email);
  const page = await site.visit().get(`/dev/mail/${id}`);
  expect(page.html).toContain(`<a href="${links[0]}">`);
  expect(page.html).toMatch(new RegExp(`<iframe[^>]* src="/dev/mail/${id}/html"[^>]* sandbox`));

  const letter = await site.visit().get(`/dev/mail/${id}/html`);
  expect(letter.html).toContain('Confirm my address');
  expect(letter.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
});

test('whoever comes from elsewhere finds nothing there', async () => {
  const proxies = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];
  for (const name of proxies) {
    expect((await site.visit().get('/dev/mail', { [name]: '203.0.113.7' })).status).toBe(404);
  }
  expect((await site.visit().get('/dev/mail/999')).status).toBe(404);
  expect((await site.visit().get('/dev/mail/..%2f')).status).toBe(404);
});

test('a site with an address in the world has no such pages, even for this machine', async () => {
  const open = await openSite({ env: { BASE_URL: 'https://meet.example' } });
  for (const path of ['/dev/mail', '/dev/mail/1', '/design', '/design/room']) {
    expect((await open.visit().get(path)).status).toBe(404);
  }
  await open.close();
});
