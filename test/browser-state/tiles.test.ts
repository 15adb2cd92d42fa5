import { expect, test } from 'vitest';
import { heightToAsk, inMessages, TILES_PER_MESSAGE, viewNews } from '#src/browser/room/remember/tiles.ts';

const shown = { cssHeight: 360, pixelRatio: 2, visible: true, pageHidden: false };

test('a tile asks for its height in device pixels', () => {
  expect(heightToAsk(shown)).toBe(720);
  expect(heightToAsk({ ...shown, cssHeight: 100.4, pixelRatio: 1 })).toBe(100);
});

test('a tile that is scrolled away, folded away or on a hidden page asks for nothing', () => {
  expect(heightToAsk({ ...shown, visible: false })).toBe(0);
  expect(heightToAsk({ ...shown, cssHeight: 0 })).toBe(0);
  expect(heightToAsk({ ...shown, pageHidden: true })).toBe(0);
});

test('no height is larger than the protocol allows', () => {
  expect(heightToAsk({ ...shown, cssHeight: 9_000 })).toBe(8_192);
});

test('only what changed is told', () => {
  const told = new Map([
    ['camera', 720],
    ['screen', 0],
  ]);
  const seen = new Map([
    ['camera', 720],
    ['screen', 1080],
    ['new', 0],
  ]);
  expect(viewNews(told, seen)).toEqual([
    { consumerId: 'screen', height: 1080 },
    { consumerId: 'new', height: 0 },
  ]);
  expect(viewNews(seen, seen)).toEqual([]);
});

test('a long list goes out in messages the protocol allows', () => {
  const all = Array.from({ length: TILES_PER_MESSAGE + 1 }, (_, place) => place);
  expect(inMessages(all).map((part) => part.length)).toEqual([TILES_PER_MESSAGE, 1]);
  expect(inMessages([])).toEqual([]);
});
