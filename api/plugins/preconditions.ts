import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type FieldError, Problem, pointerTo } from '../errors/problem.ts';
import type { Words } from '../language.ts';
import { etagOf } from '../work/answer.ts';

/** What must hold of a request before its route sees it, whatever the route is. */
export const preconditions = fp(async (app) => {
  app.decorateRequest('ifMatch', null);

  app.addHook('preValidation', async (request) => {
    requireContent(request);
    refuseWhatCannotBeKept(request);
    if (request.routeOptions.config.ifMatch) request.ifMatch = readIfMatch(request.headers['if-match']);
  });

  app.addHook('preSerialization', async (_request, reply, payload) => {
    const etag = etagOf(payload);
    if (etag) reply.header('etag', etag);
    return payload;
  });
});

/** Content that is not JSON has a schema per type; without a type Fastify would look at none and let nothing through as something. */
function requireContent({ body, routeOptions }: FastifyRequest): void {
  const { content } = (routeOptions.schema?.body ?? {}) as { content?: object };
  if (!content || (body !== undefined && body !== null)) return;
  const types = Object.keys(content).join(', ');
  throw new Problem('unsupported-media-type', {
    en: `Send content of type ${types}.`,
    fr: `Envoyez un contenu de type ${types}.`,
  });
}

/** If-Match (RFC 9110, 13.1.1): the versions that the change may be based on; null for `*`, any. Weak tags never match. */
function readIfMatch(header: string | undefined): readonly number[] | null {
  if (header === undefined) {
    throw new Problem('precondition-required', {
      en: 'Send the ETag of what you read in If-Match.',
      fr: 'Envoyez dans If-Match l’ETag de ce que vous avez lu.',
    });
  }
  if (header.trim() === '*') return null;
  return [...header.matchAll(/(?<!W\/)"(\d{1,9})"/g)].map(([, version]) => Number(version));
}

/** Throws unless the thing still has a version that the request may be based on. */
export function mustMatch(ifMatch: readonly number[] | null, thing: { version: number }): void {
  if (ifMatch === null || ifMatch.includes(thing.version)) return;
  throw new Problem(
    'version-mismatch',
    { en: `Its version is now ${thing.version}.`, fr: `Sa version est maintenant ${thing.version}.` },
    { headers: { etag: `"${thing.version}"` } },
  );
}

/** PostgreSQL keeps no NUL in a text and no half of a surrogate pair in JSON: said with the field's name, not as a failure of ours. */
function refuseWhatCannotBeKept({ params, query, body }: FastifyRequest): void {
  const errors: FieldError[] = [];
  look(params, { in: 'path', pointer: '' }, errors);
  look(query, { in: 'query', pointer: '' }, errors);
  // A file and a stream are read by their own routes.
  if (typeof body === 'object' && !(body instanceof Readable)) look(body, { in: 'body', pointer: '' }, errors);
  if (errors.length === 0) return;
  throw new Problem(
    'invalid-request',
    { en: 'The content cannot be kept as it is.', fr: 'Le contenu ne peut être gardé tel quel.' },
    { errors },
  );
}

/** No content of the API is nested deeper; what is would only cost us the stack. */
const deepest = 32;

type Place = Pick<FieldError, 'in' | 'pointer'>;

function look(value: unknown, at: Place, errors: FieldError[], depth = 0): void {
  if (typeof value === 'string') {
    if (!canBeKept(value)) errors.push({ ...at, detail: unkeepable });
  } else if (value !== null && typeof value === 'object') {
    if (depth === deepest) errors.push({ ...at, detail: tooDeep });
    else
      for (const [name, field] of Object.entries(value)) {
        // The name itself would make the pointer unfit to be answered.
        if (!canBeKept(name)) errors.push({ ...at, detail: unkeepableName });
        else look(field, { in: at.in, pointer: at.pointer + pointerTo(name) }, errors, depth + 1);
      }
  }
}

const canBeKept = (text: string) => !text.includes('\0') && text.isWellFormed();

const unkeepable: Words = {
  en: 'must not hold NUL or half a character',
  fr: 'ne doit contenir ni NUL ni moitié de caractère',
};
const unkeepableName: Words = {
  en: 'must not hold a name with NUL or half a character in it',
  fr: 'ne doit pas contenir de nom avec NUL ou une moitié de caractère',
};
const tooDeep: Words = { en: 'is nested too deeply', fr: 'est imbriqué trop profondément' };
