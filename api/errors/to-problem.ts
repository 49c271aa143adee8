import type { FastifyError } from 'fastify';
import type { Words } from '../language.ts';
import { databaseProblem, unavailable } from './database.ts';
import { Problem } from './problem.ts';
import type { ProblemType } from './problem-types.ts';
import { temporalProblem } from './temporal.ts';
import { validationProblem } from './validation.ts';

/** What Fastify itself refuses, before a route sees the request. */
const refusedByFastify: Record<string, { type: ProblemType; detail: Words }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    type: 'too-large',
    detail: {
      en: 'The content is larger than this operation takes.',
      fr: 'Le contenu dépasse ce que prend cette opération.',
    },
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    type: 'unsupported-media-type',
    detail: {
      en: 'Send the content type that the description of the API names for this operation.',
      fr: 'Envoyez le type de contenu que la description de l’API donne pour cette opération.',
    },
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    type: 'invalid-request',
    detail: { en: 'The content is not JSON.', fr: 'Le contenu n’est pas du JSON.' },
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    type: 'invalid-request',
    detail: { en: 'The content is not as long as announced.', fr: 'Le contenu n’a pas la longueur annoncée.' },
  },
  FST_ERR_BAD_URL: {
    type: 'invalid-request',
    detail: { en: 'The address cannot be read.', fr: 'L’adresse ne peut être lue.' },
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    type: 'address-too-long',
    detail: { en: 'A part of the address is too long.', fr: 'Une partie de l’adresse est trop longue.' },
  },
};

const unreadable: Words = { en: 'The request cannot be read.', fr: 'La requête ne peut être lue.' };
const tooLong: Words = { en: 'It took too long.', fr: 'Cela a pris trop de temps.' };
const unexpected: Words = {
  en: 'It has been noted with the id in `instance`.',
  fr: 'Noté sous l’identifiant `instance`.',
};

/** Every error that a request can end with, as the problem that is answered. What is not known is ours: 500, its cause only logged. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { validation, validationContext, code, statusCode } = error as Partial<FastifyError>;
  if (validation) return validationProblem(validation, validationContext);
  if (code === 'FST_ERR_HANDLER_TIMEOUT') return unavailable(tooLong, error);
  const refused = refusedByFastify[code ?? ''];
  if (refused) return new Problem(refused.type, refused.detail, { cause: error });
  const outside = databaseProblem(error) ?? temporalProblem(error);
  if (outside) return outside;
  // Parsers of Fastify and its plugins mark what is the caller's fault.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('invalid-request', unreadable, { cause: error });
  }
  return new Problem('internal', unexpected, { cause: error });
}
