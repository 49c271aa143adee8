import { type Client, QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { Static } from 'typebox';
import { type DeviceView, deviceQuery, deviceWorkflowId } from '../../workflows/device.contract.ts';
import { unavailable } from '../errors/database.ts';
import { notFound } from '../errors/problem.ts';
import type { DeviceProcess } from '../schemas/devices.ts';
import { askTemporal } from '../work/temporal.ts';

/** A query is answered after the end as well, so how it stands must be asked, too. */
const endedInTime: ReadonlySet<string> = new Set(['RUNNING', 'COMPLETED', 'CONTINUED_AS_NEW']);

/** The live workflow of a device. */
export async function deviceProcess(
  temporal: Client | undefined,
  deviceId: string,
  budgetMs?: number,
): Promise<Static<typeof DeviceProcess>> {
  const workflowId = deviceWorkflowId(deviceId);
  const ask = async (client: Client): Promise<DeviceView> => {
    const handle = client.workflow.getHandle(workflowId);
    const [view, { status }] = await Promise.all([handle.query(deviceQuery), handle.describe()]);
    if (!endedInTime.has(status.name)) throw endedBeforeItsTime(status.name);
    return view;
  };
  try {
    const { deviceId: _, ...view } = await askTemporal(temporal, ask, budgetMs);
    return { workflowId, ...view };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      throw notFound({ en: 'process of this device', fr: 'Processus de cet appareil' });
    // What the client makes of any answer but a view: the code that should give it does not fit the workflow's history.
    if (error instanceof QueryNotRegisteredError) throw unavailable(cannotGoOn, error);
    throw error;
  }
}

const endedBeforeItsTime = (status: string) =>
  unavailable({
    en: `The process of this device has ended before its time (${status.toLowerCase()}): “npm run requeue” starts it again.`,
    fr: `Le processus de cet appareil s’est terminé avant l’heure (${status.toLowerCase()}) : « npm run requeue » le relance.`,
  });

const cannotGoOn = {
  en: 'The process of this device cannot go on with this version’s code: the operating guide says what to do.',
  fr: 'Le processus de cet appareil ne peut pas continuer avec le code de cette version : le guide d’exploitation dit que faire.',
};
