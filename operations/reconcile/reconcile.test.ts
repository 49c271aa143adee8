import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { eq } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DatabaseHandle, openDatabase } from '../../db/database.ts';
import { ledger, notices, outbox, parcels, readings, slots, tasks } from '../../db/schema/index.ts';
import { plusDays } from '../../domain/time.ts';
import { freePort } from '../../servers/ports.ts';
import { startTemporal } from '../../servers/temporal.ts';
import { findTemporal } from '../../servers/temporal-binary.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { type Facts, makeAccount, makeDevice, makeOrder } from '../testing/facts.ts';
import { type Outcome, reconcile } from './reconcile.ts';
import { workflowsWithoutFacts } from './workflows.ts';

const folder = mkdtempSync(join(tmpdir(), 'replenish-reconcile-'));
const now = new Date('2026-03-04T05:06:07Z');
const longAgo = plusDays(now, -3);
let server: Awaited<ReturnType<typeof startTemporal>>;
let connection: Connection;
let client: Client;
let database: TestDatabase;
let system: DatabaseHandle;
let facts: Facts;

beforeAll(async () => {
  const { config, drop } = await createTestDatabase();
  server = await startTemporal({
    program: await findTemporal(config.cache, () => {}),
    port: await freePort(),
    uiPort: await freePort(),
    namespace: 'default',
    dataDir: folder,
    logFile: join(folder, 'temporal.log'),
  });
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
  await drop();
});
afterAll(async () => {
  await connection?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl, { name: 'a test' });
  facts = await makeAccount(system.db, longAgo);
});
afterEach(async () => {
  for (const workflowId of await running()) await client.workflow.getHandle(workflowId).terminate();
  await eventually(running, (left) => left.length === 0);
  await system.close();
  await database.drop();
});

async function eventually<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await sleep(100)) {
    const answer = await ask();
    if (holds(answer) || Date.now() > deadline) return answer;
  }
}

async function running(): Promise<string[]> {
  const names: string[] = [];
  for await (const { workflowId, type } of client.workflow.list({ query: `ExecutionStatus = 'Running'` }))
    if (!type.startsWith('temporal-sys')) names.push(workflowId);
  return names;
}

const start = (type: string, workflowId: string) =>
  client.workflow.start(type, { workflowId, taskQueue: 'nobody listens', args: [] });

const compare = (dryRun = false) => reconcile({ db: system.db, client }, now, { dryRun });
const summary = (outcomes: Outcome[]) =>
  Object.fromEntries(outcomes.map(({ check, repaired, left }) => [check, { repaired, left }]));
const messages = async () =>
  (await system.db.select({ workflowId: outbox.workflowId, kind: outbox.kind }).from(outbox)).map(
    ({ workflowId, kind }) => `${kind} ${workflowId}`,
  );
const openTasks = () => system.db.select().from(tasks).where(eq(tasks.state, 'open'));

describe('facts and workflows', () => {
  test('what has no workflow, or one that was ended, is taken up; a dry run only says so', async () => {
    const lone = await makeDevice(system.db, facts, { serial: '1', enrolledAt: longAgo });
    const ended = await makeDevice(system.db, facts, { serial: '2', enrolledAt: longAgo });
    const fresh = await makeDevice(system.db, facts, { serial: '3', enrolledAt: now });
    const held = await makeOrder(system.db, facts, { occasion: '1', madeAt: longAgo });
    await (await start('deviceWorkflow', `device/${ended}`)).terminate('by mistake');
    await eventually(running, (names) => names.length === 0);

    const planned = await compare(true);
    expect(summary(planned)).toEqual({ 'facts-without-workflow': { repaired: 3, left: 0 } });
    expect(planned[0]!.examples).toContainEqual(expect.stringMatching(/ended before its time \(TERMINATED/));
    expect(await messages()).toEqual([]);

    expect(summary(await compare())).toEqual(summary(planned));
    const told = await messages();
    expect(told.toSorted()).toEqual(
      [
        `device.enrol device/${lone}`,
        `device.recheck device/${lone}`,
        `device.enrol device/${ended}`,
        `device.recheck device/${ended}`,
        `order.start order/${held.id}`,
        `order.review order/${held.id}`,
      ].toSorted(),
    );
    expect(told.join()).not.toContain(fresh);
  });

  test('strays are ended, those whose matter is over are told, the others are left alone', async () => {
    const living = await makeDevice(system.db, facts, { serial: '1', enrolledAt: longAgo });
    const retired = await makeDevice(system.db, facts, {
      serial: '2',
      enrolledAt: longAgo,
      state: 'retired',
      endedAt: longAgo,
    });
    const strange = uuidv7();
    await start('deviceWorkflow', `device/${living}`);
    await start('deviceWorkflow', `device/${retired}`);
    await start('orderWorkflow', `order/${strange}`);
    await start('somebodyElses', `device/${uuidv7()}`);
    await eventually(running, (names) => names.length === 4);
    expect(summary(await compare())).toEqual({
      'workflows-without-facts': { repaired: 1, left: 0 },
      'workflows-that-outlive': { repaired: 1, left: 0 },
    });
    const left = await eventually(running, (names) => names.length === 3);
    expect(left).toContain(`device/${living}`);
    expect(left).not.toContain(`order/${strange}`);
    expect(await messages()).toEqual([`device.recheck device/${retired}`]);
  });

  test('many strays speak of a database restored to another time: they are left to people, until somebody knows', async () => {
    const strangers = Array.from({ length: 11 }, () => `device/${uuidv7()}`);
    for (const workflowId of strangers) await start('deviceWorkflow', workflowId);
    await eventually(running, (names) => names.length === 11);
    const [outcome] = await compare();
    expect(outcome).toMatchObject({ check: 'workflows-without-facts', repaired: 0, left: 11 });
    expect(outcome!.examples[0]).toContain('restored to an earlier time');
    expect(await openTasks()).toMatchObject([{ kind: 'facts-disagree', owner: 'operations', accountId: null }]);
    await compare();
    expect(await openTasks()).toHaveLength(1);

    const checks = { 'workflows-without-facts': workflowsWithoutFacts('all') };
    const known = await reconcile({ db: system.db, client }, now, { checks });
    expect(known).toMatchObject([{ repaired: 11, left: 0 }]);
    expect(await eventually(running, (names) => names.length === 0)).toEqual([]);
    expect(await openTasks()).toEqual([]);
  });
});

describe('what waits', () => {
  test('a device told of a reading and not assessed since looks again; a reading told to nobody is a task', async () => {
    const at = plusDays(now, -1);
    const [judged, unjudged, untold] = await Promise.all(
      ['1', '2', '3'].map((serial) =>
        makeDevice(system.db, facts, { serial, enrolledAt: longAgo, newestReadingAt: at }),
      ),
    );
    for (const deviceId of [judged, unjudged, untold]) {
      await start('deviceWorkflow', `device/${deviceId}`);
      await system.db.insert(readings).values({
        accountId: facts.accountId,
        deviceId: deviceId!,
        at,
        takenAt: at,
        receivedAt: at,
        relayedAt: deviceId === untold ? null : at,
        source: 'agent',
        levels: [],
      });
      await system.db.insert(slots).values({
        accountId: facts.accountId,
        deviceId: deviceId!,
        key: 'K',
        label: 'Black',
        kind: 'toner',
        assessedAt: deviceId === unjudged ? longAgo : now,
      });
    }
    await eventually(running, (names) => names.length === 3);
    expect(summary(await compare())).toEqual({
      'readings-not-told': { repaired: 0, left: 1 },
      'readings-not-judged': { repaired: 1, left: 0 },
    });
    expect(await messages()).toEqual([`device.recheck device/${unjudged}`]);
    await system.db.update(readings).set({ relayedAt: now });
    await compare();
    expect(await openTasks()).toEqual([]);
  });

  test('a message that waits and a mail that is late are tasks, with the last error', async () => {
    const order = await makeOrder(system.db, facts, { occasion: '1', madeAt: longAgo });
    await start('orderWorkflow', `order/${order.id}`);
    const [notice] = await system.db
      .insert(notices)
      .values({
        accountId: facts.accountId,
        kind: 'enrolled',
        factKey: 'a',
        thread: 'a',
        data: {},
        leavesAt: longAgo,
        madeAt: longAgo,
        lastError: 'connection refused',
      })
      .returning();
    await start('mailWorkflow', `mail/${notice!.id}`);
    await system.db.insert(outbox).values({
      accountId: facts.accountId,
      kind: 'order.review',
      workflowId: `order/${order.id}`,
      body: {},
      madeAt: longAgo,
      attempts: 3,
      lastError: 'no answer',
    });
    await eventually(running, (names) => names.length === 2);
    const found = await compare();
    expect(summary(found)).toEqual({
      'messages-waiting': { repaired: 0, left: 1 },
      'mails-late': { repaired: 0, left: 1 },
    });
    expect(found.flatMap(({ examples }) => examples)).toEqual([
      expect.stringContaining('no answer'),
      expect.stringContaining('connection refused'),
    ]);
  });
});

describe('books and mails', () => {
  test('A15 a ledger that differs from the lines, A11 an order and a parcel that nobody was told of', async () => {
    const order = await makeOrder(system.db, facts, {
      occasion: '1',
      madeAt: longAgo,
      holdUntil: now,
      state: 'closed',
      endedAt: longAgo,
    });
    const { accountId, supplyId } = facts;
    await system.db.insert(parcels).values({
      accountId,
      orderId: order.id,
      carrier: 'C',
      tracking: 'T-1',
      shippedAt: longAgo,
      address: order.address,
    });
    await system.db.insert(ledger).values({
      accountId,
      supplyId,
      units: 2,
      fromPlace: 'supplier',
      toPlace: 'transit',
      reason: 'shipped',
      key: 'x',
      at: longAgo,
      actor: 'test',
    });
    expect(summary(await compare())).toEqual({
      'ledger-differs-from-lines': { repaired: 0, left: 2 },
      'order-without-mail': { repaired: 0, left: 1 },
      'parcel-without-mail': { repaired: 0, left: 1 },
    });
    expect((await openTasks()).map(({ dedupKey }) => dedupKey).toSorted()).toEqual([
      'facts-disagree/ledger-differs-from-lines',
      'facts-disagree/order-without-mail',
      'facts-disagree/parcel-without-mail',
    ]);
  });
});
