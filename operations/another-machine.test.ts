import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asTenant } from '../db/database.ts';
import { Outbox } from '../db/outbox.ts';
import { fulfilmentEvents, notices, orderLines, orders, parcels } from '../db/schema/index.ts';
import { later, orderedFor, releasedFor, say, sleepUntil } from '../test/harness/acts.ts';
import { expectSound } from '../test/harness/books.ts';
import { createTestDatabase } from '../test/harness/database.ts';
import { createScenario, type Device, type OrderFacts, type Scenario } from '../test/harness/scenario.ts';
import { workflowBundlePath } from '../test/harness/workflow-bundle.ts';
import { createWorld, type World } from '../test/harness/world.ts';
import { deviceWorkflowId } from '../workflows/device.contract.ts';
import { orderWorkflowId } from '../workflows/order.contract.ts';
import { openArchive } from './archive/read.ts';
import { takeBackup } from './backup.ts';
import { requeue } from './requeue.ts';
import { restoreBackup } from './restore.ts';

interface Customer {
  customer: Scenario;
  device: Device;
  order: OrderFacts;
}

const folder = mkdtempSync(join(tmpdir(), 'replenish-machine-'));
const quietly = { progress: () => {}, signal: new AbortController().signal };

/** On the first machine, one customer each, in the middle of something. */
let held: Customer;
let approval: Customer;
let shipped: Customer;
let unheard: Customer;
let over: Customer;
let paused: Device;
let silent: Scenario;
let movedAt: Date;
/** The second machine: the same facts, and a Temporal that knows nothing. */
let after: World;

beforeAll(async () => {
  const before = await createWorld();
  const inTheMiddle = async (how: typeof orderedFor, settings = {}): Promise<Customer> => {
    const customer = await createScenario(before, { settings });
    return { customer, ...(await how(customer)) };
  };
  silent = await createScenario(before);
  const lost = await silent.enrol();
  await lost.report({ K: 80 });
  shipped = await inTheMiddle(releasedFor);
  unheard = await inTheMiddle(releasedFor);
  over = await inTheMiddle(releasedFor);
  await say(shipped.customer, 'shipped', shipped.order, { tracking: 'P1' });
  await say(over.customer, 'shipped', over.order, { tracking: 'P2' });
  await say(over.customer, 'delivered', over.order, { tracking: 'P2' });
  paused = await (await createScenario(before)).enrol();
  expect((await before.request('POST', `/devices/${paused.id}/pause`)).status).toBe(200);
  // Its first mail waits for the morning.
  const noticed = await noticedSilence(before, silent);
  held = await inTheMiddle(orderedFor);
  approval = await inTheMiddle(orderedFor, { ordersPerSiteDay: 0 });
  await heardByNobody(before, unheard);
  movedAt = await before.now();
  expect(noticed.leavesAt > movedAt).toBe(true);
  const { file } = await takeBackup(before.database.config, { file: join(folder, 'facts'), now: movedAt, ...quietly });
  await before.close();

  const database = await createTestDatabase();
  const archive = await openArchive(file);
  await restoreBackup(database.config, archive, {
    replace: false,
    nothingSince: true,
    actor: 'test',
    now: movedAt,
    ...quietly,
  });
  archive.close();
  after = await createWorld({ database, bundlePath: await workflowBundlePath() });
  await sleepUntil(after, movedAt);
  await after.sleep('1 minute');
  await after.relay.drain();
}, 300_000);

afterAll(async () => {
  await after?.close();
  rmSync(folder, { recursive: true });
});

/** Lets time pass until a silence is noticed after 09:00, so that its mail waits. */
async function noticedSilence(world: World, { accountId }: Scenario) {
  for (;;) {
    await world.sleep('6 hours');
    const [notice] = await world.system.db
      .select()
      .from(notices)
      .where(and(eq(notices.accountId, accountId), eq(notices.kind, 'silence-first')));
    if (notice) return notice;
  }
}

/** The warehouse has said something, and its order’s workflow was to look in this very moment. */
async function heardByNobody(world: World, { customer, order }: Customer): Promise<void> {
  const now = await world.now();
  const lines = order.lines.map(({ id, ordered }) => ({ lineId: id, quantity: ordered }));
  await world.system.db.insert(fulfilmentEvents).values({
    accountId: customer.accountId,
    orderId: order.id,
    source: 'warehouse',
    eventId: 'the last word',
    type: 'backordered',
    body: { lines },
    occurredAt: now,
    receivedAt: now,
  });
}

const orderOf = async ({ order }: Customer) =>
  (await after.system.db.select().from(orders).where(eq(orders.id, order.id)))[0]!;
const lineOf = async ({ order }: Customer) =>
  (await after.system.db.select().from(orderLines).where(eq(orderLines.orderId, order.id)))[0]!;
const viewOf = ({ order }: Customer) =>
  after.env.client.workflow.getHandle(orderWorkflowId(order.id)).query<{ phase: string }>('order');
const deviceView = (id: string) =>
  after.env.client.workflow.getHandle(deviceWorkflowId(id)).query<{ phase: string; enrolment: number }>('device');
const mailsTo = (customer: Scenario) =>
  after.mails.filter(({ to }) => to.address === customer.address).map(({ subject }) => subject);

describe('on another machine, from the facts alone', () => {
  test('a device goes on in its state', async () => {
    expect(await deviceView(held.device.id)).toMatchObject({ phase: 'active', enrolment: 1 });
    expect(await deviceView(paused.id)).toMatchObject({ phase: 'paused', enrolment: 1 });
  });

  test('an order goes on where it was: held, awaiting approval, with the warehouse; one that is over does not', async () => {
    expect(await viewOf(held)).toMatchObject({ phase: 'held', holdUntil: held.order.holdUntil!.toISOString() });
    expect(await viewOf(approval)).toMatchObject({ phase: 'awaiting-approval' });
    expect(await viewOf(shipped)).toMatchObject({ phase: 'released' });
    await expect(viewOf(over)).rejects.toThrow(/not found/i);
  });

  test('what nobody had listened to is dealt with', async () => {
    expect(await lineOf(unheard)).toMatchObject({ released: 0, backordered: 1 });
    expect(mailsTo(unheard.customer)).toHaveLength(1);
  });

  test('nothing is handed over, ordered or mailed a second time', async () => {
    expect((await orderOf(shipped)).handedOverAt).toEqual(shipped.order.handedOverAt);
    for (const { customer } of [held, shipped, over]) expect(mailsTo(customer)).toEqual([]);
    const made = await after.system.db.select({ accountId: orders.accountId }).from(orders);
    expect(made).toHaveLength(new Set(made.map(({ accountId }) => accountId)).size);
  });

  test('the mail that waited leaves at its time, once', async () => {
    const [waiting] = await after.system.db.select().from(notices).where(eq(notices.state, 'waiting'));
    expect(mailsTo(silent)).toEqual([]);
    await sleepUntil(after, waiting!.leavesAt);
    await after.sleep('1 minute');
    expect(mailsTo(silent)).toHaveLength(1);
  });

  test('the hold ends when it was to end', async () => {
    await sleepUntil(after, later(held.order.holdUntil!, 1 / 1440));
    const { state, releasedAt } = await orderOf(held);
    expect(state).toBe('released');
    expect(+releasedAt! - +held.order.holdUntil!).toBeGreaterThanOrEqual(0);
    expect(+releasedAt! - +held.order.holdUntil!).toBeLessThan(5000);
  });

  test('a parcel without news is presumed delivered when it was to be', async () => {
    const [parcel] = await after.system.db.select().from(parcels).where(eq(parcels.orderId, shipped.order.id));
    await sleepUntil(after, later(parcel!.presumeAt!, 1 / 1440));
    expect(await lineOf(shipped)).toMatchObject({ presumed: 1 });
  });

  test('queued again while all of it runs, nothing happens twice', async () => {
    const facts = async () => [
      await after.system.db.$count(orders),
      await after.system.db.$count(notices),
      after.mails.length,
      (await viewOf(held)).phase,
    ];
    const counted = await facts();
    const now = await after.now();
    const queued = await asTenant(after.system.db, 'all', (tx) => requeue(tx, { now }));
    expect(queued).toMatchObject({ devices: 7, orders: 3, mails: 0 });
    await after.sleep('1 minute');
    await after.relay.drain();
    await after.sleep('1 minute');
    expect(await facts()).toEqual(counted);
    await expectSound(after);
  });

  test('an order whose workflow was ended before its time is taken up again; one that is over ends at once', async () => {
    const workflowOf = ({ order }: Customer) => after.env.client.workflow.getHandle(orderWorkflowId(order.id));
    await workflowOf(approval).terminate('by mistake');
    const counted = [await after.system.db.$count(notices), after.mails.length, (await orderOf(over)).version];
    const now = await after.now();
    const { id: orderId, number, siteId, holdUntil } = over.order;
    const startsAgain = { kind: 'order.start', orderId, number, siteId, holdUntil: holdUntil!.toISOString() } as const;
    await asTenant(after.system.db, 'all', async (tx) => {
      await requeue(tx, { now });
      await new Outbox(tx, now).queue(over.customer.accountId, startsAgain);
    });
    await after.sleep('1 minute');
    await after.relay.drain();
    expect((await workflowOf(approval).describe()).status.name).toBe('RUNNING');
    expect(await workflowOf(over).result()).toMatchObject({ phase: 'ended' });
    expect([await after.system.db.$count(notices), after.mails.length, (await orderOf(over)).version]).toEqual(counted);
  });
});
