import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const here = import.meta.dirname;
const node = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: here, encoding: 'utf8', stdio: 'pipe' });
const read = (...path: string[]) => JSON.parse(readFileSync(join(here, ...path), 'utf8'));

beforeAll(() => {
  node('build.ts');
});

test('what is published runs without TypeScript, and holds no test', () => {
  expect(node('--no-experimental-strip-types', 'dist/cli.js', '--help')).toMatch(/^Usage: replenish-agent/);
  const files = globSync('dist/**/*', { cwd: here });
  expect(files.filter((file) => /test|recordings|printer[/\\]|storm|\.ts$/.test(file))).toEqual([]);
  expect(files.length).toBeGreaterThan(50);
});

test('its packages are those that this repository tests with', () => {
  const { dependencies } = read('package.json');
  const { dependencies: ours, version } = read('..', 'package.json');
  expect(read('package.json').version).toBe(version);
  for (const [name, wanted] of Object.entries(dependencies)) expect(ours[name]).toBe(wanted);
  const imported = globSync('dist/**/*.js', { cwd: here }).flatMap((file) =>
    [...readFileSync(join(here, file), 'utf8').matchAll(/from '((?!node:)[^.'][^']*)'/g)].map(([, name]) => name),
  );
  expect([...new Set(imported)]).toEqual(Object.keys(dependencies));
});
