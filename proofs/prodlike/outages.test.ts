import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { startMailCatcher } from '../../servers/mail-catcher.ts';
import { freePort } from '../../servers/ports.ts';
import { removePostgresData } from '../../servers/postgres-binaries.ts';
import { workflowBundlePath } from '../../test/harness/workflow-bundle.ts';
import { type Customer, dailyReadings, enrol, makeCatalogue, makeCustomer } from './customer.ts';
import type { Part } from './part.ts';
import { type Shape, startShape } from './shape.ts';

/** Real processes, each held (it stands still, its connections stay open) or killed, and nobody starts API or worker again. */

/** 503 must come within this, while whoever waits still waits. */
const answerMs = 5000;
/** Work goes on by itself within this once what was away is back. */
const resumeMs = 30_000;

let folder: string;
let shape: Shape;
let customer: Customer;
let smtp: { port: number; dir: string };
let catcher: Awaited<ReturnType<typeof startMailCatcher>>;
let pids: unknown;
let deviceId: string;
let readingsPosted = 0;
let paused = false;

const pidsOfApps = () => [...shape.apis, ...shape.workers].map((part) => part.pid());

beforeAll(async () => {
  folder = mkdtempSync(join(inject('runFolder'), 'outages-'));
  chmodSync(folder, 0o755);
  smtp = { port: await freePort(), dir: join(folder, 'caught') };
  mkdirSync(smtp.dir);
  catcher = await startMailCatcher(smtp);
  const settings = { SMTP_URL: catcher.smtpUrl, WORKFLOW_BUNDLE_PATH: await workflowBundlePath() };
  shape = await startShape({ folder, temporal: 'dev', workers: 1, apis: 1, settings, progress: () => {} });
  customer = await makeCustomer(shape, 'Outages');
  await makeCatalogue(customer);
  ({ id: deviceId } = await enrol(customer, 'M100-1'));
  await untilNothingWaits();
  pids = pidsOfApps();
}, 300_000);

afterAll(async () => {
  await shape?.stop();
  await catcher?.stop();
  removePostgresData(join(folder, 'postgres'));
  rmSync(folder, { recursive: true, force: true });
});

async function ask(method: 'GET' | 'POST', path: string, body?: object) {
  const began = performance.now();
  const answer = await fetch(`${shape.apis[0]!.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${customer.token}`,
      'if-match': '*',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    retryAfter: Number(answer.headers.get('retry-after')),
    ms: performance.now() - began,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

async function expectUnavailable(asked: ReturnType<typeof ask>): Promise<void> {
  const { status, retryAfter, ms } = await asked;
  expect({ status, inTime: ms < answerMs }).toEqual({ status: 503, inTime: true });
  expect(retryAfter).toBeGreaterThan(0);
}

const ready = async () => (await ask('GET', '/health/ready')).body;

async function waiting(): Promise<Record<string, { count: number; since: string | null }>> {
  const { body } = await ask('GET', '/v1/waiting');
  return Object.fromEntries(body.items.map((item: { kind: string }) => [item.kind, item]));
}

/** Whatever was told has been done: readings assessed, messages taken, mails sent. */
const untilNothingWaits = () =>
  vi.waitFor(
    async () => {
      const left = Object.values(await waiting()).filter(({ count }) => count > 0);
      if (left.length > 0) throw new Error(`still waiting: ${JSON.stringify(left)}`);
    },
    { timeout: resumeMs, interval: 250 },
  );

const postReading = () => {
  readingsPosted += 1;
  const at = new Date(Date.now() - 3_600_000 + readingsPosted * 1000);
  return ask('POST', '/v1/readings', dailyReadings('M100-1', 60, 1, at)[0]!);
};

describe.each([
  ['held', (part: Part) => part.hold(), (part: Part) => part.goOn()],
  ['killed', (part: Part) => part.kill(), (part: Part) => part.start()],
] as const)('%s', (_how, away, back) => {
  test('PostgreSQL: 503 with Retry-After in time, readiness names it, all goes on by itself', async () => {
    await away(shape.postgres);
    await expectUnavailable(ask('GET', '/v1/accounts'));
    await expectUnavailable(postReading());
    await sleep(5000);
    const { status, parts } = await ready();
    expect([status, parts.database.ok]).toEqual(['unavailable', false]);
    expect(Date.parse(parts.database.since)).toBeLessThan(Date.now());
    await back(shape.postgres);
    await expect.poll(async () => (await postReading()).status, { timeout: resumeMs }).toBe(201);
    await untilNothingWaits();
    expect(pidsOfApps()).toEqual(pids);
  });

  test('Temporal: readings are taken, operators see what waits and since when, all goes on by itself', async () => {
    await away(shape.temporal);
    const began = Date.now();
    const posted = await postReading();
    expect({ status: posted.status, inTime: posted.ms < answerMs }).toEqual({ status: 201, inTime: true });
    // A change that has something to tell a workflow.
    const changed = await ask('POST', `/v1/devices/${deviceId}/${paused ? 'resume' : 'pause'}`, {});
    paused = !paused;
    expect({ changed: changed.status < 300, inTime: changed.ms < answerMs }).toEqual({ changed: true, inTime: true });
    await expectUnavailable(ask('GET', `/v1/devices/${deviceId}/workflow`));
    await sleep(5000);
    const { status, parts } = await ready();
    expect([status, parts.temporal.ok]).toEqual(['degraded', false]);
    const { 'readings-to-tell': readings } = await waiting();
    expect(readings!.count).toBe(1);
    expect(Date.parse(readings!.since!)).toBeGreaterThan(began - 1000);
    await back(shape.temporal);
    await untilNothingWaits();
    expect(pidsOfApps()).toEqual(pids);
  });
});

test('the mail server: mails wait, are told of, and leave by themselves', async () => {
  await catcher.stop();
  const { body } = await ask('GET', `/v1/mails?accountId=${customer.accountId}`);
  expect((await ask('POST', `/v1/mails/${body.items[0].id}/resend`, {})).status).toBeLessThan(300);
  await expect
    .poll(async () => (await waiting()).mails, { timeout: resumeMs })
    .toMatchObject({ count: 1, since: expect.any(String), lastError: expect.stringContaining('ECONNREFUSED') });
  catcher = await startMailCatcher(smtp);
  await untilNothingWaits();
});

test('a worker that is started while Temporal is away waits for it', async () => {
  const [worker] = shape.workers;
  await worker!.stop();
  await shape.temporal.kill();
  const started = worker!.start();
  await sleep(8000);
  await shape.temporal.start();
  await started;
  await postReading();
  await untilNothingWaits();
});
