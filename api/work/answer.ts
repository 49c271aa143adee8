import type { FastifyReply } from 'fastify';

/** What a change answers with. A body with a `version` gets it as its ETag. */
export interface Answer {
  status: 200 | 201 | 202 | 204;
  body?: object;
  /** Path of what was made. */
  location?: string;
  /** What a repeated request gets instead of the body: a secret is told once and kept nowhere. */
  bodyWhenRepeated?: object;
  /** Fields for the first answer alone, found once all is committed and told; without them when this fails. */
  afterwards?: () => Promise<object>;
}

/** An answer as it goes over the wire, and as it is kept for a repeated request. */
export interface SentAnswer {
  status: number;
  headers: Record<string, string>;
  text: string | null;
}

export const etagOf = (body: unknown): string | undefined => {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  return typeof version === 'number' ? `"${version}"` : undefined;
};

/** Through the route's own schema, within the transaction: an answer that cannot be given undoes the change. */
export function serialise(reply: FastifyReply, answer: Answer): { now: SentAnswer; later: SentAnswer } {
  const { status, body, location, bodyWhenRepeated = body } = answer;
  reply.code(status);
  const etag = etagOf(body);
  const headers = {
    ...(body ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...(etag ? { etag } : {}),
    ...(location ? { location } : {}),
  };
  const text = (content: object | undefined) => (content ? String(reply.serialize(content as never)) : null);
  return {
    now: { status, headers, text: text(body) },
    later: { status, headers, text: text(bodyWhenRepeated) },
  };
}

/** Sets what the answer says and gives its text, which the route's handler returns for Fastify to send. */
export function send(reply: FastifyReply, answer: SentAnswer, repeated: boolean): never {
  reply.code(answer.status).headers(answer.headers);
  if (repeated) reply.header('idempotent-replay', 'true');
  // A text that is serialised already: to the route's type, which knows objects only, it is nothing.
  return (answer.text ?? undefined) as never;
}
