import { expect, test } from 'vitest';
import { addressesOf } from './ranges.ts';

test.each([
  [['192.0.2.8/30'], [], ['192.0.2.9', '192.0.2.10']],
  [['192.0.2.8/31'], [], ['192.0.2.8', '192.0.2.9']],
  [['192.0.2.9'], [], ['192.0.2.9']],
  [['192.0.2.11/30', '192.0.2.10-192.0.2.12'], ['192.0.2.11'], ['192.0.2.9', '192.0.2.10', '192.0.2.12']],
  [['192.0.2.254-192.0.3.1'], ['192.0.3.0/31'], ['192.0.2.254', '192.0.2.255']],
])('%j but %j', (ranges, exclude, expected) => {
  expect(addressesOf(ranges, exclude)).toEqual(expected);
});

test.each([
  '192.0.2.0/33',
  '192.0.2/24',
  '192.0.2.300',
  '192.0.2.9-192.0.2.1',
  'printer',
  '0.0.0.0/0',
  '2001:db8::/64',
])('%s is no range', (text) => {
  expect(() => addressesOf([text], [])).toThrow(/192\.0\.2\.0\/24/);
});

test('a range that nobody can look through', () => {
  expect(() => addressesOf(['10.0.0.0/8'], [])).toThrow(/more than 65536/);
});
