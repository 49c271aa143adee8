import { DefaultLogger, type LogEntry, type LogLevel, type RuntimeOptions } from '@temporalio/worker';
import type { Logger } from 'pino';

/** What Temporal's SDK and its core, which is not JavaScript, say of a worker goes into our log, at the level of our log. */
export function temporalLogging(log: Logger): Required<Pick<RuntimeOptions, 'logger' | 'telemetryOptions'>> {
  const core = coreLevels[log.level] ?? 'ERROR';
  return {
    logger: new DefaultLogger('TRACE', (entry) => write(log, entry)),
    // Libraries below the core (gRPC, TLS) are heard only when something is wrong with them.
    telemetryOptions: { logging: { forward: {}, filter: { core, other: 'ERROR' } } },
  };
}

/** The core's level for each of ours; where ours is less talkative than any of its, pino leaves the rest out. */
const coreLevels: Readonly<Record<string, LogLevel>> = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN' };

const methods = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

function write(log: Logger, { level, message, meta = {} }: LogEntry): void {
  const { error, spanContexts, ...fields } = meta;
  const spans = Object.assign({}, ...Object.values(spanContexts ?? {}));
  log[methods[level]]({ ...named({ ...spans, ...fields }), ...(error === undefined ? {} : { err: error }) }, message);
}

/** The core says workflow_id, the SDK workflowId: whoever searches the log needs one name. */
const named = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );
