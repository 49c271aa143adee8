import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { lastLines, withLogFile } from '../../servers/log-file.ts';
import { stopProcess } from '../../servers/processes.ts';
import type { WorkerNews, WorkerSetup } from './worker-setup.ts';

const patienceMs = 120_000;
const stopGraceMs = 20_000;

export interface WorkerProcess {
  pid: number;
  /** Resolves when this workflow has dealt with what it is told next. Asked before it is told. */
  next(workflowId: string): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error when the worker's process ends, or a workflow does not answer in two minutes; with the end of its log. */
export async function startWorker(setup: WorkerSetup, logFile: string): Promise<WorkerProcess> {
  const child = withLogFile(logFile, (log) =>
    fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(setup)], { stdio: ['ignore', log, log, 'ipc'] }),
  );
  const saying = () => lastLines(logFile, 20).join('\n');
  const gone = once(child, 'exit');
  const waiting = new Map<string, () => void>();
  const ready = Promise.withResolvers<void>();
  child.on('message', (news: WorkerNews) => {
    if ('ready' in news) return ready.resolve();
    waiting.get(news.done)?.();
    waiting.delete(news.done);
  });
  void gone.then(() => ready.reject(new Error(`a worker has ended: ${saying()}`)));
  await ready.promise;
  return {
    pid: child.pid!,
    next(workflowId) {
      if (waiting.has(workflowId)) throw new Error(`${workflowId} is told twice at once: take more devices`);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`${workflowId} does not answer; its worker says: ${saying()}`)),
          patienceMs,
        );
        waiting.set(workflowId, () => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    async stop() {
      await stopProcess(child.pid!, 'SIGTERM', stopGraceMs);
      await gone;
    },
  };
}
