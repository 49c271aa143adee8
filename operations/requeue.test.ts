import { isNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asTenant, type DatabaseHandle, openDatabase } from '../db/database.ts';
import { notices, outbox, readings } from '../db/schema/index.ts';
import { deviceStates } from '../domain/device-life.ts';
import { orderStates } from '../domain/order/types.ts';
import { plusDays } from '../domain/time.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { requeue } from './requeue.ts';
import { makeAccount, makeDevice, makeOrder } from './testing/facts.ts';

const now = new Date('2026-03-04T05:06:07.890Z');
let database: TestDatabase;
let system: DatabaseHandle;
const ids: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl, { name: 'a test' });
  const { db } = system;
  const facts = await makeAccount(db, now);
  for (const state of deviceStates)
    ids[state] = await makeDevice(db, facts, { serial: state, state, enrolledAt: now, enrolment: 3 });
  for (const state of orderStates)
    ids[state] = (await makeOrder(db, facts, { occasion: state, state, madeAt: now, holdUntil: now })).id;
  for (const state of ['waiting', 'sent', 'refused', 'skipped'] as const) {
    const [notice] = await db
      .insert(notices)
      .values({
        accountId: facts.accountId,
        kind: 'enrolled',
        factKey: state,
        thread: 't',
        data: {},
        state,
        leavesAt: plusDays(now, 1),
        madeAt: now,
      })
      .returning();
    ids[state] = notice!.id;
  }
  for (const [device, days] of [
    ['enrolled', 6.9],
    ['enrolled', 7],
    ['enrolled', 7.1],
    ['retired', 1],
  ] as const)
    await db.insert(readings).values({
      accountId: facts.accountId,
      deviceId: ids[device]!,
      at: plusDays(now, -days),
      takenAt: now,
      receivedAt: now,
      levels: [],
      source: 'agent',
      relayedAt: now,
    });
});

afterAll(async () => {
  await system.close();
  await database.drop();
});

const queueAgain = () => asTenant(system.db, 'all', (tx) => requeue(tx, { now }));
const queued = async () =>
  (await system.db.select().from(outbox).where(isNull(outbox.deliveredAt)).orderBy(outbox.id)).map(
    ({ workflowId, body }) => [workflowId, body] as const,
  );
/** What each workflow is told, in its order. */
const told = async () => {
  const all: Record<string, unknown[]> = {};
  for (const [workflowId, body] of await queued()) all[workflowId] = [...(all[workflowId] ?? []), body];
  return all;
};

test('what lives is told, and nothing else; in the order in which it must hear', async () => {
  expect(await queueAgain()).toEqual({ devices: 3, orders: 3, mails: 1, readings: 2 });
  const messages = await told();
  expect(Object.keys(messages).sort()).toEqual(
    [
      ...['enrolled', 'paused', 'set-aside'].map((state) => `device/${ids[state]}`),
      ...['awaiting-approval', 'held', 'released'].map((state) => `order/${ids[state]}`),
      `mail/${ids.waiting}`,
    ].sort(),
  );
  expect(messages[`device/${ids.paused}`]).toMatchObject([
    { kind: 'device.enrol', deviceId: ids.paused, enrolment: 3, label: 'Aldine M-A paused' },
    { kind: 'device.recheck', deviceId: ids.paused },
  ]);
  expect(messages[`order/${ids.held}`]).toMatchObject([
    { kind: 'order.start', orderId: ids.held, holdUntil: now.toISOString() },
    { kind: 'order.review', orderId: ids.held },
  ]);
  expect(messages[`mail/${ids.waiting}`]).toEqual([
    { kind: 'mail.start', noticeId: ids.waiting, noticeKind: 'enrolled', leavesAt: plusDays(now, 1).toISOString() },
  ]);
});

test('readings of the last 7 days of living devices are told again', async () => {
  const untold = await system.db.select({ at: readings.at }).from(readings).where(isNull(readings.relayedAt));
  expect(untold.map(({ at }) => +at).sort()).toEqual([+plusDays(now, -7), +plusDays(now, -6.9)]);
});

test('what waits already is not queued twice; once delivered, it may be', async () => {
  const before = await queued();
  await queueAgain();
  expect(await queued()).toEqual(before);
  await system.db.update(outbox).set({ deliveredAt: now });
  await queueAgain();
  expect(await queued()).toHaveLength(before.length);
});
