import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';

/** Headers of every answer: the request's id, nothing for a browser to run or keep. */
export const headers = fp(async (app) => {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
    hsts: { maxAge: 31_536_000, includeSubDomains: true },
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    // Whatever is behind a credential is private; a route may say otherwise.
    reply.header('cache-control', 'no-store');
  });
});
