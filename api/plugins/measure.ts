import fp from 'fastify-plugin';
import { countRequest } from '../../metrics/http.ts';

/** Every answer is counted with its duration, by the route's pattern; what no route serves is one series. */
export const measure = fp(async (app) => {
  app.addHook('onResponse', async (request, reply) => {
    countRequest({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
    });
  });
});
