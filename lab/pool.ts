import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Job, Outcome } from './outcome.ts';

/** Runs the jobs, so many at a time, and tells of each that is done; the outcomes are in the order of the jobs. */
export async function runAll(
  jobs: readonly Job[],
  atOnce: number | undefined,
  told: (outcome: Outcome, done: number) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = jobs.map((job, index) => ({ job, index }));
  let done = 0;
  const work = async () => {
    const worker = new Worker(new URL('./run-job.ts', import.meta.url));
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const outcome = await ask(worker, next.job);
        outcomes[next.index] = outcome;
        done += 1;
        told(outcome, done);
      }
    } finally {
      await worker.terminate();
    }
  };
  const threads = Math.min(jobs.length, atOnce ?? availableParallelism());
  await Promise.all(Array.from({ length: threads }, work));
  return outcomes;
}

function ask(worker: Worker, job: Job): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    worker.once('message', ({ outcome, error }: { outcome?: Outcome; error?: string }) => {
      worker.removeListener('error', reject);
      if (outcome) resolve(outcome);
      else reject(new Error(`${job.variant.name}, ${job.place.label}, seed ${job.place.seed}: ${error}`));
    });
    worker.once('error', reject);
    worker.postMessage(job);
  });
}
