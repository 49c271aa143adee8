import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileStartingWith, firstThatWorks, inDraftFolder, runReporting, type Source } from './fetching.ts';

describe('fetching a program', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replenish-fetching-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('takes the first source that works and tries none after it', async () => {
    const tried: string[] = [];
    const source =
      (name: string, path?: string): Source =>
      async () => {
        tried.push(name);
        return path;
      };
    const sources = [source('blocked'), source('works', '/bin/it'), source('never')];
    expect(await firstThatWorks(sources, folder, () => {})).toBe('/bin/it');
    expect(tried).toEqual(['blocked', 'works']);
    expect(await firstThatWorks([source('blocked')], folder, () => {})).toBeUndefined();
  });

  test('the lock is given back also when a source throws, and a dead process’s lock is void', async () => {
    writeFileSync(join(folder, '.lock'), '999999999');
    const throws: Source = () => Promise.reject(new Error('broken'));
    await expect(firstThatWorks([throws], folder, () => {})).rejects.toThrow('broken');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('what is half made is gone, also what a killed process had begun', async () => {
    mkdirSync(join(folder, '.draft-of-the-dead'));
    const failed = inDraftFolder(folder, async (draft) => {
      writeFileSync(join(draft, 'program'), 'half');
      throw new Error('interrupted');
    });
    await expect(failed).rejects.toThrow('interrupted');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('finds a file whose version it does not know', () => {
    writeFileSync(join(folder, 'temporal-sdk-typescript-9.9.9'), '');
    expect(fileStartingWith(folder, 'temporal-sdk-typescript-')).toBe(join(folder, 'temporal-sdk-typescript-9.9.9'));
    expect(fileStartingWith(folder, 'other-')).toBeUndefined();
    writeFileSync(join(folder, 'other-1.downloading'), '');
    expect(fileStartingWith(folder, 'other-')).toBeUndefined();
    expect(fileStartingWith(join(folder, 'missing'), 'other-')).toBeUndefined();
  });

  test('a program’s end is told apart: success, its last words, not installed', async () => {
    const run = (command: string, ...args: string[]) =>
      runReporting(command, args, { doing: 'trying', progress: () => {}, env: { GREETING: 'good bye' } });
    expect(await run(process.execPath, '-e', '')).toBeUndefined();
    expect(
      await run(process.execPath, '-e', 'console.error(require("node:process").env.GREETING); process.exit(3)'),
    ).toBe('good bye');
    expect(await run('no-such-program-anywhere')).toBe('not installed');
  });
});
