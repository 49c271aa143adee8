import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/** Structured logs on standard output; what is secret never gets into them. */
export function openLog(config: Pick<Config, 'logLevel'>, process: 'api' | 'worker' | 'start'): Logger {
  return pino({
    level: config.logLevel,
    base: { process },
    redact: {
      paths: ['req.headers.authorization', 'req.headers.cookie', '*.token', '*.secret', '*.password'],
      censor: '…',
    },
  });
}
