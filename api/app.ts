import Fastify, { type FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { loggedError } from '../log.ts';
import { loggedRequest } from './logged.ts';
import { access } from './plugins/access.ts';
import { documentation } from './plugins/documentation.ts';
import { headers } from './plugins/headers.ts';
import { json } from './plugins/json.ts';
import { knownPaths } from './plugins/known-paths.ts';
import { limits } from './plugins/limits.ts';
import { measure } from './plugins/measure.ts';
import { preconditions } from './plugins/preconditions.ts';
import { answer, problems } from './plugins/problems.ts';
import { serializersOnDemand } from './plugins/serializer.ts';
import { validatorCompiler } from './plugins/validator.ts';
import { healthRoutes } from './routes/health.ts';
import { routes } from './routes/index.ts';
import { linkRoutes } from './routes/links.ts';
import { pageRoutes } from './routes/pages.ts';
import { components } from './schemas/index.ts';
import type { ApiDeps, App, Routes } from './types.ts';
import { createWork } from './work/unit.ts';

const bodyLimitBytes = 256 * 1024;
/** The longest a request may take, so that 503 comes within 5 s; what takes longer by its nature says so in its route. */
const handlerTimeoutMs = 4500;

/** The API, ready to listen or to be injected into. Fails when a route declares no permission. `more`: routes of tests. */
export async function buildApp(deps: ApiDeps, more: readonly Routes[] = []): Promise<App> {
  const { trustedProxies } = deps.config.api;
  const app: App = Fastify({
    loggerInstance: deps.log.child({}, { serializers: { req: loggedRequest, err: loggedError } }) as FastifyBaseLogger,
    // Never `true`: whoever calls could name any address as its own.
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    bodyLimit: bodyLimitBytes,
    handlerTimeout: handlerTimeoutMs,
    genReqId: () => uuidv7(),
    frameworkErrors: answer,
    schemaController: { compilersFactory: { buildSerializer: serializersOnDemand() } },
  });
  app.setValidatorCompiler(validatorCompiler(components));
  for (const component of components) app.addSchema(component);

  const closeKnownPaths = knownPaths(app);
  await app.register(measure);
  await app.register(problems);
  await app.register(headers);
  await app.register(json);
  await app.register(limits, deps);
  await app.register(access, deps);
  await app.register(preconditions);
  await app.register(documentation, deps);
  healthRoutes(app, deps);
  pageRoutes(app);
  linkRoutes(app, deps);
  const work = createWork(deps);
  await app.register(
    async (v1) => {
      for (const register of [...routes, ...more]) register(v1 as App, work, deps);
    },
    { prefix: '/v1' },
  );
  closeKnownPaths();
  await app.ready();
  return app;
}
