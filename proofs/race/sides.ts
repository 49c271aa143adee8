import { pino } from 'pino';
import { builtinWarehouse } from '../../activities/fulfilment/builtin-warehouse.ts';
import { type Activities, createActivities } from '../../activities/index.ts';
import { buildApp } from '../../api/app.ts';
import { createCredential } from '../../api/auth/credentials.ts';
import type { Role } from '../../api/permissions.ts';
import type { App } from '../../api/types.ts';
import { recorder } from '../../api/work/unit.ts';
import type { Config } from '../../config.ts';
import { asTenant, type DatabaseHandle, openDatabase } from '../../db/database.ts';
import { orderLines, orders } from '../../db/schema/index.ts';
import { dayMs } from '../../domain/time.ts';
import type { Slot } from './customers.ts';

/** Who orders at the same time: what each made of the slot, or why not. */
export interface Side {
  name: string;
  order(slot: Slot): Promise<'made' | 'refused'>;
}

/** Everything that can order, on pools of their own: two API processes, two workers, and somebody who forgets the lock. */
export interface Sides {
  clock: { now: Date };
  system: DatabaseHandle;
  activities: Activities;
  /** In no order: the round shuffles them. */
  fifty: Side[];
  close(): Promise<void>;
}

const connectionsEach = 12;
const unlimited = { perAddress: 1e9, perCredential: 1e9, refusedPerAddress: 1e9 };
/** What a job's order that another one has forestalled may be answered. 503: no connection in time. */
const refusals = new Set([409, 422, 503]);

/** 50: an API's callers, the helpdesk at another API process, two workers' activities, and transactions that take no lock at all. */
const counts = { api: 14, helpdesk: 12, worker: 14, unlocked: 10 };

export async function openSides(config: Config, now: Date): Promise<Sides> {
  const clock = { now };
  const log = pino({ level: 'silent' });
  const messenger = { deliver: async () => {} };
  const open = (url: string, name: string) => openDatabase(url, { name, poolSize: connectionsEach });
  const pools = [
    open(config.database.appUrl, 'race api'),
    open(config.database.appUrl, 'race helpdesk'),
    open(config.database.systemUrl, 'race worker'),
    open(config.database.systemUrl, 'race worker 2'),
  ] as const;
  const [apiPool, helpdeskPool, workerPool, otherPool] = pools;
  const apis: App[] = [];
  const hurried = { ...config, api: { ...config.api, limits: unlimited } };
  for (const { db } of [apiPool, helpdeskPool])
    apis.push(await buildApp({ db, messenger, clock: () => clock.now, log, config: hurried }));
  const activitiesOn = ({ db }: DatabaseHandle) =>
    createActivities({
      db,
      messenger,
      fulfilment: builtinWarehouse(db),
      mailer: { send: async () => 'sent', close() {} },
      config,
      log,
      reconcile: () => Promise.reject(new Error('nothing asks for it here')),
    });
  const workers = [activitiesOn(workerPool), activitiesOn(otherPool)];
  const operations = await tokenOf(apiPool, 'operations', now);
  const helpdesk = await tokenOf(helpdeskPool, 'helpdesk', now);
  const times = (count: number, side: (i: number) => Side) => Array.from({ length: count }, (_, i) => side(i));
  return {
    clock,
    system: workerPool,
    activities: workers[0]!,
    fifty: [
      ...times(counts.api, () => ({ name: 'API', order: (slot) => recordJob(apis[0]!, operations, slot) })),
      ...times(counts.helpdesk, () => ({ name: 'helpdesk', order: (slot) => recordJob(apis[1]!, helpdesk, slot) })),
      ...times(counts.worker, (i) => ({
        name: 'workflow',
        order: (slot) => placeOrder(workers[i % workers.length]!, slot, clock.now, i),
      })),
      ...times(counts.unlocked, (i) => ({
        name: 'unlocked',
        order: (slot) => insertUnlocked(otherPool, slot, i % 2 === 0 ? 'regular' : 'exceptional', now),
      })),
    ],
    async close() {
      for (const api of apis) await api.close();
      for (const pool of pools) await pool.close();
    },
  };
}

async function tokenOf({ db }: DatabaseHandle, role: Role, now: Date): Promise<string> {
  const actor = 'race';
  const { token } = await asTenant(db, 'all', (tx) =>
    createCredential(
      { tx, now, actor, record: recorder(tx, { at: now, actor, requestId: null }) },
      { name: role, roles: [role] },
      null,
    ),
  );
  return token;
}

/** A14: for a job, over the API. */
async function recordJob(api: App, token: string, { siteId, slotId }: Slot): Promise<'made' | 'refused'> {
  const { statusCode, body } = await api.inject({
    method: 'POST',
    url: '/v1/exceptional-orders',
    headers: { authorization: `Bearer ${token}` },
    payload: { siteId, lines: [{ slotId, quantity: 2 }] },
  });
  if (statusCode === 201) return 'made';
  if (refusals.has(statusCode)) return 'refused';
  throw new Error(`a job's order was answered ${statusCode}: ${body}`);
}

/** A06: as the workflow of one of the site's devices has it done; each of another occasion. Tried again, as a worker would. */
async function placeOrder(worker: Activities, slot: Slot, now: Date, side: number): Promise<'made' | 'refused'> {
  const at = new Date(now.getTime() + side).toISOString();
  const { orderId } = await again(() => worker.placeOrder({ deviceId: slot.deviceId, siteId: slot.siteId, now: at }));
  return orderId === null ? 'refused' : 'made';
}

const triesOfActivity = 5;

async function again<T>(work: () => Promise<T>, tries = triesOfActivity): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries === 1) throw error;
    return again(work, tries - 1);
  }
}

/** Somebody's transaction that neither locks the site nor looks whether a line is open: only the database stands in its way (A09). */
async function insertUnlocked(
  { db }: DatabaseHandle,
  { accountId, siteId, deviceId, slotId, supplyId }: Slot,
  kind: 'regular' | 'exceptional',
  now: Date,
): Promise<'made' | 'refused'> {
  const address = { company: 'Race', lines: ['1 rue des Lilas'], postcode: '69001', city: 'Lyon', country: 'FR' };
  try {
    await db.transaction(async (tx) => {
      const [order] = await tx
        .insert(orders)
        .values({
          accountId,
          siteId,
          state: 'held',
          occasion: `unlocked/${slotId}/${Math.random()}`,
          exceptional: kind === 'exceptional',
          jobWindowDays: kind === 'exceptional' ? 30 : null,
          urgent: false,
          madeAt: now,
          holdUntil: new Date(now.getTime() + dayMs),
          address,
          madeBy: 'unlocked',
        })
        .returning({ id: orders.id });
      await tx.insert(orderLines).values({
        accountId,
        orderId: order!.id,
        deviceId,
        slotId,
        supplyId,
        kind,
        reason: kind === 'regular' ? 'trigger' : 'exceptional',
        ordered: 2,
        waiting: 2,
      });
    });
    return 'made';
  } catch (error) {
    const cause = (error as Error).cause as { code?: string; constraint_name?: string } | undefined;
    if (cause?.code === '23505' && cause.constraint_name === 'order_lines_one_open') return 'refused';
    throw error;
  }
}
