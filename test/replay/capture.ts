// npm run histories:capture: walks a device, its orders and its mails through their lives on a time-skipping server, and keeps the
// histories that the replay gate replays against today's code. Capture again only when a release has changed what workflows do
// on purpose, and keep the old ones for as long as such executions may still run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { devices, notices, orders } from '../../db/schema/index.ts';
import { startWorld } from '../../proofs/year/servers.ts';
import { deviceWorkflowId } from '../../workflows/device.contract.ts';
import { mailWorkflowId } from '../../workflows/mail.contract.ts';
import { maintenanceWorkflowType } from '../../workflows/maintenance.contract.ts';
import { orderWorkflowId } from '../../workflows/order.contract.ts';
import { reconcileWorkflowType } from '../../workflows/reconcile.contract.ts';

const folder = join(import.meta.dirname, '..', 'histories');
const say = (line: string) => process.stdout.write(`${line}\n`);
const maintenanceId = 'maintenance/capture';
const reconcileId = 'reconcile/capture';
let events = 0;
const { world, close } = await startWorld(say);
try {
  await live();
  mkdirSync(folder, { recursive: true });
  await keepAll();
} finally {
  await close();
}

type Body = Record<string, unknown>;

async function create(path: string, body: Body): Promise<string> {
  const answer = await world.request('POST', path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body.id as string;
}

/** One customer's story, with something of everything that a workflow can meet. */
async function live(): Promise<void> {
  const account = await create('/accounts', {
    name: 'History',
    customerNumber: 'H-1',
    systemNumber: 'H-2',
    language: 'en',
  });
  await create(`/accounts/${account}/contracts`, {
    number: 'H',
    kind: 'self-service',
    includesSupplies: true,
    startsOn: '2020-01-01',
  });
  await create(`/accounts/${account}/contacts`, {
    role: 'administrator',
    name: 'Ada',
    email: 'ada@history.example',
    language: 'en',
  });
  const site = await create(`/accounts/${account}/sites`, {
    name: 'Lyon',
    timeZone: 'Europe/Paris',
    address: { company: 'History', lines: ['1 rue A'], postcode: '69001', city: 'Lyon', country: 'FR' },
  });
  await create('/catalogue/supplies', { partNumber: 'H-K', name: 'Black', kind: 'toner', ratedYieldPages: 8000 });
  await create('/catalogue/models', {
    maker: 'Aldine',
    name: 'H1',
    connections: ['agent'],
    replenishable: true,
    slots: [{ key: 'K', label: 'Black', partNumber: 'H-K' }],
  });
  const enrol = (serial: string) =>
    create('/devices', { siteId: site, maker: 'Aldine', model: 'H1', serial, connection: 'agent' });
  say('a device that is ordered for, silent, paused, resumed and retired');
  const first = await enrol('H-001');
  await printFor('H-001', 20, 45, 2);
  await shipAndDeliver();
  await world.sleep('35 days');
  await report('H-001', 60);
  await change(first, 'pause');
  await world.sleep('2 days');
  await change(first, 'resume');
  say('orders that are cancelled, backordered, lost and moved');
  await enrol('H-002');
  await printFor('H-002', 14, 40, 2);
  await cancelNewest();
  await printFor('H-002', 6, 12, 1.5);
  await backorderThenLose();
  await change(first, 'retire');
  await world.sleep('40 days');
  for (const [type, workflowId] of [
    [maintenanceWorkflowType, maintenanceId],
    [reconcileWorkflowType, reconcileId],
  ] as const)
    await world.env.client.workflow.execute(type, { workflowId, taskQueue: 'replenish', args: [] });
}

async function report(serial: string, percent: number): Promise<void> {
  await world.request('POST', '/readings', {
    device: { maker: 'Aldine', serial },
    takenAt: (await world.now()).toISOString(),
    levels: [{ key: 'K', kind: 'toner', level: { type: 'percent', percent: Math.max(0, Math.round(percent)) } }],
    source: 'agent',
  });
}

async function printFor(serial: string, days: number, from: number, perDay: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    await report(serial, from - day * perDay);
    await world.sleep('1 day');
  }
}

async function change(deviceId: string, what: string): Promise<void> {
  const answer = await world.request('POST', `/devices/${deviceId}/${what}`, {});
  if (answer.status >= 300) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
}

async function newestOrder() {
  const { body } = await world.request('GET', '/orders?limit=1');
  const { body: order } = await world.request('GET', `/orders/${body.items[0].id}`);
  return order as { id: string; lines: { id: string; ordered: number }[] };
}

async function tell(type: string, more: Body = {}): Promise<void> {
  const order = await newestOrder();
  const answer = await world.request('POST', '/fulfilment/events', {
    eventId: `h-${++events}`,
    orderId: order.id,
    type,
    occurredAt: (await world.now()).toISOString(),
    lines: order.lines.map(({ id, ordered }) => ({ lineId: id, quantity: ordered })),
    ...more,
  });
  if (answer.status >= 300) throw new Error(`${type}: ${JSON.stringify(answer.body)}`);
}

async function shipAndDeliver(): Promise<void> {
  const parcel = { carrier: 'Colis', tracking: 'H1' };
  await world.sleep('25 hours');
  await tell('shipped', { parcel });
  await tell('shipped', { parcel });
  await world.sleep('2 days');
  await tell('delivered', { parcel });
}

async function cancelNewest(): Promise<void> {
  const order = await newestOrder();
  await world.request('POST', `/orders/${order.id}/cancel`, {});
  await world.sleep('1 hour');
}

async function backorderThenLose(): Promise<void> {
  await world.sleep('25 hours');
  await tell('backordered');
  await world.sleep('1 day');
  await tell('available');
  await tell('shipped', { parcel: { carrier: 'Colis', tracking: 'H2' } });
  await tell('lost', { parcel: { carrier: 'Colis', tracking: 'H2' } });
}

/** Every run of every workflow, under a name that says what it was; runs that look alike are kept once. */
async function keepAll(): Promise<void> {
  const { db } = world.system;
  const ids = [
    ...(await db.select().from(devices)).map(({ id, serial }) => ['device', serial, deviceWorkflowId(id)]),
    ...(await db.select().from(orders)).map(({ id, number }) => ['order', String(number), orderWorkflowId(id)]),
    ...(await db.select().from(notices)).map(({ id, kind }) => ['mail', kind, mailWorkflowId(id)]),
    ['maintenance', 'nightly', maintenanceId],
    ['reconcile', 'nightly', reconcileId],
  ] as [string, string, string][];
  const kept = new Set<string>();
  for (const [kind, name, workflowId] of ids) {
    let runId: string | undefined;
    for (let run = 1; ; run++) {
      const handle = world.env.client.workflow.getHandle(workflowId, runId);
      const history = await handle.fetchHistory();
      const shape = `${kind}/${history.events?.map(({ eventType }) => eventType).join()}`;
      if (!kept.has(shape)) {
        kept.add(shape);
        const file = `${kind}-${name}-${run}.json`;
        writeFileSync(join(folder, file), `${historyToJSON(history)}\n`);
        say(`${file}: ${history.events?.length} events`);
      }
      runId = previousRun(history);
      if (!runId) break;
    }
  }
}

/** The run that this one continues. */
function previousRun(history: Awaited<ReturnType<WorkflowHandle['fetchHistory']>>): string | undefined {
  return history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
}
