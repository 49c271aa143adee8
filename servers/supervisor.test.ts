import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPidFile } from './pid-file.ts';
import { isAlive } from './processes.ts';
import { type Supervised, supervise } from './supervisor.ts';

describe('a supervised script', () => {
  let folder: string;
  let running: Supervised | undefined;
  const said: string[] = [];
  const at = (name: string) => join(folder, name);
  const count = () => (existsSync(at('starts')) ? readFileSync(at('starts'), 'utf8').length : 0);
  const start = async (body: string) => {
    writeFileSync(
      at('script.mjs'),
      `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(at('starts'))}, '.');\n${body}`,
    );
    running = await supervise({
      script: at('script.mjs'),
      logFile: at('log'),
      pidFile: at('pid'),
      progress: (line) => said.push(line),
      firstBackoffMs: 50,
    });
    return running;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replenish-supervisor-'));
    said.length = 0;
  });
  afterEach(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true });
  });

  test('that crashes starts again, later each time, and its last words are shown', async () => {
    const { crashes } = await start(`console.error('no ink'); process.exit(3);`);
    await expect.poll(count, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
    expect(crashes()).toBeGreaterThanOrEqual(2);
    expect(said[0]).toMatch(/ended by itself \(code 3\), starts again in 0.05 s[\s\S]+no ink/);
    expect(said[1]).toMatch(/starts again in 0.1 s/);
  });

  test('that is asked to stop has time to finish, and does not come back', async () => {
    const { stop, crashes } = await start(
      `process.on('SIGTERM', () => setTimeout(() => { console.log('finished'); process.exit(); }, 200)); setInterval(() => {}, 1000);`,
    );
    await expect.poll(count).toBe(1);
    const pid = readPidFile(at('pid'))!;
    await stop();
    expect(isAlive(pid)).toBe(false);
    expect(readFileSync(at('log'), 'utf8')).toContain('finished');
    expect([count(), crashes(), existsSync(at('pid'))]).toEqual([1, 0, false]);
  });

  test('stopped between two attempts makes no further one', async () => {
    const { stop } = await start('process.exit(1);');
    await expect.poll(() => said.length).toBe(1);
    await stop();
    const starts = count();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(count()).toBe(starts);
  });

  test('takes the place of one that its starter left behind', async () => {
    await start('setInterval(() => {}, 1000);');
    const left = readPidFile(at('pid'))!;
    const other = await supervise({
      script: at('script.mjs'),
      logFile: at('log'),
      pidFile: at('pid'),
      progress: () => {},
    });
    expect(isAlive(left)).toBe(false);
    await other.stop();
  });
});
