import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseHandle, openDatabase } from '../db/database.ts';
import { outbox } from '../db/schema/index.ts';
import { freePort } from '../servers/ports.ts';
import { startTemporal } from '../servers/temporal.ts';
import { findTemporal } from '../servers/temporal-binary.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { workflowBundlePath } from '../test/harness/workflow-bundle.ts';
import { maintenanceScheduleId } from '../workflows/maintenance.contract.ts';
import { type MaintenanceReport, maintain } from './maintain.ts';
import { ensureNightlySchedules } from './schedule.ts';

const folder = mkdtempSync(join(tmpdir(), 'replenish-operations-'));
const taskQueue = 'operations';
const now = new Date('2026-03-04T05:06:07Z');
let database: TestDatabase;
let system: DatabaseHandle;
let server: Awaited<ReturnType<typeof startTemporal>>;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl, { name: 'a test' });
  server = await startTemporal({
    program: await findTemporal(database.config.cache, () => {}),
    port: await freePort(),
    uiPort: await freePort(),
    namespace: 'default',
    dataDir: folder,
    logFile: join(folder, 'temporal.log'),
  });
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
});

afterAll(async () => {
  await connection?.close();
  await server?.stop();
  await system.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Asks until it is so: what a server lists follows what it does a moment later. */
async function eventually<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await sleep(100)) {
    const answer = await ask();
    if (holds(answer) || Date.now() > deadline) return answer;
  }
}

describe('the nightly schedules', () => {
  test('is made once; what operators change stays', async () => {
    await ensureNightlySchedules(client, taskQueue);
    const handle = client.schedule.getHandle(maintenanceScheduleId);
    await handle.pause('not tonight');
    await ensureNightlySchedules(client, taskQueue);
    const { state, policies, spec, info } = await handle.describe();
    expect(state).toMatchObject({ paused: true, note: 'not tonight' });
    expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 86_400_000 });
    expect(spec.jitter).toBe(1_800_000);
    const [first, second] = info.nextActionTimes;
    expect(first!.getUTCHours()).toBe(3);
    expect(Math.round((+second! - +first!) / 3_600_000)).toBeGreaterThan(22);
  });

  test('runs maintenance, whose report is its result', async () => {
    const native = await NativeConnection.connect({ address: server.address });
    const worker = await Worker.create({
      connection: native,
      taskQueue,
      workflowBundle: { codePath: await workflowBundlePath() },
      activities: { maintain: ({ now: at }: { now: string }) => maintain(system.db, new Date(at)) },
    });
    await system.db.insert(outbox).values({
      accountId: uuidv7(),
      kind: 'k',
      workflowId: 'w',
      body: {},
      madeAt: now,
      deliveredAt: new Date('2020-01-01T00:00:00Z'),
    });
    const report = await worker.runUntil(async () => {
      const handle = client.schedule.getHandle(maintenanceScheduleId);
      await handle.trigger();
      const { info } = await eventually(
        () => handle.describe(),
        (schedule) => schedule.info.recentActions.length > 0,
      );
      const { workflow } = info.recentActions[0]!.action;
      expect(workflow.workflowId).toMatch(/^maintenance-/);
      return client.workflow.getHandle(workflow.workflowId).result() as Promise<MaintenanceReport>;
    });
    await native.close();
    expect(report).toEqual({ partitionsMade: [], partitionsDropped: [], rows: { outbox: 1 }, gaugesLearned: 0 });
  });
});
