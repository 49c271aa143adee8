import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publishTo } from '../commands/webhooks/publish.ts';
import { asTenant, type DatabaseHandle, openDatabase } from '../db/database.ts';
import { accounts, webhookDeliveries, webhooks } from '../db/schema/index.ts';
import { openCaller } from '../outgoing/caller.ts';
import { sealedFor } from '../outgoing/live-secrets.ts';
import { createSeal } from '../outgoing/sealed.ts';
import { newSigningSecret } from '../outgoing/signature.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { silent, TheirServer } from '../test/harness/their-server.ts';
import { createWebhookRelay } from './webhooks.ts';

let database: TestDatabase;
let system: DatabaseHandle;
let receiver: TheirServer;
let now = new Date('2026-03-02T09:00:00Z');
let accountId: string;
const seal = createSeal('a secret of at least thirty-two bytes');
const caller = openCaller({ networks: ['127.0.0.0/8'], http: true });
const newRelay = () =>
  createWebhookRelay({
    db: system.db,
    caller,
    seal,
    clock: () => now,
    log: pino({ level: 'silent' }),
    timeoutMs: 1000,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl, { poolSize: 20 });
  const account = { name: 'A', customerNumber: 'C', systemNumber: 'S', language: 'en', createdAt: now } as const;
  const [made] = await system.db.insert(accounts).values(account).returning();
  accountId = made!.id;
});
beforeEach(async () => {
  receiver = await TheirServer.open();
});
afterAll(async () => {
  await caller.close();
  await system.close();
  await database.drop();
});

async function newWebhook(url = receiver.url): Promise<string> {
  const id = crypto.randomUUID();
  const secret = newSigningSecret();
  receiver.secrets.push(secret);
  await system.db.insert(webhooks).values({
    ...{ id, accountId, name: 'x', url, events: ['webhook.test'], createdBy: 'test', createdAt: now },
    secret: seal.close(secret, sealedFor.webhook(id)),
  });
  return id;
}

/** So many events of so many subjects, in turn. */
const publishMany = (webhookId: string, events: number, subjects: number) =>
  asTenant(system.db, 'all', async (tx) => {
    for (let n = 0; n < events; n++) {
      const fact = { accountId, type: 'webhook.test' as const, subject: `${n % subjects}`, key: crypto.randomUUID() };
      await publishTo(tx, [webhookId], { ...fact, data: { webhookId: `${n % subjects}/${n}` } }, now);
    }
  });

test('three workers at once deliver each event once, those of a subject in order', async () => {
  const webhookId = await newWebhook();
  await publishMany(webhookId, 60, 7);
  await Promise.all([newRelay(), newRelay(), newRelay()].map((relay) => relay.drain()));
  expect(receiver.arrived).toHaveLength(60);
  expect(new Set(receiver.arrived.map(({ id }) => id)).size).toBe(60);
  const order = Map.groupBy(
    receiver.arrived.map(({ body }) => body.data.webhookId.split('/').map(Number)),
    ([subject]) => subject,
  );
  for (const ofSubject of order.values()) {
    const numbers = ofSubject.map(([, n]) => n);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
});

test('a receiver that says nothing keeps only its own events waiting, and is tried with one at a time', async () => {
  const slow = await TheirServer.open();
  slow.usually = silent;
  await publishMany(await newWebhook(slow.url), 20, 20);
  await publishMany(await newWebhook(), 20, 20);
  const relay = newRelay();
  const draining = relay.drain();
  await expect.poll(() => receiver.arrived.length, { timeout: 900 }).toBe(20);
  await draining;
  expect(slow.arrived).toHaveLength(5);
  now = new Date(+now + 60_000);
  await relay.drain();
  expect(slow.arrived).toHaveLength(6);
  await slow.disappear();
});

test('what a worker left when it ended is taken over when its lease is over, not before', async () => {
  const webhookId = await newWebhook();
  await publishMany(webhookId, 1, 1);
  const leasedUntil = new Date(+now + 30_000);
  await system.db.update(webhooks).set({ leasedUntil }).where(eq(webhooks.id, webhookId));
  await newRelay().drain();
  expect(receiver.arrived).toEqual([]);
  now = leasedUntil;
  await newRelay().drain();
  const [delivery] = await system.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, webhookId));
  expect([receiver.arrived.length, delivery!.state]).toEqual([1, 'delivered']);
});
