// One of the processes of npm run model: plays its share of the runs on a database of its own.
import fc from 'fast-check';
import { loadConfig } from '../../config.ts';
import type { ModelOptions } from './options.ts';
import { openBench } from './property.ts';

/** What it is asked to do, and what it says of it. */
export interface Share extends Pick<ModelOptions, 'runs' | 'seed' | 'path' | 'replayPath'> {
  environment: Record<string, string>;
  limitMs: number;
}
export type Said =
  | { runs: number; steps: number }
  | { done: { runs: number; failed: string | null; interrupted: boolean } };

const progressEveryMs = 2000;

/** Whoever asked has gone. */
process.once('disconnect', () => process.exit());
process.once('message', async ({ environment, limitMs, runs, seed, path, replayPath }: Share) => {
  const bench = await openBench(loadConfig(environment));
  const say = (said: Said) => process.send!(said);
  const timer = setInterval(() => say(bench.played), progressEveryMs);
  const details = await fc.check(bench.property(replayPath), {
    numRuns: runs,
    seed,
    ...(path ? { path } : {}),
    plugins: [fc.interruptAfterTimeLimit(limitMs)],
    endOnFailure: false,
  });
  clearInterval(timer);
  await bench.close();
  const failed =
    details.failed && details.counterexample
      ? `${fc.defaultReportMessage(details)}\n\n${(details.errorInstance as Error).stack}`
      : null;
  say(bench.played);
  say({ done: { runs: details.numRuns, failed, interrupted: details.interrupted } });
  process.disconnect();
});
