// npm test [-- arguments of vitest]: fetches what the tests need, says what it waits for, runs them, leaves nothing behind.
import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { loadConfig } from '../config.ts';
import { type Progress, SetupError } from '../servers/setup-error.ts';
import { findTemporal } from '../servers/temporal-binary.ts';
import { findTimeSkippingServer } from '../servers/time-skipping.ts';
import { clearAbandonedRuns } from './harness/run-folder.ts';

const ROOT = join(import.meta.dirname, '..');
const STOP_GRACE_MS = 10_000;
/** What workers get to stop the servers they started, once the runner is gone. */
const WORKERS_GRACE_MS = 500;

const beganAt = Date.now();
const say: Progress = (line) =>
  process.stdout.write(`[${((Date.now() - beganAt) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);

async function fetchWhatIsNeeded(): Promise<void> {
  await sayMissingPrograms();
  const { cache } = loadConfig();
  await findTemporal(cache, (line) => say(`Temporal: ${line}`));
  await findTimeSkippingServer(cache, (line) => say(`time-skipping server: ${line}`));
  say('servers are at hand');
}

/** The tests of papers need programs of the system; all others run without. */
async function sayMissingPrograms(): Promise<void> {
  const script = join(ROOT, 'tools', 'system-packages.sh');
  await promisify(execFile)('sh', [script, 'check']).catch((error: { stdout?: string }) => say(error.stdout ?? ''));
}

/** Resolves to the exit code. The runner has its own process group, in which everything that tests start is found again. */
function runVitest(args: readonly string[]): Promise<number> {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let stoppedBy: NodeJS.Signals | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (stoppedBy) return;
      stoppedBy = signal;
      child.kill('SIGINT');
      setTimeout(() => endGroup(child.pid!), STOP_GRACE_MS).unref();
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', async (code, signal) => {
      await sleep(WORKERS_GRACE_MS);
      endGroup(child.pid!);
      const ending = stoppedBy ?? signal;
      resolve(ending ? 128 + constants.signals[ending] : (code ?? 1));
    });
  });
}

/** Workers, test servers: whoever is left when the runner is gone. */
function endGroup(leader: number): void {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}

try {
  await fetchWhatIsNeeded();
  process.exitCode = await runVitest(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
} finally {
  await clearAbandonedRuns();
}
