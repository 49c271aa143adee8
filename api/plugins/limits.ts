import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { RequestLimits } from '../../config.ts';
import { Problem } from '../errors/problem.ts';
import type { ApiDeps } from '../types.ts';

declare module 'fastify' {
  interface FastifyInstance {
    limits: Record<keyof RequestLimits, (request: FastifyRequest, reply: FastifyReply, peek?: 'peek') => Promise<void>>;
  }
}

/** Counts requests and refuses those above a limit (429), naming how long to wait. */
export const limits = fp<Pick<ApiDeps, 'config'>>(async (app, { config }) => {
  await app.register(rateLimit, { global: false });
  const perMinute = config.api.limits;

  const limiter = (name: keyof RequestLimits, keyOf?: (request: FastifyRequest) => string) => {
    const count = app.createRateLimit({
      max: perMinute[name],
      timeWindow: 60_000,
      ...(keyOf ? { keyGenerator: keyOf } : {}),
    });
    return async (request: FastifyRequest, reply: FastifyReply, peek?: 'peek') => {
      const result = await count(request, { increment: !peek });
      if (result.isAllowed) return;
      const seconds = Math.max(1, result.ttlInSeconds);
      reply.headers({
        'ratelimit-limit': result.max,
        'ratelimit-remaining': result.remaining,
        'ratelimit-reset': seconds,
      });
      const over = peek ? result.remaining === 0 : result.isExceeded;
      if (!over) return;
      throw new Problem(
        'too-many-requests',
        {
          en: `More than ${result.max} a minute; wait ${seconds} s.`,
          fr: `Plus de ${result.max} par minute ; attendez ${seconds} s.`,
        },
        { headers: { 'retry-after': String(seconds) } },
      );
    };
  };

  app.decorate('limits', {
    perAddress: limiter('perAddress'),
    perCredential: limiter('perCredential', (request) => request.caller?.credentialId ?? ''),
    refusedPerAddress: limiter('refusedPerAddress'),
  });
});
