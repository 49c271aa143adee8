import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Static } from 'typebox';
import { type DeviceView, deviceQuery, deviceWorkflowId } from '../../workflows/device.contract.ts';
import { notFound } from '../errors/problem.ts';
import type { DeviceProcess } from '../schemas/devices.ts';
import { askTemporal } from '../work/temporal.ts';

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
