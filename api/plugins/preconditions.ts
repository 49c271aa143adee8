import fp from 'fastify-plugin';
import { type FieldError, Problem, pointerTo } from '../errors/problem.ts';
import { etagOf } from '../work/answer.ts';

/** What must hold of a request before its route sees it, whatever the route is. */
export const preconditions = fp(async (app) => {
  app.decorateRequest('ifMatch', null);

  app.addHook('preValidation', async (request) => {
    refuseWhatCannotBeKept(request.body);
    if (request.routeOptions.config.ifMatch) request.ifMatch = readIfMatch(request.headers['if-match']);
  });

  app.addHook('preSerialization', async (_request, reply, payload) => {
    const etag = etagOf(payload);
    if (etag) reply.header('etag', etag);
    return payload;
  });
});

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
function refuseWhatCannotBeKept(body: unknown): void {
  if (body === null || typeof body !== 'object' || Buffer.isBuffer(body) || 'pipe' in body) return;
  const errors: FieldError[] = [];
  look(body, '', errors);
  if (errors.length === 0) return;
  throw new Problem(
    'invalid-request',
    { en: 'The content cannot be kept as it is.', fr: 'Le contenu ne peut être gardé tel quel.' },
    { errors },
  );
}

/** No content of the API is nested deeper; what is would only cost us the stack. */
const deepest = 32;

function look(value: unknown, pointer: string, errors: FieldError[], depth = 0): void {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return;
    errors.push(
      cannotBeKept(pointer, 'must not hold NUL or half a character', 'ne doit contenir ni NUL ni moitié de caractère'),
    );
  } else if (value !== null && typeof value === 'object') {
    if (depth === deepest) errors.push(cannotBeKept(pointer, 'is nested too deeply', 'est imbriqué trop profondément'));
    else for (const [name, field] of Object.entries(value)) look(field, pointer + pointerTo(name), errors, depth + 1);
  }
}

const cannotBeKept = (pointer: string, en: string, fr: string): FieldError => ({
  in: 'body',
  pointer,
  detail: { en, fr },
});
