import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, type Reason, sayReason } from '../../domain/reasons.ts';
import { languageOf } from '../language.ts';

/** A reason as the API tells it: for machines and in words, instants in them as dates of `timeZone`. */
export const said = (reason: Reason, language: Language, timeZone = 'UTC') => ({
  code: reason.code,
  values: reason.values ?? {},
  text: sayReason(reason, language, timeZone),
});

/** The language that the caller asks for, told with the answer (RFC 9110, 12.5.4). */
export function answerLanguage(request: FastifyRequest, reply: FastifyReply): Language {
  const language = languageOf(request.headers['accept-language']);
  reply.header('content-language', language).header('vary', 'Accept-Language');
  return language;
}
