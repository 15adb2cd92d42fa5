import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { openSite, type Site } from '../support/site.ts';
import { letterTo, openAccount, signedIn, signIn } from './visits.ts';

const FRESH = 'five boats on a slow river';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await Promise.all([openAccount(site, 'ada'), openAccount(site, 'ben')]);
});
afterAll(() => site.close());

test('a new password ends the other sessions, keeps this one, and is told by letter', async () => {
  const here = await signedIn(site, 'ada');
  const elsewhere = await signedIn(site, 'ada');

  const answer = await here.post('/profile/password', { present: castPassword, password: FRESH });
  expect(answer).toMatchObject({ status: 303, location: '/profile?after=password#new-password' });
  expect((await here.get('/profile?after=password')).html).toContain('Your password is changed');
  expect((await elsewhere.get('/profile')).status).toBe(303);
  expect((await signIn(site.visit(), 'ada')).status).toBe(422);
  expect((await letterTo(site, 'ada', 'Your password was changed')).text).toContain('/password/forgotten');
});

test.each([
  ['present', { present: 'six boats on a slow river', password: FRESH }],
  ['password', { present: castPassword, password: 'Ben Lindqvist 1987' }],
  ['password', { present: castPassword, password: 'short' }],
  ['present', { present: '', password: FRESH }],
])('what is wrong stands beside the field %s, and nothing changes', async (field, form) => {
  const browser = await signedIn(site, 'ben');
  const { status, html } = await browser.post('/profile/password', form);

  expect([status, html.includes(`id="${field}-problem"`)]).toEqual([422, true]);
  expect((await signIn(site.visit(), 'ben')).status).toBe(303);
});

test('guessing the present password slows down like guessing at the door', async () => {
  const browser = await signedIn(site, 'ben');
  const guess = () => browser.post('/profile/password', { present: 'six boats on a slow river', password: FRESH });
  for (const free of [1, 2, 3, 4, 5, 6]) expect([free, (await guess()).status]).toEqual([free, 422]);

  expect((await guess()).status).toBe(429);
});

test('the change is noted, without a word of what changed', async () => {
  const { id } = await site.parts.db.person.findUniqueOrThrow({ where: { email: cast.ada.email } });
  const notes = await site.parts.db.auditNote.findMany({ where: { about: id }, orderBy: { id: 'asc' } });

  expect(notes.map(({ event, by }) => [event, by])).toEqual([
    ['account.opened', null],
    ['account.address-confirmed', id],
    ['account.password-changed', id],
  ]);
  expect(notes.at(-1)?.facts).toEqual({ sessions: 1 });
});
