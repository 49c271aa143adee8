import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../api/test/api.ts';
import { newCustomer } from '../api/test/customer.ts';
import { openTap } from '../api/test/tap.ts';
import { openTask } from '../commands/tasks.ts';
import { type DatabaseHandle, openDatabase } from '../db/database.ts';
import { ledger, notices, outbox } from '../db/schema/index.ts';
import { plannedTask } from '../domain/tasks.ts';
import { makeAccount } from '../operations/testing/facts.ts';
import { freePort } from '../servers/ports.ts';
import { observeFacts } from './facts.ts';
import { type MetricsServer, serveMetrics } from './server.ts';

let port: number;
let figures: MetricsServer;
let api: TestApi;
let tap: Awaited<ReturnType<typeof openTap>>;
let tapped: DatabaseHandle;

beforeAll(async () => {
  port = await freePort();
  figures = await serveMetrics('127.0.0.1', port);
  api = await openTestApi();
  tap = await openTap(api.systemUrl);
  tapped = openDatabase(tap.url, { name: 'tapped' });
  observeFacts(tapped.db, () => api.time.now);
});
afterAll(async () => {
  await figures.close();
  await tapped.close();
  await tap.close();
  await api.close();
});

/** The value of each series, by its name with its labels as they stand in the text. */
async function scrape(): Promise<Map<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

const agoOf = (seconds: number) => new Date(api.time.now.getTime() - seconds * 1000);

test('what waits is shown with its age, which goes on growing while the database is away', async () => {
  const { accountId } = await newCustomer(api);
  const mail = { accountId, kind: 'enrolled', thread: 't', data: {}, madeAt: agoOf(500) } as const;
  await api.system.insert(notices).values([
    { ...mail, factKey: 'late', leavesAt: agoOf(300) },
    { ...mail, factKey: 'later', leavesAt: agoOf(100) },
    { ...mail, factKey: 'not yet', leavesAt: agoOf(-100) },
  ]);
  await api.system
    .insert(outbox)
    .values({ accountId, kind: 'mail.start', workflowId: 'mail/1', body: {}, madeAt: agoOf(40) });
  const about = { orderId: '0198c0de-0000-7000-8000-000000000000' };
  await openTask(api.system, accountId, plannedTask('approve-order', about), agoOf(5 * 3600));

  const { supplyId } = await makeAccount(api.system, api.time.now);
  const move = { accountId, supplyId, units: 3, reason: 'by hand', key: 'by hand', actor: 'test', at: api.time.now };
  await api.system.insert(ledger).values({ ...move, fromPlace: 'supplier', toPlace: 'transit' });

  const shown = await scrape();
  expect(shown.get('replenish_ledger_differences{check="ledger-differs-from-lines"}')).toBe(2);
  expect(shown.get('replenish_ledger_differences{check="ledger-unbalanced"}')).toBe(0);
  expect(shown.get('replenish_waiting{kind="mails"}')).toBe(2);
  expect(shown.get('replenish_waiting_oldest_age_seconds{kind="mails"}')).toBe(300);
  expect(shown.get('replenish_waiting_oldest_age_seconds{kind="messages"}')).toBe(40);
  expect(shown.get('replenish_waiting_oldest_age_seconds{kind="readings-to-tell"}')).toBe(0);
  expect(shown.get('replenish_waiting_oldest_age_seconds{kind="readings-to-assess"}')).toBe(0);
  expect(shown.get('replenish_tasks_overdue{owner="operations",kind="approve-order"}')).toBe(1);
  expect(shown.get('replenish_facts_up')).toBe(1);

  // Operators without Prometheus see the same.
  const { body } = await api.call(await api.newToken('operations'), 'GET', 'waiting');
  expect(body.items).toContainEqual(
    expect.objectContaining({ kind: 'mails', count: 2, since: agoOf(300).toISOString(), lastError: null }),
  );
  const { parts } = (await api.call(undefined, 'GET', '/health/ready')).body;
  expect(parts.mail).toMatchObject({ ok: false, since: agoOf(300).toISOString() });
  expect(parts.warehouse.ok).toBe(true);

  tap.stopUp();
  api.time.now = agoOf(-60);
  await new Promise((resolve) => setTimeout(resolve, 5100));
  const began = performance.now();
  const away = await scrape();
  expect(performance.now() - began).toBeLessThan(3000);
  expect(away.get('replenish_waiting_oldest_age_seconds{kind="mails"}')).toBe(360);
  expect(away.get('replenish_facts_up')).toBe(0);
  tap.letFlow();
  await expect.poll(async () => (await scrape()).get('replenish_facts_up'), { timeout: 10_000 }).toBe(1);
});

test('requests are timed by route and status, and what is repeated is counted', async () => {
  const token = await api.newToken('operations');
  const send = () =>
    api.call(token, 'POST', 'brakes', {
      body: { scope: 'all', reason: 'Looking' },
      headers: { 'idempotency-key': 'once' },
    });
  expect([(await send()).status, (await send()).status]).toEqual([201, 201]);
  await api.call(token, 'GET', 'no/such/thing');
  const shown = await scrape();
  const taken = (method: string, route: string, status: number) =>
    shown.get(
      `http_server_request_duration_seconds_count{http_request_method="${method}",http_route="${route}",http_response_status_code="${status}"}`,
    );
  expect(taken('POST', '/v1/brakes', 201)).toBe(2);
  expect(taken('GET', 'none', 404)).toBe(1);
  expect(shown.get('replenish_attempts_blocked_total{effect="request"}')).toBe(1);
});

test('readiness is shown part by part', async () => {
  const shown = await scrape();
  expect(shown.get('replenish_part_ok{part="database"}')).toBe(1);
  expect(shown.get('replenish_part_ok{part="temporal"}')).toBe(0);
});
