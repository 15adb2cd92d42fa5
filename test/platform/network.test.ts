import { expect, test } from 'vitest';
import { networkOf, prefixOf } from '#src/platform/network.ts';

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

test('the network around an address is 256 addresses of IPv4 and a /48 of IPv6', () => {
  expect(prefixOf('192.0.2.1')).toBe(prefixOf('::ffff:192.0.2.200'));
  expect(prefixOf('192.0.2.1')).not.toBe(prefixOf('192.0.3.1'));
  expect(prefixOf('2001:db8:1:2::5')).toBe(prefixOf('2001:DB8:1:ffff::9'));
  expect(prefixOf('2001:db8:1::')).not.toBe(prefixOf('2001:db8:2::'));
});
