import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import type { TSchema } from 'typebox';
import type { ProblemType } from '../errors/problem-types.ts';
import { permissions } from '../permissions.ts';
import { formats } from '../schemas/formats.ts';
import { problemAnswer } from '../schemas/problem.ts';
import { tags } from '../schemas/tags.ts';
import { describedWebhooks } from '../schemas/webhook-events.ts';
import type { ApiDeps } from '../types.ts';

export const docsPath = '/docs';
export const descriptionPath = '/openapi.json';

const intro = `One vocabulary for everything that keeps printers supplied.

- **Who**: \`Authorization: Bearer rp_…\`; what each operation needs stands with it, what you may do is at \`GET /v1/me\`.
- **Again, safely**: send \`Idempotency-Key\` with every change; a repeated request gets the first one's answer.
- **Together**: what has a \`version\` is changed with \`If-Match\`.
- **Failures** are problem JSON (RFC 9457), in English or French by \`Accept-Language\`.
- **Lists** give \`next\`, to be sent as \`cursor\`.`;

const whereTokens =
  'A token, `rp_…`. `npm run credential` makes one; those of the demo are in the data folder, in the file `demo-tokens.json`.';

/** Describes the API from its routes' schemas, at /openapi.json and on a page to try it. */
export const documentation = fp<Pick<ApiDeps, 'config'>>(async (app, { config }) => {
  app.addHook('onRoute', documentCommon);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `Replenish API of ${config.provider.name}`, version: '1.0.0', description: intro },
      // Where it was read from, so that what is tried on its page goes there.
      servers: [{ url: new URL(config.api.publicUrl).pathname }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'rp_…', description: whereTokens } },
      },
      security: [{ token: [] }],
    },
    transformObject: (document) =>
      'openapiObject' in document ? withPatterns({ ...document.openapiObject, webhooks: describedWebhooks() }) : {},
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => (typeof json.$id === 'string' ? json.$id : `def-${i}`),
    },
  });
  app.get(descriptionPath, { config: { permission: 'public' }, schema: { hide: true } as object }, async () =>
    app.swagger(),
  );
  await app.register(swaggerUi, {
    routePrefix: docsPath,
    uiConfig: { docExpansion: 'none', displayRequestDuration: true, tryItOutEnabled: true },
    staticCSP:
      "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self' 'unsafe-inline'",
    theme: {
      title: 'Replenish API',
      css: [{ filename: 'page.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  });
});

type Answers = Record<string, unknown>;

/** What any operation may answer follows from what it is, so that no route has to say it. */
function documentCommon(route: RouteOptions): void {
  const schema = route.schema as Record<string, unknown> | undefined;
  // Fastify gives every GET a HEAD with the same schema, which has been seen by then.
  if (!schema || schema.hide || route.method === 'HEAD' || !route.url.startsWith('/v1/')) return;
  const { permission, ifMatch, idempotency } = route.config ?? {};
  const changes = route.method !== 'GET';
  const repeatable = changes && idempotency !== false;
  const kinds: Record<string, ProblemType[] | false> = {
    400: ['invalid-request'],
    401: permission !== 'public' && ['unauthenticated'],
    403: permission !== 'public' && permission !== 'any' && ['forbidden'],
    404: schema.params !== undefined && ['not-found'],
    409: changes && ['conflict'],
    412: ifMatch === true && ['version-mismatch'],
    413: changes && ['too-large'],
    414: schema.params !== undefined && ['address-too-long'],
    415: changes && ['unsupported-media-type'],
    422: changes && (repeatable ? ['unprocessable', 'key-reused'] : ['unprocessable']),
    428: ifMatch === true && ['precondition-required'],
    429: ['too-many-requests'],
    500: ['internal'],
    503: ['unavailable'],
  };
  const common = Object.entries(kinds).flatMap(([status, types]) => (types ? [[status, problemAnswer(...types)]] : []));
  schema.response = { ...Object.fromEntries(common), ...(schema.response as Answers | undefined) };
  schema['x-permission'] = permission;
  schema.security = permission === 'public' ? [] : [{ token: [] }];
  if (permission && permission in permissions) {
    schema.description = [schema.description, `Needs \`${permission}\`.`].filter(Boolean).join('\n\n');
  }
  const headers = { ...(repeatable ? repeatHeader : {}), ...(ifMatch ? matchHeader : {}) };
  if (Object.keys(headers).length > 0) schema.headers = { type: 'object', properties: headers };
}

// In small letters, as Node gives them: Fastify looks headers up by the schema's own spelling.
const repeatHeader = {
  'idempotency-key': {
    type: 'string',
    format: 'idempotency-key',
    description: 'Names this request, so that repeating it has one effect and one answer. Kept for 24 hours at least.',
  },
};
const matchHeader = {
  'if-match': { type: 'string', description: 'ETag of what was read, such as `"3"`; `*` for any.' },
};

/** Says our own formats as patterns too, for those who read the description by machine. */
function withPatterns<T>(node: T): T {
  if (Array.isArray(node)) return node.map(withPatterns) as T;
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, withPatterns(value)]));
  const known =
    typeof copy.format === 'string' ? (formats as Record<string, { pattern?: string }>)[copy.format] : undefined;
  return (known?.pattern ? { ...copy, pattern: known.pattern } : copy) as T;
}

/** For routes whose content is not JSON. */
export const contentOf = (type: string, schema: TSchema) => ({ content: { [type]: { schema } } });
