import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ResumeTogether } from '#src/sfu/resume-together.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function video(resumed: string[], name: string) {
  const each = { closed: false, resume: async () => void resumed.push(name) };
  return each;
}

test('those who come within a quarter of a second are resumed at one moment, late ones with the next batch', async () => {
  const resumed: string[] = [];
  const together = new ResumeTogether();
  const adas = together.add(video(resumed, 'ada'));
  await vi.advanceTimersByTimeAsync(200);
  const bens = together.add(video(resumed, 'ben'));
  expect(resumed).toEqual([]);

  await vi.advanceTimersByTimeAsync(50);
  await Promise.all([adas, bens]);
  expect(resumed).toEqual(['ada', 'ben']);

  const chloes = together.add(video(resumed, 'chloe'));
  await vi.advanceTimersByTimeAsync(250);
  await chloes;
  expect(resumed).toEqual(['ada', 'ben', 'chloe']);
});

test('whoever left or hid the picture before its turn is passed over', async () => {
  const resumed: string[] = [];
  const together = new ResumeTogether();
  const [left, hid, stayed] = [video(resumed, 'left'), video(resumed, 'hid'), video(resumed, 'stayed')];
  const all = Promise.all([left, hid, stayed].map((each) => together.add(each)));
  left.closed = true;
  together.remove(hid);

  await vi.advanceTimersByTimeAsync(250);
  await all;
  expect(resumed).toEqual(['stayed']);
});

test('one that cannot be resumed is said to those who asked, and the next batch goes on', async () => {
  const resumed: string[] = [];
  const together = new ResumeTogether();
  const broken = { closed: false, resume: () => Promise.reject(new Error('The worker is gone.')) };
  const asked = together.add(broken).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(250);
  expect(await asked).toMatchObject({ message: 'The worker is gone.' });

  const next = together.add(video(resumed, 'next'));
  await vi.advanceTimersByTimeAsync(250);
  await next;
  expect(resumed).toEqual(['next']);
});

test('when the room closes nobody is kept waiting', async () => {
  const resumed: string[] = [];
  const together = new ResumeTogether();
  const asked = together.add(video(resumed, 'ada'));
  together.close();

  await asked;
  expect(resumed).toEqual([]);
});
