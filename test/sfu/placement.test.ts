import { expect, test } from 'vitest';
import { PER_RECEIVER, type Place, placeHome, placeReceiver, STAY_HOME_BELOW } from '#src/sfu/placement.ts';

const home = (packets: number): Place => ({ packets, isHome: true, isOpen: true });
const open = (packets: number): Place => ({ packets, isHome: false, isOpen: true });
const elsewhere = (packets: number): Place => ({ packets, isHome: false, isOpen: false });

test('a room begins on the worker with the least to do, the first of equals', () => {
  expect(placeHome([900, 300, 300])).toBe(1);
});

test('a small meeting stays on its home, even beside an idle worker', () => {
  expect(placeReceiver([elsewhere(0), home(20 * PER_RECEIVER)])).toBe(1);
});

test('a webinar that fills its home goes on elsewhere', () => {
  expect(placeReceiver([home(STAY_HOME_BELOW), elsewhere(0)])).toBe(1);
});

test('a worker that the room is on already is preferred to one that needs new pipes', () => {
  expect(placeReceiver([home(STAY_HOME_BELOW), elsewhere(4_000), open(5_000)])).toBe(2);
  expect(placeReceiver([home(STAY_HOME_BELOW), elsewhere(4_000), open(6_000)])).toBe(1);
});

test('when every worker is busy the home gets its share again, a little less than the others', () => {
  expect(placeReceiver([home(20_000), open(20_000)])).toBe(1);
  expect(placeReceiver([home(20_000), open(23_000)])).toBe(0);
});

test('a thousand viewers who come one by one load four workers alike', () => {
  const places = [home(600), elsewhere(0), elsewhere(0), elsewhere(0)];
  for (let viewer = 0; viewer < 1_000; viewer += 1) {
    const place = places[placeReceiver(places)];
    if (place === undefined) throw new Error('There is always a place.');
    place.packets += PER_RECEIVER;
    place.isOpen = true;
  }

  const packets = places.map((place) => place.packets);
  expect(Math.max(...packets) - Math.min(...packets)).toBeLessThan(3_000);
});
