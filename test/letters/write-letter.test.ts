import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLetter } from '#src/letters/write-letter.ts';
import { newId } from '#src/platform/ids.ts';
import { seal } from '#src/platform/personal.ts';
import { openSite, type Site } from '#test/support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('a letter that is undone with its cause never leaves, and one that is kept leaves once', async () => {
  const to = seal('email', 'ada@anymeeting.example', { about: newId(), under: 1, via: 'registration' });
  const writing = {
    template: 'reset-password',
    title: 'Choose a new password',
    model: { link: `${site.parts.config.BASE_URL}/password/reset/x` },
    ...({ stream: 'account', class: 'requested', key: 'reset-password:1', to, cause: 'house' } as const),
  };
  await expect(
    site.parts.db.transaction(async (tx) => {
      await writeLetter(site.parts, tx, writing);
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  await site.parts.db.transaction((tx) => writeLetter(site.parts, tx, writing));

  const letter = await site.inbox.letter(({ subject }) => subject.startsWith('Choose'));
  expect(letter.to).toBe('ada@anymeeting.example');
  expect(letter.text).toMatch(/\/u\/[A-Za-z0-9_-]{66}\b/);
  expect(site.inbox.letters()).toHaveLength(1);
});
