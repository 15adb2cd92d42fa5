import { expect, test } from 'vitest';
import {
  deviceTrouble,
  elapsed,
  hueOf,
  initials,
  joinLabel,
  screenTrouble,
  untilStart,
} from '#src/browser/room/remember/words.ts';

test('initials are the first letters of the first and the last name', () => {
  expect(initials('Ada Okafor')).toBe('AO');
  expect(initials('chloé')).toBe('C');
  expect(initials('  Juan Carlos de la Cruz ')).toBe('JC');
  expect(initials('')).toBe('');
});

test('a person always has the same of the six colours', () => {
  expect(hueOf('ada')).toBe(hueOf('ada'));
  for (const id of ['', 'ada', 'ben', 'a-very-long-id-that-would-overflow-a-careless-sum']) {
    expect([1, 2, 3, 4, 5, 6]).toContain(hueOf(id));
  }
});

test('how long it has been live', () => {
  expect(elapsed(24 * 60_000 + 10_900)).toBe('24:10');
  expect(elapsed(3_729_000)).toBe('1:02:09');
  expect(elapsed(-5)).toBe('0:00');
});

test('how long until it starts, as people say it', () => {
  expect(untilStart(0)).toBe('');
  expect(untilStart(1)).toBe('in 1 second');
  expect(untilStart(90_000)).toBe('in 2 minutes');
  expect(untilStart(60 * 60_000)).toBe('in 1 hour');
  expect(untilStart(61 * 60_000)).toBe('in 1 hour 1 minute');
  expect(untilStart(5 * 60 * 60_000)).toBe('in 5 hours');
  expect(untilStart(49 * 60 * 60_000)).toBe('in 2 days');
});

test('the button that joins says what will be on', () => {
  expect(joinLabel({ camera: false, microphone: false })).toBe('Join with everything off');
  expect(joinLabel({ camera: true, microphone: true })).toBe('Join with camera and microphone');
});

test('a device that does not open is explained in words that say what to do', () => {
  expect(deviceTrouble('camera', 'NotAllowedError')).toMatch(/Allow it with the icon beside the address/);
  expect(deviceTrouble('microphone', 'NotFoundError')).toMatch(/No microphone was found/);
  expect(deviceTrouble('camera', 'NotReadableError')).toMatch(/Close the other program/);
  expect(deviceTrouble('camera', 'something new')).toMatch(/Try again/);
});

test('whoever closes the choice of a screen hears no complaint', () => {
  expect(screenTrouble('NotAllowedError')).toBe('');
  expect(screenTrouble('NotReadableError')).toMatch(/did not start/);
});
