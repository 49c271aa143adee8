import { describe, expect, test } from 'vitest';
import { flag, hostAndPort, integer, keyMaterial, mailAddress, networks, oneOf, url } from './kinds.ts';

describe.each([
  { name: 'flag', kind: flag, good: { true: true, '0': false }, bad: ['yes', 'TRUE'] },
  { name: 'integer', kind: integer(1, 10), good: { '1': 1, '10': 10 }, bad: ['0', '11', '1.5', '-1', '1e1', 'x'] },
  { name: 'oneOf', kind: oneOf('a', 'b'), good: { a: 'a' }, bad: ['c', 'A'] },
  {
    name: 'url',
    kind: url('smtp', 'smtps'),
    good: { 'smtp://h:25': 'smtp://h:25', 'smtps://u:p@h/': 'smtps://u:p@h' },
    bad: ['h:25', 'http://h', 'smtp://', 'smtp:'],
  },
  {
    name: 'hostAndPort',
    kind: hostAndPort,
    good: { 'a.example:7233': 'a.example:7233', '[::1]:7233': '[::1]:7233' },
    bad: ['a.example', 'a:0', 'a:70000', 'http://a:1', ':7233'],
  },
  { name: 'mailAddress', kind: mailAddress, good: { 'a@b.example': 'a@b.example' }, bad: ['a', 'a@', 'A <a@b.c>'] },
  {
    name: 'networks',
    kind: networks,
    good: { '': [], '10.0.0.0/8, ::1': ['10.0.0.0/8', '::1'] },
    bad: ['10.0.0.0/33', 'proxy.example', '10.0.0/8', '10.0.0.0/8/8'],
  },
  {
    name: 'keyMaterial',
    kind: keyMaterial,
    good: { '0123456789abcdef0123456789abcdef': '0123456789abcdef0123456789abcdef' },
    bad: ['too short', 'a'.repeat(64)],
  },
])('$name', ({ kind, good, bad }) => {
  test.each(Object.entries(good))('takes "%s"', (text, value) => {
    expect(kind.read(text)).toEqual(value);
  });
  test.each(bad)('refuses "%s" and says what it wants', (text) => {
    expect(() => kind.read(text)).toThrow(`expected ${kind.label}`);
  });
});
