import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { sendResetLink } from '#src/accounts/reset-password.ts';
import type { Client } from '#test/support/client.ts';
import { movesIn, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

let site: Site;
let dev: Client;
beforeAll(async () => {
  site = await openSite();
  await movesIn(site.parts, 'dev');
  await movesIn(site.parts, 'ben');
  dev = await signIn(site.visit(), 'dev');
});
afterAll(() => site.close());

const read = async (query = '') => (await dev.get(`/admin/outbox${query}`)).html;
const resets = () => site.inbox.letters().filter(({ subject }) => subject.startsWith('Choose a new password'));

/** As delivery leaves a letter that no time will mend. */
async function parkReset(): Promise<bigint> {
  await sendResetLink(site.parts, cast.ben.email, 'house');
  const id = await newestReset();
  while ((await site.parts.db.outbox.findUniqueOrThrow({ where: { id } })).state !== 'sent')
    await new Promise((resolve) => setTimeout(resolve, 20));
  await site.parts.db.outbox.update({
    where: { id },
    data: { state: 'parked', address: cast.ben.email, settledAt: null, answer: '550 5.7.1', attempts: 3 },
  });
  return id;
}
const newestReset = async () =>
  (
    await site.parts.db.outbox.findFirstOrThrow({
      where: { letter: { template: 'reset-password' } },
      orderBy: { id: 'desc' },
    })
  ).id;

test('staff see what became of letters, and of no letter whom it goes to', async () => {
  await parkReset();
  const html = await read();
  expect(html).toContain('Choose a new password');
  expect(html).toContain('550 5.7.1');
  expect(html).toContain('One, sealed');
  expect(html).not.toContain(cast.ben.email);

  expect(await read('?state=parked')).toContain('Try again');
  expect(await read('?state=sent')).not.toContain('550 5.7.1');
  expect(await read('?letter=choose+a+NEW')).toContain('Choose a new password');
  expect(await read('?letter=no-such')).toContain('None of these');
  expect(await read('?state=parked&stream=contest')).toContain('None of these');
});

test('a parked letter is tried again once, and another is given up and its address forgotten', async () => {
  const again = await newestReset();
  const before = resets().length;
  expect((await dev.post(`/admin/outbox/${again}/tries`)).status).toBe(303);
  while (resets().length === before) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await dev.post(`/admin/outbox/${again}/tries`)).status).toBe(409);

  const over = await parkReset();
  expect((await dev.post(`/admin/outbox/${over}/end`)).status).toBe(303);
  expect(await site.parts.db.outbox.findUniqueOrThrow({ where: { id: over } })).toMatchObject({
    ...{ state: 'refused', answer: 'given up', address: null },
  });
  expect(resets()).toHaveLength(before + 2);
});

test('all that are parked are tried again at once, each once, and the trail says how many', async () => {
  await parkReset();
  await parkReset();
  const before = resets().length;
  expect(await read()).toContain('2 letters are parked.');
  expect((await dev.post('/admin/outbox/tries')).status).toBe(303);
  expect((await dev.post('/admin/outbox/tries')).status).toBe(303);

  while (resets().length < before + 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await read()).not.toContain('parked.');
  expect(
    await site.parts.db.auditNote.findMany({ where: { event: 'letters.tried-again' }, select: { facts: true } }),
  ).toEqual([{ facts: { count: 2 } }]);
  expect(resets()).toHaveLength(before + 2);
});
