import { randomUUID } from 'node:crypto';
import {
  accounts,
  agentCodes,
  agentSilenceStages,
  agents,
  audit,
  brakes,
  contacts,
  contracts,
  credentials,
  devices,
  erpConnections,
  erpRequests,
  fulfilmentEvents,
  modelSlots,
  models,
  notices,
  orderLines,
  orders,
  parcelLines,
  parcels,
  readingsAside,
  sites,
  slots,
  supplies,
  tasks,
  webhookDeliveries,
  webhookEvents,
  webhooks,
} from '../../db/schema/index.ts';
import type { TestApi } from './api.ts';

export const address = {
  company: 'Aldine Press',
  lines: ['1 Main Street'],
  postcode: '69002',
  city: 'Lyon',
  country: 'FR',
};

/** The ids of everything of one site, by the name that a path's parameter has for it. */
export type Ids = Record<
  | 'accountId'
  | 'contractId'
  | 'siteId'
  | 'contactId'
  | 'deviceId'
  | 'slotId'
  | 'orderId'
  | 'lineId'
  | 'parcelId'
  | 'eventId'
  | 'taskId'
  | 'brakeId'
  | 'mailId'
  | 'asideId'
  | 'agentId'
  | 'connectionId'
  | 'webhookId'
  | 'deliveryId',
  string
>;

/** Where the things are made, and when. */
type Facts = Pick<TestApi, 'system' | 'time'>;

/** A catalogue that all tenants share: one model with one slot. */
export async function makeCatalogue({ system, time }: Facts): Promise<{ modelId: string; supplyId: string }> {
  const createdAt = time.now;
  const part = { partNumber: `T-${randomUUID()}`, name: 'Black toner', kind: 'toner' as const, ratedYieldPages: 8000 };
  const [supply] = await system
    .insert(supplies)
    .values({ ...part, createdAt })
    .returning();
  const model = { maker: 'Aldine', name: `C410 ${randomUUID()}`, connections: ['agent' as const], replenishable: true };
  const [made] = await system
    .insert(models)
    .values({ ...model, createdAt })
    .returning();
  await system.insert(modelSlots).values({ modelId: made!.id, key: '1.1', label: 'Black', supplyId: supply!.id });
  return { modelId: made!.id, supplyId: supply!.id };
}

/** An account with two sites and one of everything on each. */
export async function makeTenant(
  api: Facts,
  name: string,
  catalogue: { modelId: string; supplyId: string },
): Promise<{ here: Ids; there: Ids }> {
  const { system, time } = api;
  const createdAt = time.now;
  const [account] = await system
    .insert(accounts)
    .values({ name, customerNumber: `C-${name}`, systemNumber: `S-${name}`, language: 'en', createdAt })
    .returning();
  const accountId = account!.id;
  const contract = { number: 'K-1', kind: 'managed' as const, includesSupplies: true, startsOn: '2020-01-01' };
  const [made] = await system
    .insert(contracts)
    .values({ accountId, ...contract, createdAt })
    .returning();
  const site = (siteName: string) => makeSite(api, { accountId, contractId: made!.id }, siteName, catalogue);
  return { here: await site(`${name} here`), there: await site(`${name} there`) };
}

async function makeSite(
  { system, time }: Facts,
  of: { accountId: string; contractId: string },
  name: string,
  { modelId, supplyId }: { modelId: string; supplyId: string },
): Promise<Ids> {
  const now = time.now;
  const { accountId } = of;
  const [site] = await system
    .insert(sites)
    .values({ accountId, name, address, timeZone: 'Europe/Paris', createdAt: now })
    .returning();
  const siteId = site!.id;
  const [contact] = await system
    .insert(contacts)
    .values({
      accountId,
      siteId,
      role: 'administrator',
      name,
      email: 'ada@aldine.example',
      language: 'en',
      createdAt: now,
    })
    .returning();
  const device = {
    ...of,
    siteId,
    modelId,
    maker: 'Aldine',
    serial: name,
    connection: 'agent',
    state: 'enrolled',
  } as const;
  const [enrolled] = await system
    .insert(devices)
    .values({ ...device, enrolledAt: now })
    .returning();
  const deviceId = enrolled!.id;
  const [slot] = await system
    .insert(slots)
    .values({ accountId, deviceId, key: '1.1', label: 'Black', kind: 'toner', supplyId })
    .returning();
  const [order] = await system
    .insert(orders)
    .values({
      accountId,
      siteId,
      state: 'held',
      occasion: randomUUID(),
      urgent: false,
      madeAt: now,
      address,
      madeBy: 'test',
    })
    .returning();
  const orderId = order!.id;
  const line = {
    accountId,
    orderId,
    deviceId,
    slotId: slot!.id,
    supplyId,
    kind: 'regular',
    reason: 'trigger',
  } as const;
  // Spares were taken instead, once: there are new labels for them.
  const offer = { fromDeviceId: deviceId, fromSlotId: slot!.id, units: 1, acceptedAt: now.toISOString() };
  const [made] = await system
    .insert(orderLines)
    .values({ ...line, ordered: 2, waiting: 1, shipped: 1, offer })
    .returning();
  const [parcel] = await system
    .insert(parcels)
    .values({ accountId, orderId, carrier: 'Courier', tracking: randomUUID(), shippedAt: now, address })
    .returning();
  await system.insert(parcelLines).values({ accountId, parcelId: parcel!.id, lineId: made!.id, quantity: 1 });
  const said = { source: 'test', eventId: randomUUID(), type: 'shipped', body: {} } as const;
  const [event] = await system
    .insert(fulfilmentEvents)
    .values({ accountId, orderId, ...said, occurredAt: now, receivedAt: now })
    .returning();
  const [task] = await system
    .insert(tasks)
    .values({
      accountId,
      siteId,
      deviceId,
      kind: 'reconnect-case',
      owner: 'connectivity',
      dedupKey: randomUUID(),
      madeAt: now,
      dueAt: now,
    })
    .returning();
  const [brake] = await system
    .insert(brakes)
    .values({ scope: 'site', scopeId: siteId, accountId, reason: 'test', setBy: 'test', setAt: now })
    .returning();
  const [notice] = await system
    .insert(notices)
    .values({
      accountId,
      siteId,
      orderId,
      kind: 'order-made',
      factKey: randomUUID(),
      thread: randomUUID(),
      data: {},
      state: 'sent',
      leavesAt: now,
      madeAt: now,
      subject: `Order of ${name}`,
      html: `<p>${name}</p>`,
      text: name,
    })
    .returning();
  const [aside] = await system
    .insert(readingsAside)
    .values({
      accountId,
      deviceId,
      body: { name },
      reason: 'test',
      detail: 'test',
      digest: randomUUID(),
      receivedAt: now,
    })
    .returning();
  const [credential] = await system
    .insert(credentials)
    .values({ name, kind: 'machine', roles: ['agent'], accountId, siteId, createdBy: 'test', createdAt: now })
    .returning();
  const [code] = await system
    .insert(agentCodes)
    .values({ accountId, siteId, name, hash: randomUUID(), madeBy: 'test', madeAt: now, expiresAt: new Date(+now + 1) })
    .returning();
  const [agent] = await system
    .insert(agents)
    .values({
      accountId,
      siteId,
      codeId: code!.id,
      credentialId: credential!.id,
      name,
      hostName: 'test',
      enrolledAt: now,
    })
    .returning();
  const hook = { accountId, name, url: 'https://hook.example', events: ['order.made' as const], secret: 'sealed' };
  const [webhook] = await system
    .insert(webhooks)
    .values({ ...hook, createdBy: 'test', createdAt: now })
    .returning();
  const subject = `order/${orderId}`;
  const [happened] = await system
    .insert(webhookEvents)
    .values({ accountId, type: 'order.made', subject, factKey: randomUUID(), body: '{}', madeAt: now })
    .returning();
  const [delivery] = await system
    .insert(webhookDeliveries)
    .values({ accountId, webhookId: webhook!.id, eventId: happened!.id, subject, madeAt: now })
    .returning();
  await system
    .insert(agentSilenceStages)
    .values({ accountId, agentId: agent!.id, silentSince: now, stage: 1, outcome: 'task', recordedAt: now });
  const [connection] = await system
    .insert(erpConnections)
    .values({
      accountId,
      siteId,
      name,
      url: 'https://erp.example',
      secret: 'sealed',
      createdBy: 'test',
      createdAt: now,
    })
    .returning();
  await system.insert(erpRequests).values({
    accountId,
    connectionId: connection!.id,
    orderId,
    lineId: made!.id,
    key: `line/${made!.id}/withdraw/0`,
    kind: 'withdraw',
    body: '{}',
    madeAt: now,
  });
  await system
    .insert(audit)
    .values({ accountId, at: now, actor: 'test', action: 'site.created', entity: 'site', entityId: siteId });
  return {
    ...of,
    siteId,
    contactId: contact!.id,
    deviceId,
    slotId: slot!.id,
    orderId,
    lineId: made!.id,
    parcelId: parcel!.id,
    eventId: event!.id,
    taskId: task!.id,
    brakeId: brake!.id,
    mailId: notice!.id,
    asideId: aside!.id,
    agentId: agent!.id,
    connectionId: connection!.id,
    webhookId: webhook!.id,
    deliveryId: delivery!.id,
  };
}
