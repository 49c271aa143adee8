import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPidFile, removePidFile, stopLeftover, writePidFile } from './pid-file.ts';
import { commandLine, isAlive, stopProcess } from './processes.ts';

describe('processes left over', () => {
  let folder: string;
  let pidFile: string;
  let child: ChildProcess;
  const MARK = 'mark-of-this-folder';

  /** A process that carries the mark and says when it is ready to be asked to stop. */
  const spawnMarked = async (onTerm: string) => {
    const script = `process.on('SIGTERM', () => { ${onTerm} }); setInterval(() => {}, 1000); console.log('ready')`;
    child = spawn(process.execPath, ['-e', script, MARK], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    return child.pid!;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replenish-processes-'));
    pidFile = join(folder, 'sub', 'server.pid');
  });
  afterEach(() => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  test('are stopped and their pid file removed', async () => {
    writePidFile(pidFile, await spawnMarked('process.exit()'));
    expect(await commandLine(child.pid!)).toContain(MARK);
    await stopLeftover(pidFile, MARK, 5000);
    expect(isAlive(child.pid!)).toBe(false);
    expect(existsSync(pidFile)).toBe(false);
  });

  test('are left alone when they are strangers that got the number since', async () => {
    writePidFile(pidFile, await spawnMarked('process.exit()'));
    await stopLeftover(pidFile, '/another/folder', 5000);
    expect(isAlive(child.pid!)).toBe(true);
    expect(existsSync(pidFile)).toBe(false);
  });

  test('that do not listen are ended the hard way', async () => {
    const pid = await spawnMarked('');
    await stopProcess(pid, 'SIGTERM', 300);
    expect(isAlive(pid)).toBe(false);
  });

  test('one that ends late does not take away its successor’s pid file', () => {
    writePidFile(pidFile, 200);
    removePidFile(pidFile, 100);
    expect(readPidFile(pidFile)).toBe(200);
    removePidFile(pidFile, 200);
    expect(existsSync(pidFile)).toBe(false);
  });

  test('a damaged pid file names nobody', () => {
    for (const text of ['', 'x', '0', '-1', '1']) {
      writePidFile(pidFile, 0);
      writeFileSync(pidFile, text);
      expect(readPidFile(pidFile)).toBeUndefined();
    }
    expect(readPidFile(join(folder, 'missing'))).toBeUndefined();
  });
});
