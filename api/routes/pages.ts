import { notFound } from '../errors/problem.ts';
import { type ProblemType, problemTypes } from '../errors/problem-types.ts';
import { languageOf } from '../language.ts';
import { docsPath } from '../plugins/documentation.ts';
import { object, oneOf } from '../schemas/common.ts';
import type { App } from '../types.ts';

const names = Object.keys(problemTypes) as [ProblemType, ...ProblemType[]];

/** What a person who opens the API's address finds, and what the `type` of a problem leads to. */
export function pageRoutes(app: App): void {
  app.get('/', { config: { permission: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.redirect(docsPath),
  );

  app.get(
    '/problems/:type',
    { config: { permission: 'public' }, schema: { hide: true, params: object({ type: oneOf(names) }) } },
    async (request) => {
      const { type } = request.params;
      const known = problemTypes[type];
      if (!known) throw notFound({ en: 'kind of problem', fr: 'Sorte de problème' });
      const language = languageOf(request.headers['accept-language']);
      return {
        type: `/problems/${type}`,
        status: known.status,
        title: known.title[language],
        meaning: known.meaning[language],
      };
    },
  );
}
