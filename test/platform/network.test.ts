import { expect, test } from 'vitest';
import { networkOf } from '#src/platform/network.ts';

test.each([
  ['2001:db8::1', '2001:db8::2'],
  ['2001:db8::a:b:c:d', '2001:db8:0:0:1::'],
  ['2001:db8:1::1', '2001:db8:1:0:a:b:c:d'],
  ['2001:DB8:1:2::5', '2001:db8:1:2:ffff::'],
  ['fe80::1%eth0', 'fe80::2'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:201', '192.0.2.1'],
])('%s and %s are one place', (one, other) => {
  expect(networkOf(one)).toBe(networkOf(other));
});

test.each([
  ['2001:db8:1:2::5', '2001:db8:1:3::5'],
  ['2001:db8::1', '2001:db9::1'],
  ['192.0.2.1', '192.0.2.2'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.2'],
  ['::1', '2001:db8::1'],
])('%s and %s are two', (one, other) => {
  expect(networkOf(one)).not.toBe(networkOf(other));
});

test('what is no address stays as it is', () => {
  expect(networkOf('')).toBe('');
});
