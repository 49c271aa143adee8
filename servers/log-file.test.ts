import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diskIsFull, lastLines, withLogFile } from './log-file.ts';

test('a log goes on where it was, is put aside when large, and gives its last words', () => {
  const folder = mkdtempSync(join(tmpdir(), 'replenish-log-'));
  const path = join(folder, 'logs', 'api.log');
  try {
    expect(lastLines(path, 2)).toEqual([]);
    for (const line of ['one', 'two', 'x'.repeat(400)]) withLogFile(path, (log) => writeSync(log, `${line}\n`));
    expect(lastLines(path, 2)).toEqual(['two', `${'x'.repeat(300)} …`]);
    truncateSync(path, 21 * 1024 * 1024);
    withLogFile(path, (log) => writeSync(log, 'new\n'));
    expect(lastLines(path, 9)).toEqual(['new']);
    expect(existsSync(`${path}.1`)).toBe(true);
    writeFileSync(path, '');
    expect(lastLines(path, 1)).toEqual(['']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a disk without room is known', () => {
  // What the kernel shows as files holds nothing, and has room for nothing.
  expect(diskIsFull(process.platform === 'linux' ? '/proc' : '/dev')).toBe(true);
  expect(diskIsFull(tmpdir())).toBe(false);
});
