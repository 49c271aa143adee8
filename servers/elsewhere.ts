import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import postgres from 'postgres';
import type { Config } from '../config.ts';
import { greetServer } from '../mail/transport.ts';
import { temporalOptions } from '../temporal.ts';
import { registerSearchAttributes } from './search-attributes.ts';
import { type Progress, SetupError } from './setup-error.ts';

const PATIENCE_MS = 30_000;
const NAMESPACE_MISSING = 5;
/** While the reason stays the same, it is said again only so often. */
const SAY_AGAIN_MS = 10_000;
/** PostgreSQL knows us not, or not by this password: waiting does not change that. */
const REFUSED_BY_DATABASE: ReadonlySet<unknown> = new Set(['28P01', '28000']);

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

/** Tells whether a mail server elsewhere takes mails. It need not, yet: mails wait for it. */
export async function tryMail(url: string, progress: Progress): Promise<void> {
  const { host } = new URL(url);
  try {
    await greetServer(url);
    progress(`sent through ${host}`);
  } catch (error) {
    progress(`${host} takes none now, so they wait: ${(error as Error).message}. Check SMTP_URL, or start that server`);
  }
}

async function patiently(
  attempt: () => Promise<void>,
  what: string,
  setting: string,
  progress: Progress,
  patienceMs: number,
): Promise<void> {
  let said: { reason: string; at: number } | undefined;
  for (const deadline = Date.now() + patienceMs; ; await sleep(1000)) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof SetupError) throw error;
      const { code, message } = error as { code?: string | number; message: string };
      const reason = message || String(code);
      if (Date.now() > deadline || REFUSED_BY_DATABASE.has(code))
        throw new SetupError(`${what} could not be used: ${reason}. Check ${setting}, or start it, then start again.`);
      if (reason === said?.reason && Date.now() - said.at < SAY_AGAIN_MS) continue;
      progress(`waiting for ${what}: ${reason}`);
      said = { reason, at: Date.now() };
    }
  }
}
