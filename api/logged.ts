import type { FastifyRequest } from 'fastify';

/** What permits it stands in the address of a mail's link. */
const linkToken = /^(\/links\/)[^/]+/;

/** A request as it is logged: no headers, no link's token, and no query, which holds what people search for. */
export const loggedRequest = ({ method, url, ip }: FastifyRequest) => ({
  method,
  path: url.split('?', 1)[0]!.replace(linkToken, '$1…'),
  remoteAddress: ip,
});

/** An error as it is logged, with what caused it; not the values of a failed query, which are people's names and addresses. */
export function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, stack = '', cause } = error;
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
  return {
    type: name,
    message: withoutValues(error.message, code),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: stack.slice(stack.indexOf('\n    at ')).trimStart(),
    ...(cause instanceof Error ? { cause: loggedError(cause) } : {}),
  };
}

/** Drizzle adds them to the statement, after this word; PostgreSQL quotes what it cannot read (class 22). */
function withoutValues(message: string, code: unknown): string {
  const statement = message.split('\nparams:', 1)[0]!;
  return String(code).startsWith('22') ? statement.replace(/".*"/s, '"…"') : statement;
}
