import { WorkflowNotFoundError } from '@temporalio/client';
import type { World } from '../../test/harness/world.ts';

/** One workflow with all the runs that it was continued through. */
export interface Chain {
  workflowId: string;
  /** Of the newest run, as Temporal names it. */
  status: string;
  runs: number;
  /** Events of the longest run. */
  longest: number;
}

/** Follows a workflow from its newest run back to its first; undefined where there is none. */
export async function chainOf(world: World, workflowId: string): Promise<Chain | undefined> {
  const { client } = world.env;
  const chain: Chain = { workflowId, status: '', runs: 0, longest: 0 };
  try {
    for (let runId: string | undefined; ; ) {
      const found = await client.workflow.getHandle(workflowId, runId).describe();
      chain.status ||= found.status.name;
      chain.runs += 1;
      chain.longest = Math.max(chain.longest, found.historyLength);
      runId = await runBefore(world, workflowId, found.runId);
      if (!runId) return chain;
    }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

async function runBefore(world: World, workflowId: string, runId: string): Promise<string | undefined> {
  const { history } = await world.env.client.workflowService.getWorkflowExecutionHistory({
    namespace: world.env.client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 1,
  });
  return history?.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
}

export const chainsOf = async (world: World, ids: string[]): Promise<Map<string, Chain | undefined>> =>
  new Map(await Promise.all(ids.map(async (id) => [id, await chainOf(world, id)] as const)));
