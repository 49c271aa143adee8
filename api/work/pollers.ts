import type { Client } from '@temporalio/client';
import type { Config } from '../../config.ts';

/** temporal.api.enums.v1.TaskQueueType */
const workflowTasks = 1;
/** A worker asks for work at least once a minute, when there is none; the server remembers it for minutes. */
const recentMs = 75_000;

/** Whether a worker has asked Temporal for work of our task queue of late. */
export async function workerPolls(
  client: Client,
  { namespace, taskQueue }: Pick<Config['temporal'], 'namespace' | 'taskQueue'>,
): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: workflowTasks,
  });
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > Date.now() - recentMs);
}
