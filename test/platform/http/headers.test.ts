import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemo } from '#prisma/seed.ts';
import { firstWebinarOf, signIn } from '../../support/everybody.ts';
import { openSite, type Site } from '../../support/site.ts';

let plain: Site;
let secure: Site;
beforeAll(async () => {
  plain = await openSite();
  await seedDemo(plain.parts);
  secure = await openSite({ env: { BASE_URL: 'https://localhost' } });
  await seedDemo(secure.parts);
});
afterAll(async () => {
  await plain.close();
  await secure.close();
});

const header = async (site: Site, path: string, name: string) => (await site.visit().get(path)).headers.get(name) ?? '';

test('only the page of a room may ask for camera, microphone and screen', async () => {
  const { code } = await firstWebinarOf(plain.parts, 'ada');
  const inRooms = ['camera', 'microphone', 'display-capture'];
  const room = (await header(plain, `/w/${code}/room`, 'permissions-policy')).split(', ');
  expect(room).toEqual(expect.arrayContaining(inRooms.map((feature) => `${feature}=(self)`)));

  for (const path of ['/', `/w/${code}`, '/sign-in', '/design', '/no-such-page', '/livez']) {
    const elsewhere = (await header(plain, path, 'permissions-policy')).split(', ');
    expect(elsewhere, path).toEqual(expect.arrayContaining(inRooms.map((feature) => `${feature}=()`)));
    expect(elsewhere.filter((each) => !each.endsWith('=()'))).toEqual([]);
  }
});

test('the content policy names nobody but ourselves, and another nonce each time', async () => {
  const policies = [await header(plain, '/', 'content-security-policy')];
  policies.push(await header(plain, '/', 'content-security-policy'));
  const sources = policies.flatMap((policy) => policy.split(';').flatMap((each) => each.trim().split(' ').slice(1)));

  expect(sources.filter((each) => !/^('self'|'none'|'nonce-[\w-]{22}'|data:|blob:)$/.test(each))).toEqual([]);
  expect(new Set(sources.filter((each) => each.startsWith("'nonce-"))).size).toBe(2);
});

test('over https browsers are told to stay there, and the session cookie belongs to this host alone', async () => {
  expect(await header(secure, '/', 'strict-transport-security')).toBe('max-age=31536000');
  const cookie = (await signIn(secure.visit(), 'ada')).cookies;
  expect([...cookie.keys()]).toContain('__Host-sid');

  expect(await header(plain, '/', 'strict-transport-security')).toBe('');
  expect([...(await signIn(plain.visit(), 'ada')).cookies.keys()]).toContain('sid');
});
