import type { FastifyInstance, HTTPMethods } from 'fastify';
import { Problem } from '../errors/problem.ts';
import { docsPath } from './documentation.ts';

/**
 * 405 with Allow, not 404, where an address is known and the method is not: each address gets a route for the methods it lacks.
 * Call before the routes are registered; the function it gives, after them.
 */
export function knownPaths(app: FastifyInstance): () => void {
  const methodsOf = new Map<string, Set<string>>();
  const note = ({ url, method }: { url: string; method: string | string[] }) => {
    const known = methodsOf.get(url) ?? new Set();
    for (const each of [method].flat()) known.add(each);
    methodsOf.set(url, known);
  };
  app.addHook('onRoute', note);

  return () => {
    for (const [url, known] of [...methodsOf]) {
      if (url.startsWith(docsPath)) continue;
      const allow = [...known].sort().join(', ');
      const others = app.supportedMethods.filter((method) => !known.has(method)) as HTTPMethods[];
      app.route({
        url,
        method: others,
        config: { permission: 'public' },
        schema: { hide: true },
        // Before any body is read: its type and size do not matter.
        onRequest: async (request) => {
          throw new Problem(
            'method-not-allowed',
            { en: `${request.method} is not one of ${allow}.`, fr: `${request.method} n’est pas parmi ${allow}.` },
            { headers: { allow } },
          );
        },
        handler: async () => {},
      });
    }
  };
}
