import { Client, Connection } from '@temporalio/client';
import type { Config } from '../../config.ts';
import { temporalData, temporalOptions } from '../../temporal.ts';
import type { Finding } from '../reconcile/finding.ts';
import { say } from './command.ts';

/** The Temporal of the settings; undefined where it does not answer within 5 s. */
export async function connectTemporal(config: Config): Promise<Client | undefined> {
  try {
    const connection = await Connection.connect({ ...temporalOptions(config), connectTimeout: 5000 });
    return new Client({ connection, namespace: config.temporal.namespace, ...temporalData(config) });
  } catch {
    return undefined;
  }
}

const acts = { tell: 'told to look', end: 'ended' } as const;

/** One line for each finding, with what is done about it. */
export function sayFinding(check: string, { subject, says, repair }: Finding): void {
  say(`${check}  ${subject}: ${says} ${repair ? `→ ${acts[repair.does]}` : '→ left to people'}`);
}
