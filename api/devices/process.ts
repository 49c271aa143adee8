import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Static } from 'typebox';
import { type DeviceView, deviceQuery, deviceWorkflowId } from '../../workflows/device.contract.ts';
import { unavailable } from '../errors/database.ts';
import { notFound } from '../errors/problem.ts';
import type { DeviceProcess } from '../schemas/devices.ts';

/** How long a caller waits for a workflow; without a worker it would wait for ever. */
const patienceMs = 4000;

/** Asks a workflow within the patience of a request. */
export function askTemporal<T>(
  temporal: Client | undefined,
  ask: (client: Client) => Promise<T>,
  budgetMs = patienceMs,
): Promise<T> {
  if (!temporal) {
    throw unavailable({
      en: 'The workflow service is not connected.',
      fr: 'Le service des processus n’est pas connecté.',
    });
  }
  return temporal.withDeadline(Date.now() + budgetMs, () => ask(temporal));
}

/** The live workflow of a device. */
export async function deviceProcess(
  temporal: Client | undefined,
  deviceId: string,
  budgetMs?: number,
): Promise<Static<typeof DeviceProcess>> {
  const workflowId = deviceWorkflowId(deviceId);
  try {
    const query = (client: Client): Promise<DeviceView> => client.workflow.getHandle(workflowId).query(deviceQuery);
    const { deviceId: _, ...view } = await askTemporal(temporal, query, budgetMs);
    return { workflowId, ...view };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw notFound({ en: 'process of this device', fr: 'Processus de cet appareil' });
  }
}
