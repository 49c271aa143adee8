import { Connection } from '@temporalio/client';
import type { Config } from '../config.ts';
import { temporalOptions } from '../temporal.ts';

/** Whether the API serves requests. */
export async function apiAnswers({ api }: Pick<Config, 'api'>): Promise<boolean> {
  const host = api.host === '0.0.0.0' || api.host === '::' ? '127.0.0.1' : api.host;
  try {
    return (await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${api.port}/health/ready`)).ok;
  } catch {
    return false;
  }
}

/** Whether a worker asked Temporal for work in the last seconds. */
export async function workerPolls(config: Pick<Config, 'temporal'>): Promise<boolean> {
  const connection = await Connection.connect(temporalOptions(config));
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: config.temporal.namespace,
      taskQueue: { name: config.temporal.taskQueue },
      taskQueueType: WORKFLOW_TASKS,
    });
    return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > Date.now() - RECENT_MS);
  } finally {
    await connection.close();
  }
}

/** temporal.api.enums.v1.TaskQueueType */
const WORKFLOW_TASKS = 1;
/** The server remembers pollers for minutes, those before its own restart included. */
const RECENT_MS = 5000;
