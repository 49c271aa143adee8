import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Problem } from '../errors/problem.ts';
import type { ApiDeps } from '../types.ts';

/** Requests a minute, counted by each process of the API. */
export interface Limits {
  /** From one address, whoever calls. A site's devices may share one. */
  perAddress: number;
  /** By one credential. */
  perCredential: number;
  /** Refused tokens from one address: after that, none from there is looked up. */
  refusedPerAddress: number;
}

export const defaultLimits: Limits = { perAddress: 6000, perCredential: 3000, refusedPerAddress: 30 };

declare module 'fastify' {
  interface FastifyInstance {
    limits: Record<keyof Limits, (request: FastifyRequest, reply: FastifyReply, peek?: 'peek') => Promise<void>>;
  }
}

/** Counts requests and refuses those above a limit (429), naming how long to wait. */
export const limits = fp<Pick<ApiDeps, 'limits'>>(async (app, options) => {
  await app.register(rateLimit, { global: false });
  const perMinute = { ...defaultLimits, ...options.limits };

  const limiter = (name: keyof Limits, keyOf?: (request: FastifyRequest) => string) => {
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
