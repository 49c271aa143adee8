import { type Client, QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { Static } from 'typebox';
import type { devices } from '../../db/schema/index.ts';
import { type DeviceView, deviceQuery, deviceWorkflowId } from '../../workflows/device.contract.ts';
import { unavailable } from '../errors/database.ts';
import { notFound } from '../errors/problem.ts';
import type { DeviceProcess } from '../schemas/devices.ts';
import { askTemporal } from '../work/temporal.ts';

const going: ReadonlySet<string> = new Set(['RUNNING', 'CONTINUED_AS_NEW']);

/** The live workflow of a device. Never at odds with the facts: of a device that has gone, what its workflow said when it came to its end. */
export async function deviceProcess(
  temporal: Client | undefined,
  device: Pick<typeof devices.$inferSelect, 'id' | 'endedAt'>,
  budgetMs?: number,
): Promise<Static<typeof DeviceProcess>> {
  const workflowId = deviceWorkflowId(device.id);
  const ask = async (client: Client): Promise<DeviceView> => {
    const handle = client.workflow.getHandle(workflowId);
    const [view, { status }] = await Promise.all([handle.query(deviceQuery), handle.describe()]);
    // A query is answered after the end as well.
    if (going.has(status.name)) return view;
    const cameToItsEnd = status.name === 'COMPLETED';
    const hasGone = device.endedAt !== null;
    if (cameToItsEnd && hasGone) return view;
    // It was ended and is needed no more, or it was that of the enrolment before and the relay starts the next one.
    if (cameToItsEnd || hasGone) throw noProcess();
    throw endedBeforeItsTime(status.name);
  };
  try {
    const { deviceId: _, ...view } = await askTemporal(temporal, ask, budgetMs);
    return { workflowId, ...view };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw noProcess();
    // What the client makes of any answer but a view: the code that should give it does not fit the workflow's history.
    if (error instanceof QueryNotRegisteredError) throw unavailable(cannotGoOn, error);
    throw error;
  }
}

const noProcess = () => notFound({ en: 'process of this device', fr: 'Processus de cet appareil' });

const endedBeforeItsTime = (status: string) =>
  unavailable({
    en: `The process of this device has ended before its time (${status.toLowerCase()}): “npm run requeue” starts it again.`,
    fr: `Le processus de cet appareil s’est terminé avant l’heure (${status.toLowerCase()}) : « npm run requeue » le relance.`,
  });

const cannotGoOn = {
  en: 'The process of this device cannot go on with this version’s code: the operating guide says what to do.',
  fr: 'Le processus de cet appareil ne peut pas continuer avec le code de cette version : le guide d’exploitation dit que faire.',
};
