import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { explainNpmFailure, firstStalePackage } from './launch.js';

const here = import.meta.dirname;

describe('whether packages must be installed', () => {
  const wanted = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/only-for-a-mac': { version: '1.0.0', integrity: 'sha512-m', optional: true },
    },
  };
  const installed = (a: object, more: object = {}) => ({ packages: { 'node_modules/a': a, ...more } });

  test.each([
    ['nothing was ever installed', undefined, 'node_modules/a'],
    ['all is as wanted', installed({ version: '1.0.0', integrity: 'sha512-a' }), undefined],
    ['a version differs', installed({ version: '1.0.1', integrity: 'sha512-a' }), 'node_modules/a'],
    ['a version has other contents', installed({ version: '1.0.0', integrity: 'sha512-b' }), 'node_modules/a'],
    [
      'an optional package is of another version',
      installed(wanted.packages['node_modules/a'], { 'node_modules/only-for-a-mac': { version: '0.9.0' } }),
      'node_modules/only-for-a-mac',
    ],
  ])('%s', (_, have, stale) => {
    expect(firstStalePackage(wanted, have)).toBe(stale);
  });

  test('not here and now', () => {
    const json = (path: string) => JSON.parse(readFileSync(join(here, path), 'utf8'));
    expect(firstStalePackage(json('package-lock.json'), json('node_modules/.package-lock.json'))).toBeUndefined();
  });
});

test.each([
  ['npm error code ENOSPC\nnpm error ENOSPC: no space left on device, write', 'The disk is full.'],
  ['npm error code ENOTFOUND\nnpm error network request to https://registry failed', 'could not be reached'],
  ['npm error code EAI_AGAIN', 'could not be reached'],
  ['npm error code EACCES\nnpm error syscall mkdir', 'may not write'],
  ['npm error code EUSAGE', 'do not agree'],
  ['npm error code ETARGET\nnpm error notarget No matching version', 'does not have everything'],
  ['npm error something unheard of', 'What npm said stands above'],
])('npm’s "%s" becomes a sentence', (output, sentence) => {
  expect(explainNpmFailure(output, 'Installing')).toContain(sentence);
});

describe('the launcher', () => {
  const launch = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(here, 'launch.js'), ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  test('hands arguments over and keeps the exit code and stdout to the script', async () => {
    const { code, stdout, stderr } = await launch('test/harness/echo-arguments.ts', '--json', 'a b', '7');
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: '["--json","a b","7"]\n', stderr: '' });
  });

  test('says how it is used', async () => {
    expect(await launch()).toMatchObject({ code: 1, stderr: 'Usage: node launch.js SCRIPT.ts [arguments]\n' });
  });
});
