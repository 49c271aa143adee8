import { Type } from 'typebox';
import { observeParts } from '../../metrics/parts.ts';
import { object, oneOf } from '../schemas/common.ts';
import type { ApiDeps, App } from '../types.ts';
import { createReadiness, readinessParts } from '../work/readiness.ts';

const Part = object({
  ok: Type.Boolean(),
  since: Type.String({ format: 'date-time', description: 'Since when it is, or is not.' }),
  detail: Type.Optional(Type.String({ description: 'What is wrong, and what to do.' })),
});

const Readiness = object({
  status: oneOf(['ok', 'degraded', 'unavailable']),
  parts: object(
    Object.fromEntries(readinessParts.map((name) => [name, Part])) as Record<
      (typeof readinessParts)[number],
      typeof Part
    >,
  ),
});

/** For balancers and people: is the process alive; can it serve. Neither asks who is asking, nor counts against a limit. */
export function healthRoutes(app: App, deps: ApiDeps): void {
  const readiness = createReadiness(deps);
  observeParts(readiness);

  app.get(
    '/health/live',
    {
      config: { permission: 'public', rateLimit: false },
      schema: { hide: true, response: { 200: object({ status: Type.Literal('ok') }) } },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/health/ready',
    {
      config: { permission: 'public', rateLimit: false },
      schema: { hide: true, response: { 200: Readiness, 503: Readiness } },
    },
    async (_request, reply) => {
      const ready = await readiness();
      // Without Temporal requests are served and their messages wait; without the database nothing is.
      if (ready.status === 'unavailable') return reply.code(503).header('retry-after', '5').send(ready);
      return ready;
    },
  );
}
