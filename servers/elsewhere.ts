import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import postgres from 'postgres';
import type { Config } from '../config.ts';
import { temporalOptions } from '../temporal.ts';
import { registerSearchAttributes } from './search-attributes.ts';
import { type Progress, SetupError } from './setup-error.ts';

const PATIENCE_MS = 30_000;
const NAMESPACE_MISSING = 5;

/** Waits for a database that runs elsewhere: it may have been started together with us. */
export async function awaitDatabase(url: string, progress: Progress, patienceMs = PATIENCE_MS): Promise<void> {
  const { host } = new URL(url);
  const attempt = async () => {
    const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
    try {
      await sql`select 1`;
    } finally {
      await sql.end({ timeout: 1 });
    }
  };
  await patiently(attempt, `the database at ${host}`, 'DATABASE_URL', progress, patienceMs);
}

/** Waits for a Temporal that runs elsewhere, and gives its namespace our search attributes. */
export async function awaitTemporal(config: Config, progress: Progress): Promise<void> {
  const { address, namespace } = config.temporal;
  const attempt = async () => {
    const connection = await Connection.connect({ ...temporalOptions(config), connectTimeout: 5000 });
    try {
      await connection.workflowService.describeNamespace({ namespace });
      await registerSearchAttributes(connection, namespace);
    } catch (error) {
      if ((error as { code?: number }).code !== NAMESPACE_MISSING) throw error;
      throw new SetupError(
        `Temporal at ${address} has no namespace ${namespace}. Make it (temporal operator namespace create ${namespace}) ` +
          'or name another: TEMPORAL_NAMESPACE.',
      );
    } finally {
      await connection.close();
    }
  };
  await patiently(attempt, `Temporal at ${address}`, 'TEMPORAL_ADDRESS', progress, PATIENCE_MS);
}

async function patiently(
  attempt: () => Promise<void>,
  what: string,
  setting: string,
  progress: Progress,
  patienceMs: number,
): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(1000)) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof SetupError) throw error;
      const { code, message } = error as { code?: string | number; message: string };
      const reason = message || String(code);
      if (Date.now() > deadline)
        throw new SetupError(`${what} could not be used: ${reason}. Check ${setting}, or start it, then start again.`);
      progress(`waiting for ${what}: ${reason}`);
    }
  }
}
