import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import type { Environment, RequestLimits } from '../../config.ts';
import { asTenant, type DatabaseHandle, openDatabase } from '../../db/database.ts';
import type { QueuedMessage } from '../../db/outbox.ts';
import { createTestDatabase } from '../../test/harness/database.ts';
import { buildApp } from '../app.ts';
import { createCredential } from '../auth/credentials.ts';
import type { Role } from '../permissions.ts';
import type { ApiDeps, App, Routes } from '../types.ts';
import { recorder } from '../work/unit.ts';
import { type Operation, operationsOf } from './operations.ts';

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for the test to assert
export type TestAnswer = { status: number; body: any; headers: Record<string, string>; text: string };
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface TestApi {
  app: App;
  appUrl: string;
  systemUrl: string;
  /** As the role of the API. */
  db: DatabaseHandle['db'];
  /** As the role that sees every account. */
  system: DatabaseHandle['db'];
  /** What was told to workflows at once. */
  told: QueuedMessage[];
  /** Time, which the test sets. */
  time: { now: Date };
  /** Lines of the log. */
  logged: string[];
  /** Every operation that the description of the API holds. */
  operations: Operation[];
  newToken(role: Role, bound?: { accountId?: string; siteId?: string; expiresInDays?: number }): Promise<string>;
  /** Sends a request; with `token` undefined, as nobody. Throws when the answer's status is not in the description of the API. */
  call(token: string | undefined, method: Method, path: string, options?: Options): Promise<TestAnswer>;
  close(): Promise<void>;
}

type Options = { body?: unknown; headers?: Record<string, string>; query?: Record<string, string> };

type Change = Partial<ApiDeps> & {
  routes?: readonly Routes[];
  limits?: Partial<RequestLimits>;
  settings?: Environment;
};

/** The API on a database of its own, with everything real but Temporal. */
export async function openTestApi({ limits, settings, ...change }: Change = {}): Promise<TestApi> {
  const database = await createTestDatabase(settings);
  const { api: apiConfig } = database.config;
  const app = openDatabase(database.appUrl, { name: 'api test' });
  const system = openDatabase(database.systemUrl, { name: 'api test system' });
  const told: QueuedMessage[] = [];
  const logged: string[] = [];
  const time = { now: new Date('2026-03-02T09:00:00Z') };
  const clock = () => time.now;
  const api = await buildApp(
    {
      db: app.db,
      messenger: { deliver: async (messages) => void told.push(...messages) },
      clock,
      log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
      config: { ...database.config, api: { ...apiConfig, limits: { ...apiConfig.limits, ...limits } } },
      ...change,
    },
    change.routes,
  );

  const operations = operationsOf(api.swagger());

  return {
    app: api,
    appUrl: database.appUrl,
    systemUrl: database.systemUrl,
    operations,
    db: app.db,
    system: system.db,
    told,
    time,
    logged,
    async newToken(role, bound = {}) {
      const now = clock();
      const actor = 'test';
      const { token } = await asTenant(app.db, 'all', (tx) =>
        createCredential(
          { tx, now, actor, record: recorder(tx, { at: now, actor, requestId: null }) },
          { name: `${role} of the test`, roles: [role], ...bound },
          null,
        ),
      );
      return token;
    },
    async call(token, method, path, { body, headers = {}, query } = {}) {
      const answer = await api.inject({
        method,
        url: path.startsWith('/') ? path : `/v1/${path}`,
        headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
        ...(query ? { query } : {}),
        ...(body === undefined ? {} : { payload: body as InjectOptions['payload'] }),
      });
      const operation = operations.find((each) => each.method === method && each.matches(answer.raw.req.url ?? ''));
      const undocumented = operation && !operation.statuses.includes(answer.statusCode);
      if (undocumented)
        throw new Error(`${operation.operationId} answers ${answer.statusCode}, which is not described`);
      return {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
        text: answer.payload,
        body: String(answer.headers['content-type']).includes('json') ? answer.json() : answer.payload,
      };
    },
    async close() {
      await api.close();
      await app.close();
      await system.close();
      await database.drop();
    },
  };
}
