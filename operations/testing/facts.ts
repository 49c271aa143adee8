import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import * as schema from '../../db/schema/index.ts';
import type { SlotReading } from '../../domain/reading.ts';

/** What a careless format would lose or change. */
export const awkward =
  'Tab\there, line\nbreak\r\n, back\\slash, \\N, "quotes", NUL-free, ünïcödé 漢字 🖨 and a trailing space ';

export interface Facts {
  accountId: string;
  siteId: string;
  contractId: string;
  modelId: string;
  supplyId: string;
}

/** An account with a site and a contract, and a model with one supply: what everything else needs. */
export async function makeAccount(db: Database, now: Date, name = 'A'): Promise<Facts> {
  const [account] = await db
    .insert(schema.accounts)
    .values({ name: awkward, customerNumber: `C-${name}`, systemNumber: `S-${name}`, language: 'fr', createdAt: now })
    .returning();
  const accountId = account!.id;
  const [site] = await db
    .insert(schema.sites)
    .values({
      accountId,
      name: '',
      address: { company: awkward, lines: ['1 Main Street', ''], postcode: '75001', city: 'Paris', country: 'FR' },
      deliveryInstructions: null,
      timeZone: 'Europe/Paris',
      workdays: [1, 2, 3, 4],
      holidays: ['2026-01-01', '2026-12-25'],
      createdAt: now,
    })
    .returning();
  const [contract] = await db
    .insert(schema.contracts)
    .values({ accountId, number: 'K', kind: 'managed', includesSupplies: true, startsOn: '2020-02-29', createdAt: now })
    .returning();
  const [supply] = await db
    .insert(schema.supplies)
    .values({ partNumber: `P-${name}`, name: awkward, kind: 'toner', alternatives: ['a,b', '"c"', ''], createdAt: now })
    .returning();
  const [model] = await db
    .insert(schema.models)
    .values({ maker: 'Aldine', name: `M-${name}`, connections: ['agent'], replenishable: true, createdAt: now })
    .returning();
  return {
    accountId,
    siteId: site!.id,
    contractId: contract!.id,
    modelId: model!.id,
    supplyId: supply!.id,
  };
}

export async function makeDevice(
  db: Database,
  { accountId, siteId, contractId, modelId }: Facts,
  values: Pick<typeof schema.devices.$inferInsert, 'serial' | 'enrolledAt'> &
    Partial<typeof schema.devices.$inferInsert>,
): Promise<string> {
  const [device] = await db
    .insert(schema.devices)
    .values({
      accountId,
      siteId,
      contractId,
      modelId,
      maker: 'Aldine',
      connection: 'agent',
      state: 'enrolled',
      ...values,
    })
    .returning();
  return device!.id;
}

/** An agent with its code and credential. */
export async function makeAgent(
  db: Database,
  { accountId, siteId }: Facts,
  { enrolledAt, silentSince = null }: { enrolledAt: Date; silentSince?: Date | null },
): Promise<string> {
  const name = randomUUID();
  const [credential] = await db
    .insert(schema.credentials)
    .values({ name, kind: 'machine', roles: ['agent'], accountId, siteId, createdBy: 'x', createdAt: enrolledAt })
    .returning();
  const expiresAt = new Date(+enrolledAt + 1);
  const [code] = await db
    .insert(schema.agentCodes)
    .values({ accountId, siteId, name, hash: name, madeBy: 'x', madeAt: enrolledAt, expiresAt })
    .returning();
  const of = { codeId: code!.id, credentialId: credential!.id };
  const [agent] = await db
    .insert(schema.agents)
    .values({ accountId, siteId, ...of, name, hostName: 'h', enrolledAt, silentSince })
    .returning();
  return agent!.id;
}

export async function makeOrder(
  db: Database,
  { accountId, siteId }: Facts,
  values: Pick<typeof schema.orders.$inferInsert, 'occasion' | 'madeAt'> & Partial<typeof schema.orders.$inferInsert>,
): Promise<typeof schema.orders.$inferSelect> {
  const [order] = await db
    .insert(schema.orders)
    .values({
      accountId,
      siteId,
      state: 'held',
      urgent: false,
      address: { company: 'A', lines: [], postcode: '1', city: 'P', country: 'FR' },
      madeBy: 'test',
      ...values,
    })
    .returning();
  return order!;
}

/** At least one row in every table, with values that a careless format would change. */
export async function fillEveryTable(db: Database, now: Date): Promise<Facts & { deviceId: string; orderId: string }> {
  const facts = await makeAccount(db, now);
  const { accountId, siteId, modelId, supplyId } = facts;
  await db
    .insert(schema.modelSlots)
    .values({ modelId, key: '1.1', label: 'K', supplyId, usualRatePerDay: 0.1 + 0.2, resolutionPercent: 1e-300 });
  const learned = {
    tells: 'percent',
    resolutionPercent: 1,
    levels: null,
    sentinels: [0.1 + 0.2],
    lowPercent: null,
  } as const;
  await db.insert(schema.modelGauges).values({
    ...{ modelId, key: '1.1', learnedAt: now, remark: awkward },
    learned: { ...learned, sentinels: [...learned.sentinels], alerts: null, devices: 2, readings: 60 },
  });
  const contact = { accountId, role: 'administrator', name: awkward, email: 'a@example.com', language: 'en' } as const;
  await db.insert(schema.contacts).values({ ...contact, createdAt: now });
  const setting = { scope: 'account', scopeId: accountId, name: 'holdMinutes', value: 1 / 3, accountId } as const;
  await db.insert(schema.settings).values({ ...setting, changedAt: now });
  const deviceId = await makeDevice(db, facts, { serial: awkward, enrolledAt: new Date('1999-12-31T23:59:59.999Z') });
  const [slot] = await db
    .insert(schema.slots)
    .values({
      accountId,
      deviceId,
      key: '1.1',
      label: 'K',
      kind: 'toner',
      supplyId,
      level: { type: 'percent', percent: 12.5 },
      reasons: [],
    })
    .returning();
  const slotId = slot!.id;
  await db
    .insert(schema.silenceStages)
    .values({ accountId, deviceId, silentSince: now, stage: 1, outcome: 'task', recordedAt: now });
  const agentId = await makeAgent(db, facts, { enrolledAt: now });
  await db
    .insert(schema.agentSilenceStages)
    .values({ accountId, agentId, silentSince: now, stage: 1, outcome: 'task', recordedAt: now });
  const order = await makeOrder(db, facts, { occasion: 'one', madeAt: now, holdUntil: now });
  const orderId = order.id;
  const [line] = await db
    .insert(schema.orderLines)
    .values({
      accountId,
      orderId,
      deviceId,
      slotId,
      supplyId,
      kind: 'regular',
      reason: 'trigger',
      ordered: 2,
      shipped: 2,
      ratePerDay: 0.07,
    })
    .returning();
  const [parcel] = await db
    .insert(schema.parcels)
    .values({ accountId, orderId, carrier: 'C', tracking: 'T', shippedAt: now, address: order.address })
    .returning();
  await db
    .insert(schema.parcelLines)
    .values({ accountId, parcelId: parcel!.id, lineId: line!.id, quantity: 2, serials: ['S,1', '{"S"2}', ''] });
  const [connection] = await db
    .insert(schema.erpConnections)
    .values({ accountId, siteId, name: awkward, url: 'u', secret: 's', createdBy: 'test', createdAt: now })
    .returning();
  const asked = { key: 'k', kind: 'withdraw', body: awkward, madeAt: now } as const;
  await db
    .insert(schema.erpRequests)
    .values({ accountId, connectionId: connection!.id, orderId, lineId: line!.id, ...asked });
  const [webhook] = await db
    .insert(schema.webhooks)
    .values({
      accountId,
      name: awkward,
      url: 'u',
      events: ['order.made'],
      secret: 's',
      createdBy: 'test',
      createdAt: now,
    })
    .returning();
  const happened = { accountId, subject: 'order/1', madeAt: now };
  const [told] = await db
    .insert(schema.webhookEvents)
    .values({ ...happened, type: 'order.made', factKey: 'f', body: awkward })
    .returning();
  await db.insert(schema.webhookDeliveries).values({
    ...happened,
    webhookId: webhook!.id,
    eventId: told!.id,
    tries: [{ at: 'x', status: null, error: awkward }],
  });
  const event = {
    accountId,
    orderId,
    source: 'warehouse',
    eventId: 'e',
    type: 'shipped',
    body: { note: awkward },
  } as const;
  await db.insert(schema.fulfilmentEvents).values({ ...event, occurredAt: now, receivedAt: now });
  const move = { accountId, supplyId, units: 2, key: 'k', actor: 'test', at: now };
  await db
    .insert(schema.ledger)
    .values({ ...move, fromPlace: 'adjustment', toPlace: 'shelf', toDeviceId: deviceId, reason: 'starting-stock' });
  const count = { accountId, deviceId, slotId, units: 1, kind: 'count', reason: awkward, actor: 'test' } as const;
  await db.insert(schema.stockCounts).values({ ...count, at: now });
  await db
    .insert(schema.swaps)
    .values({ accountId, siteId, deviceId, slotId, after: now, at: now, early: 'unknown', noticedAt: now });
  const notice = {
    accountId,
    kind: 'enrolled',
    factKey: 'f',
    thread: 't',
    data: { deep: [{ a: [1, null, awkward] }] },
  } as const;
  await db.insert(schema.notices).values({ ...notice, leavesAt: now, madeAt: now, html: '<p>é</p>', text: '' });
  const task = { kind: 'set-aside-told', owner: 'helpdesk', dedupKey: 'd' } as const;
  await db.insert(schema.tasks).values({ ...task, madeAt: now, dueAt: now });
  await db.insert(schema.outbox).values({
    accountId,
    kind: 'device.recheck',
    workflowId: `device/${deviceId}`,
    body: {},
    madeAt: now,
    deliveredAt: now,
  });
  const brake = { scope: 'site', scopeId: siteId, accountId, reason: awkward, setBy: 'test' } as const;
  await db.insert(schema.brakes).values({ ...brake, setAt: now, liftedAt: now });
  const [credential] = await db
    .insert(schema.credentials)
    .values({ name: 'n', kind: 'machine', roles: ['agent'], createdBy: 'test', createdAt: now })
    .returning();
  const credentialId = credential!.id;
  await db.insert(schema.credentialSecrets).values({ keyId: 'id', credentialId, hash: 'h', createdAt: now });
  await db
    .insert(schema.credentialNetworks)
    .values({ credentialId, network: '192.0.2.0/24', firstSeenAt: now, lastSeenAt: now });
  const [code] = await db
    .insert(schema.agentCodes)
    .values({ accountId, siteId, name: awkward, hash: 'h', madeBy: 'x', madeAt: now, expiresAt: new Date(+now + 1) })
    .returning();
  const agent = { accountId, siteId, codeId: code!.id, credentialId, name: awkward, hostName: 'h', enrolledAt: now };
  const report = { version: '1', waiting: 0, dropped: 0, printers: { known: 1, read: 1, failed: 0 } };
  await db.insert(schema.agents).values({ ...agent, lastReportAt: now, clockAt: now, report });
  const change = { actor: 'test', action: 'made', entity: 'site', entityId: siteId };
  await db.insert(schema.audit).values({ ...change, accountId, at: now, before: null, after: { name: awkward } });
  await db.insert(schema.idempotencyKeys).values({ credentialId, key: 'k', requestHash: 'h', createdAt: now });
  await db.insert(schema.links).values({ accountId, purpose: 'cancel-order', orderId, madeAt: now, expiresAt: now });
  const levels: SlotReading[] = [{ key: '1.1', level: { type: 'percent', percent: 40 } }];
  const reading = { accountId, deviceId, takenAt: now, receivedAt: now, levels, source: 'agent' as const };
  await db.insert(schema.readings).values([
    { ...reading, at: now, pages: Number.MAX_SAFE_INTEGER, relayedAt: now },
    { ...reading, at: new Date('2001-01-01T00:00:00Z'), alerts: [{ code: 1101, description: awkward }] },
  ]);
  await db
    .insert(schema.readingsAside)
    .values({ body: { any: awkward }, reason: 'malformed', detail: awkward, digest: 'd', receivedAt: now });
  return { ...facts, deviceId, orderId };
}
