import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { cpuDuring, parseStat } from './cpu.ts';

test('a name with brackets and spaces does not shift the fields', () => {
  const stat = '42 (a (b) c) S 7 42 42 0 -1 4194560 1 0 0 0 100 20 3 4 20 0 11 0 900 1000 200';
  expect(parseStat(stat)).toEqual({ parent: 7, ticks: 127 });
});

test.runIf(process.platform === 'linux')('what a child used counts, also after its end', async () => {
  const busyMs = 400;
  const { cpuMs } = await cpuDuring({ us: process.pid }, async () => {
    const script = `const end = process.cpuUsage().user + ${busyMs * 1000}; while (process.cpuUsage().user < end);`;
    await once(spawn(process.execPath, ['-e', script]), 'exit');
  });
  expect(cpuMs.us).toBeGreaterThanOrEqual(busyMs - 20);
});
