import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileTrouble } from './setup-error.ts';

test('a failure to write our files is said in a sentence; any other error is not taken for one', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  expect(fileTrouble(full, '/data')).toBe('The disk is full: free some space for /data, then start again.');

  const folder = mkdtempSync(join(tmpdir(), 'replenish-trouble-'));
  const file = join(folder, 'file');
  try {
    writeFileSync(file, '');
    expect(() => mkdirSync(file, { recursive: true })).toThrow(
      expect.toSatisfy((error) => fileTrouble(error, file)?.startsWith(`${file} is not a folder.`) === true),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }

  const forbidden = Object.assign(new Error('listen EACCES'), { code: 'EACCES', syscall: 'listen' });
  expect(fileTrouble(forbidden, '/data')).toBeUndefined();
  expect(fileTrouble(new TypeError('a mistake of ours'), '/data')).toBeUndefined();
});
