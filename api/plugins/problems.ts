import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Problem, problemContentType } from '../errors/problem.ts';
import { toProblem } from '../errors/to-problem.ts';
import { languageOf } from '../language.ts';

/** Answers every failure as problem JSON (RFC 9457), in the caller's language. */
export const problems = fp(async (app) => {
  app.setErrorHandler(answer);
  app.setNotFoundHandler((request, reply) =>
    answer(
      new Problem('not-found', {
        en: 'Nothing has this address; /docs lists what there is.',
        fr: 'Rien n’a cette adresse ; /docs énumère ce qu’il y a.',
      }),
      request,
      reply,
    ),
  );
});

/** Also for what Fastify refuses before it knows a route. */
export function answer(error: FastifyError | Problem | unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(error);
  // Callers learn nothing of our insides; the log has it all, under the request's id.
  if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, problem.detail.en);
  const language = languageOf(request.headers['accept-language']);
  reply
    .code(problem.status)
    .headers(problem.headers)
    .header('content-type', problemContentType)
    .header('content-language', language)
    .header('vary', 'Accept-Language')
    .serializer(String)
    .send(JSON.stringify(problem.toJson(language, request.id)));
}
