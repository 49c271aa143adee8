import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseHandle, openDatabase } from '../db/database.ts';
import { openTestApi, type TestApi } from './test/api.ts';
import { openTap } from './test/tap.ts';
import type { Routes } from './types.ts';

/** 503 must come within 5 s, while whoever waits still waits. */
const longestMs = 5000;

let plain: TestApi;
let tap: Awaited<ReturnType<typeof openTap>>;
let tapped: DatabaseHandle;
let api: TestApi;
let token: string;
let stopUpBeforeWork = false;

const routes: Routes = (app, work) => {
  app.post(
    '/test/change',
    {
      config: { permission: 'any' },
      schema: { hide: true },
      preHandler: async () => {
        if (stopUpBeforeWork) tap.stopUp();
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ record }) => {
        await record({ accountId: null, action: 'made', entity: 'test', entityId: 'late' });
        return { status: 204 };
      }),
  );
};

beforeAll(async () => {
  plain = await openTestApi();
  tap = await openTap(plain.appUrl);
  tapped = openDatabase(tap.url, { name: 'tapped' });
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  api = await openTestApi({ db: tapped.db, routes: [routes], temporal: new Client({ connection }) });
  token = await plain.newToken('operations');
});
afterAll(async () => {
  await api.close();
  await tapped.close();
  await tap.close();
  await plain.close();
});

async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const began = performance.now();
  const result = await work;
  return { result, ms: performance.now() - began };
}

describe('the database is away', () => {
  test('silent: 503 with Retry-After in time, and service again as soon as it answers', async () => {
    expect((await api.call(token, 'GET', 'accounts')).status).toBe(200);
    tap.stopUp();
    const { result, ms } = await timed(api.call(token, 'GET', 'accounts'));
    expect(result.status).toBe(503);
    expect(Number(result.headers['retry-after'])).toBeGreaterThan(0);
    expect(result.body.type).toBe('/problems/unavailable');
    expect(ms).toBeLessThan(longestMs);
    tap.letFlow();
    expect((await api.call(token, 'GET', 'accounts')).status).toBe(200);
  });

  test('cut off: the same', async () => {
    tap.cut();
    await sleep(50);
    const { result, ms } = await timed(api.call(token, 'GET', 'accounts'));
    expect(result.status).toBe(503);
    expect(ms).toBeLessThan(longestMs);
    tap.mend();
    await expect.poll(async () => (await api.call(token, 'GET', 'accounts')).status, { timeout: 15_000 }).toBe(200);
  });

  test('a change that was told to come back does not happen after all when the database returns', async () => {
    stopUpBeforeWork = true;
    const { status } = await api.call(token, 'POST', 'test/change', { body: {} });
    stopUpBeforeWork = false;
    expect(status).toBe(503);
    tap.letFlow();
    await sleep(500);
    const { body } = await plain.call(token, 'GET', 'audit', { query: { entityId: 'late' } });
    expect(body.items).toEqual([]);
  });
});

describe('readiness', () => {
  test('names each part; without Temporal it serves on, without the database it does not', async () => {
    const { status, body } = await api.call(undefined, 'GET', '/health/ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'degraded',
      parts: { database: { ok: true }, migrations: { ok: true }, temporal: { ok: false, detail: expect.any(String) } },
    });
    expect((await api.call(undefined, 'GET', '/health/live')).body).toEqual({ status: 'ok' });
  });

  test('asks at most every 5 s, waits at most 2 s, and says since when', async () => {
    const since = new Date('2026-03-02T10:00:00Z');
    api.time.now = since;
    tap.stopUp();
    const cached = await api.call(undefined, 'GET', '/health/ready');
    expect(cached.body.parts.database.ok).toBe(true);
    await sleep(5100);
    const { result, ms } = await timed(api.call(undefined, 'GET', '/health/ready'));
    expect(result.status).toBe(503);
    expect(ms).toBeLessThan(2500);
    expect(result.body.parts.database).toMatchObject({ ok: false, since: since.toISOString() });
    tap.letFlow();
  });
});
