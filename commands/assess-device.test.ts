import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asTenant, type DatabaseHandle, openDatabase } from '../db/database.ts';
import { Outbox } from '../db/outbox.ts';
import { slots } from '../db/schema/index.ts';
import { makeAccount, makeDevice } from '../operations/testing/facts.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { assessAndRecord } from './assess-device.ts';

const enrolledAt = new Date('2026-03-02T09:00:00Z');
const inHours = (hours: number) => new Date(enrolledAt.getTime() + hours * 3_600_000);

let database: TestDatabase;
let system: DatabaseHandle;
beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl);
});
afterAll(async () => {
  await system.close();
  await database.drop();
});

test('an attempt that ends after a newer one leaves the newer one’s findings as they are', async () => {
  const facts = await makeAccount(system.db, enrolledAt);
  const deviceId = await makeDevice(system.db, facts, { serial: 'S1', enrolledAt });
  await system.db.insert(slots).values({ ...facts, deviceId, key: '1.1', label: 'Black', kind: 'toner' });
  const assess = (now: Date) =>
    asTenant(system.db, 'all', (tx) => assessAndRecord(tx, new Outbox(tx, now), deviceId, now));
  const assessedAt = async () => {
    const [slot] = await system.db.select().from(slots).where(eq(slots.deviceId, deviceId));
    return slot!.assessedAt;
  };
  await assess(inHours(2));
  expect((await assess(inHours(1))).phase).toBe('active');
  expect(await assessedAt()).toEqual(inHours(2));
  await assess(inHours(3));
  expect(await assessedAt()).toEqual(inHours(3));
});
