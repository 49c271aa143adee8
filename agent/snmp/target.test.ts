import { expect, test } from 'vitest';
import { parseTarget } from './target.ts';

test.each([
  ['printer-7.example', 'printer-7.example', 161],
  ['10.1.2.3:1161', '10.1.2.3', 1161],
  ['fe80::1', 'fe80::1', 161],
  ['[::1]:1161', '::1', 1161],
])('%s', (text, host, port) => {
  expect(parseTarget(text)).toEqual({ host, port });
});

test.each(['', 'a:b', 'host:0', 'host:99999', 'two words', '[nonsense]:161', 'udp://host'])(
  'no address: %j',
  (text) => {
    expect(() => parseTarget(text)).toThrow(/HOST:PORT/);
  },
);
