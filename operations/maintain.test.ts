import { and, eq, isNull, sql } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseHandle, openDatabase } from '../db/database.ts';
import * as schema from '../db/schema/index.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { todaysTables } from './archive/catalogue.ts';
import { maintain } from './maintain.ts';
import { retention } from './retention.ts';
import { contentsOf } from './testing/contents.ts';
import { type Facts, fillEveryTable, makeAgent, makeDevice, makeOrder } from './testing/facts.ts';

const now = new Date('2026-03-15T12:00:00Z');
/** Instants at which each age is just due, and a millisecond younger. */
const boundaries = {
  '48 hours': '2026-03-13T12:00:00Z',
  '14 days': '2026-03-01T12:00:00Z',
  '6 months': '2025-09-15T12:00:00Z',
  '12 months': '2025-03-15T12:00:00Z',
  '24 months': '2024-03-15T12:00:00Z',
  '26 months': '2024-01-15T12:00:00Z',
  '36 months': '2023-03-15T12:00:00Z',
  '10 years': '2016-03-15T12:00:00Z',
} as const;

let database: TestDatabase;
let system: DatabaseHandle;
let facts: Facts & { deviceId: string; orderId: string };

beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl, { name: 'a test' });
  facts = await fillEveryTable(system.db, now);
});

afterAll(async () => {
  await system.close();
  await database.drop();
});

describe('retention', () => {
  test('has a word on every table of the schema, and on no other', () => {
    expect(Object.keys(retention).sort()).toEqual(todaysTables().sort());
    for (const [name, rules] of Object.entries(retention)) {
      expect(rules.length, name).toBeGreaterThan(0);
      for (const rule of rules) {
        expect(rule.why, name).not.toBe('');
        if ('table' in rule) expect(getTableConfig(rule.table).name).toBe(name);
      }
    }
  });

  test('what is fresh stays, in every table', async () => {
    const before = await contentsOf(database.ownerUrl);
    const { rows } = await maintain(system.db, now);
    const after = await contentsOf(database.ownerUrl);
    // The one reading of 2001 that came in long after its month had gone.
    expect(rows).toEqual({ readings: 1 });
    expect(Object.keys(before).filter((table) => before[table] !== after[table])).toEqual(['readings']);
  });

  /** One row of each kind, as old as `at`; each is gone, or emptied, at its boundary and there a millisecond before. */
  const kinds: { table: string; age: keyof typeof boundaries; what: string; make: (at: Date) => Promise<string> }[] = [
    { table: 'contacts', age: '24 months', what: 'a contact who left', make: (at) => contact(at) },
    {
      table: 'silence_stages',
      age: '24 months',
      what: 'a stage of a silence that is over',
      make: (at) => stage(at, null),
    },
    {
      table: 'agent_silence_stages',
      age: '24 months',
      what: 'a stage of an agent’s silence that is over',
      make: (at) => agentStage(at, null),
    },
    { table: 'notices', age: '24 months', what: 'the body of a mail', make: (at) => mail(at, 'sent') },
    { table: 'tasks', age: '36 months', what: 'a task that is done', make: (at) => task(at, 'done') },
    { table: 'outbox', age: '14 days', what: 'a message delivered', make: (at) => message(at) },
    {
      table: 'credential_secrets',
      age: '12 months',
      what: 'a secret revoked',
      make: (at) => secret({ revokedAt: at }),
    },
    {
      table: 'credential_secrets',
      age: '12 months',
      what: 'a secret expired',
      make: (at) => secret({ expiresAt: at }),
    },
    { table: 'audit', age: '10 years', what: 'a word of the audit', make: (at) => audit(at) },
    { table: 'idempotency_keys', age: '48 hours', what: 'an answer for a repeated request', make: (at) => repeat(at) },
    { table: 'links', age: '6 months', what: 'a link that expired', make: (at) => link(at) },
    {
      table: 'fulfilment_events',
      age: '24 months',
      what: 'an event of an order that is over',
      make: (at) => event(at, true),
    },
    {
      table: 'readings_aside',
      age: '6 months',
      what: 'a reading aside, settled',
      make: (at) => aside(at, 'dismissed'),
    },
    { table: 'readings_aside', age: '26 months', what: 'a reading aside, still open', make: (at) => aside(at, 'open') },
  ];

  test.each(kinds)('$what leaves after $age, not a millisecond earlier', async ({ table, age, make }) => {
    const due = new Date(boundaries[age]);
    const [old, young] = [await make(due), await make(new Date(due.getTime() + 1))];
    const { rows } = await maintain(system.db, now);
    expect(rows).toEqual({ [table]: 1 });
    expect([await present(table, old), await present(table, young)]).toEqual([false, true]);
    expect((await maintain(system.db, now)).rows).toEqual({});
  });

  const longAgo = new Date('2012-01-01T00:00:00Z');
  test.each([
    { table: 'notices', what: 'a mail that still waits', make: () => mail(longAgo, 'waiting') },
    { table: 'tasks', what: 'a task that is open', make: () => task(longAgo, 'open') },
    { table: 'outbox', what: 'a message that waits', make: () => message(null) },
    { table: 'credential_secrets', what: 'a secret in use', make: () => secret({}) },
    { table: 'contacts', what: 'a contact in charge', make: () => contact(null) },
    { table: 'silence_stages', what: 'a stage of a silence that goes on', make: () => stage(longAgo, longAgo) },
    {
      table: 'agent_silence_stages',
      what: 'a stage of an agent’s silence that goes on',
      make: () => agentStage(longAgo, longAgo),
    },
    { table: 'fulfilment_events', what: 'an event of an order under way', make: () => event(longAgo, false) },
  ])('$what stays, however old', async ({ table, make }) => {
    const row = await make();
    expect((await maintain(system.db, now)).rows).toEqual({});
    expect(await present(table, row)).toBe(true);
  });

  test('an emptied mail still says that it was sent, and the fact is not mailed again', async () => {
    const [kept] = await system.db
      .select()
      .from(schema.notices)
      .where(and(isNull(schema.notices.html), eq(schema.notices.state, 'sent')));
    expect(kept).toMatchObject({ text: null, subject: 's', recipientEmail: 'a@example.com' });
    const again = system.db.insert(schema.notices).values({ ...kept!, id: uuidv7() });
    await expect(again).rejects.toMatchObject({ cause: { constraint_name: 'notices_fact_key_unique' } });
  });

  test('more than one batch leaves all the same', async () => {
    await system.client`insert into outbox (account_id, kind, workflow_id, body, made_at, delivered_at)
      select ${facts.accountId}, 'k', 'w', '{}', '2012-01-01', '2012-01-01' from generate_series(1, 12000)`;
    expect((await maintain(system.db, now)).rows).toEqual({ outbox: 12_000 });
  });

  test('nobody can have the younger audit removed, whatever they ask for', async () => {
    const id = await audit(new Date(Date.now() - 3000 * 86_400_000));
    await system.client`select forget_audit(now() + interval '100 years', 100000)`;
    expect(await present('audit', id)).toBe(true);
  });
});

/** Whether the row is there as it was made: with a body, where mails lose theirs. */
async function present(table: string, id: string): Promise<boolean> {
  const [key, alive] = {
    notices: ['id', 'html is not null and text is not null'],
    credential_secrets: ['key_id', 'true'],
    idempotency_keys: ['key', 'true'],
  }[table] ?? ['id', 'true'];
  const rows = await system.db.execute(
    sql`select 1 from ${sql.identifier(table)} where ${sql.identifier(key!)}::text = ${id} and ${sql.raw(alive!)}`,
  );
  return rows.length > 0;
}

async function contact(endedAt: Date | null): Promise<string> {
  const { accountId } = facts;
  const [row] = await system.db
    .insert(schema.contacts)
    .values({ accountId, role: 'replenishment', name: 'n', email: 'e', language: 'en', createdAt: now, endedAt })
    .returning();
  return row!.id;
}

/** `silentSince`: of the device, as it is now. */
async function stage(recordedAt: Date, silentSince: Date | null): Promise<string> {
  const deviceId = await makeDevice(system.db, facts, { serial: uuidv7(), enrolledAt: recordedAt, silentSince });
  const [row] = await system.db
    .insert(schema.silenceStages)
    .values({ accountId: facts.accountId, deviceId, silentSince: recordedAt, stage: 1, outcome: 'mail', recordedAt })
    .returning();
  return row!.id;
}

/** `silentSince`: of the agent, as it is now. */
async function agentStage(recordedAt: Date, silentSince: Date | null): Promise<string> {
  const agentId = await makeAgent(system.db, facts, { enrolledAt: recordedAt, silentSince });
  const { accountId } = facts;
  const [row] = await system.db
    .insert(schema.agentSilenceStages)
    .values({ accountId, agentId, silentSince: recordedAt, stage: 1, outcome: 'mail', recordedAt })
    .returning();
  return row!.id;
}

async function mail(madeAt: Date, state: 'sent' | 'waiting'): Promise<string> {
  const { accountId } = facts;
  const body = { subject: 's', html: '<p>', text: 't', recipientEmail: 'a@example.com' };
  const [row] = await system.db
    .insert(schema.notices)
    .values({
      accountId,
      kind: 'shipped',
      factKey: uuidv7(),
      thread: 't',
      data: {},
      leavesAt: madeAt,
      madeAt,
      state,
      ...body,
    })
    .returning();
  return row!.id;
}

async function task(at: Date, state: 'done' | 'open'): Promise<string> {
  const settledAt = state === 'done' ? at : null;
  const [row] = await system.db
    .insert(schema.tasks)
    .values({ kind: 'set-aside-told', owner: 'helpdesk', dedupKey: uuidv7(), state, madeAt: at, dueAt: at, settledAt })
    .returning();
  return row!.id;
}

async function message(deliveredAt: Date | null): Promise<string> {
  const [row] = await system.db
    .insert(schema.outbox)
    .values({ accountId: facts.accountId, kind: 'k', workflowId: 'w', body: {}, madeAt: now, deliveredAt })
    .returning();
  return String(row!.id);
}

async function secret(ends: { revokedAt?: Date; expiresAt?: Date }): Promise<string> {
  const [credential] = await system.db.select({ id: schema.credentials.id }).from(schema.credentials);
  const keyId = uuidv7();
  await system.db
    .insert(schema.credentialSecrets)
    .values({ keyId, credentialId: credential!.id, hash: 'h', createdAt: now, ...ends });
  return keyId;
}

async function audit(at: Date): Promise<string> {
  const [row] = await system.db
    .insert(schema.audit)
    .values({ at, actor: 'a', action: 'a', entity: 'e', entityId: 'i' })
    .returning();
  return row!.id;
}

async function repeat(createdAt: Date): Promise<string> {
  const key = uuidv7();
  await system.db.insert(schema.idempotencyKeys).values({ credentialId: uuidv7(), key, requestHash: 'h', createdAt });
  return key;
}

async function link(expiresAt: Date): Promise<string> {
  const [row] = await system.db
    .insert(schema.links)
    .values({
      accountId: facts.accountId,
      purpose: 'cancel-order',
      orderId: facts.orderId,
      madeAt: expiresAt,
      expiresAt,
    })
    .returning();
  return row!.id;
}

async function event(at: Date, over: boolean): Promise<string> {
  const order = await makeOrder(system.db, facts, { occasion: uuidv7(), madeAt: at, endedAt: over ? at : null });
  const [row] = await system.db
    .insert(schema.fulfilmentEvents)
    .values({
      accountId: facts.accountId,
      orderId: order.id,
      source: 's',
      eventId: uuidv7(),
      type: 'delivered',
      body: {},
      occurredAt: at,
      receivedAt: at,
      appliedAt: at,
    })
    .returning();
  return row!.id;
}

async function aside(at: Date, state: 'open' | 'dismissed'): Promise<string> {
  const settledAt = state === 'open' ? null : at;
  const [row] = await system.db
    .insert(schema.readingsAside)
    .values({ body: {}, reason: 'malformed', detail: 'd', digest: uuidv7(), state, receivedAt: at, settledAt })
    .returning();
  return row!.id;
}
