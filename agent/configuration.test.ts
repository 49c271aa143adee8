import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readConfiguration, toServer, writeConfiguration } from './configuration.ts';
import { homeAt } from './home.ts';
import { chooseLanguage } from './words/language.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function home(content?: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'replenish-home-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const made = homeAt(folder);
  if (content !== undefined)
    writeFileSync(made.configFile, typeof content === 'string' ? content : JSON.stringify(content));
  return made;
}

test('what is not said has its default, and is not written', () => {
  const place = home();
  writeConfiguration(place, { server: 'https://server.example', hosts: ['printer-1'], concurrency: 32 });
  expect(readConfiguration(place)).toMatchObject({
    server: 'https://server.example',
    hosts: ['printer-1'],
    communities: ['public'],
    everyHours: 6,
  });
});

test('all that is wrong is named at once', () => {
  const wrong = {
    server: 'http://server.example',
    hosts: ['a:b:c'],
    ranges: ['192.0.2.0/99'],
    users: [{ name: 'u', auth: 'short' }],
    colour: 1,
  };
  expect(() => readConfiguration(home(wrong))).toThrow(/colour.*https.*a:b:c.*192\.0\.2\.0\/99.*8 characters/s);
  expect(() => readConfiguration(home({ server: 'https://x.example', everyHours: 'daily', concurrency: 0 }))).toThrow(
    /everyHours.*concurrency/s,
  );
  expect(() => readConfiguration(home('{'))).toThrow(/no JSON/);
  expect(() => readConfiguration(home())).toThrow(/enrol/);
});

test.each([
  ['https://server.example/v1/', 'https://server.example'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
])('server %s', (typed, base) => expect(toServer(typed)).toBe(base));

test.each([
  ['fr', ['en_GB'], 'fr'],
  [undefined, ['fr_CA.UTF-8'], 'fr'],
  [undefined, ['C', 'fr-FR'], 'fr'],
  [undefined, ['de_DE'], 'en'],
  [undefined, [undefined], 'en'],
] as const)('language of %s on a machine of %j', (typed, machine, language) => {
  expect(chooseLanguage(typed, machine)).toBe(language);
});
