import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/** Structured logs on standard output; what is secret never gets into them, nor do the values of failed queries. */
export function openLog(config: Pick<Config, 'logLevel'>, process: 'api' | 'worker' | 'start'): Logger {
  return pino({
    level: config.logLevel,
    base: { process },
    serializers: { err: loggedError },
    redact: {
      paths: ['req.headers.authorization', 'req.headers.cookie', '*.token', '*.secret', '*.password'],
      censor: '…',
    },
  });
}

/** An error as it is logged, with what caused it; not the values of a failed query, which are people's names and addresses. */
export function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, cause } = error;
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
  return {
    type: name,
    message: messageWithoutValues(error),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: framesOf(error),
    ...(cause instanceof Error ? { cause: loggedError(cause) } : {}),
  };
}

/** The same error, its values taken out, for others to keep: Temporal, in a workflow's history, where every operator reads it. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const message = messageWithoutValues(error);
  const cause = withoutValues(error.cause);
  if (message === error.message) {
    if (cause !== error.cause) error.cause = cause;
    return error;
  }
  // Another one: the driver's errors do not let themselves be changed.
  const { name, code, constraint_name } = error as Error & Partial<Record<'code' | 'constraint_name', unknown>>;
  const stack = `${name}: ${message}\n    ${framesOf(error)}`;
  const told = Object.setPrototypeOf(new Error(message), Object.getPrototypeOf(error));
  return Object.assign(told, { name, stack, cause, code, constraint_name });
}

/** Drizzle adds them to the statement, after this word; PostgreSQL quotes what it cannot read (class 22). */
function messageWithoutValues(error: Error): string {
  const statement = error.message.split('\nparams:', 1)[0]!;
  const { code } = error as { code?: unknown };
  return String(code).startsWith('22') ? statement.replace(/".*"/s, '"…"') : statement;
}

/** The stack without the message that it begins with, which may itself look like a part of one. */
function framesOf({ message, stack = '' }: Error): string {
  const after = stack.slice(stack.indexOf(message) + message.length);
  return after.slice(after.indexOf('\n    at ')).trimStart();
}
