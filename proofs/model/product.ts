import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { pino } from 'pino';
import { builtinWarehouse } from '../../activities/fulfilment/builtin-warehouse.ts';
import { createActivities } from '../../activities/index.ts';
import { changeDevice, LifeRefused, type LifeRequest } from '../../commands/device-life.ts';
import { enrolDevice } from '../../commands/enrol-device.ts';
import { settleAfterTheEnd } from '../../commands/order/after-the-end.ts';
import { approveOrder, refuseOrder } from '../../commands/order/approve.ts';
import { LineRefused, recordExceptional } from '../../commands/order/exceptional.ts';
import { type FulfilmentNews, recordFulfilment } from '../../commands/record-fulfilment.ts';
import { adjustStock, countStock, type StockedSlot, TooFewInBooks } from '../../commands/stock.ts';
import { storeReadings } from '../../commands/store-readings.ts';
import { answerByLink } from '../../commands/use-link.ts';
import type { Config } from '../../config.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { type Outbox, type QueuedMessage, transact } from '../../db/outbox.ts';
import { links, outbox, parcels, slots } from '../../db/schema/index.ts';
import { minuteMs } from '../../domain/time.ts';
import type { CancelAnswer } from '../../workflows/order.contract.ts';
import { beginsAt, type Customer, modelOf, type SlotKey } from './customer.ts';
import { Workflows } from './workflows.ts';

type Role = 'replenish_app' | 'replenish_system';

/**
 * The product as the API's and the activities' callers have it, within one transaction that the run takes back: what the API does, as
 * its role and under row-level security; what the workflows do, as theirs.
 */
export class Product {
  readonly customer: Customer;
  readonly tx: Transaction;
  readonly #db: Database;
  readonly #workflows: Workflows;
  #now = beginsAt;
  #acts = 0;

  constructor(tx: Transaction, customer: Customer, config: Config) {
    this.tx = tx;
    this.customer = customer;
    // To what opens transactions, a transaction is a database whose transactions are savepoints.
    this.#db = tx as unknown as Database;
    const messenger = this.#messenger;
    const activities = createActivities({
      db: this.#db,
      messenger,
      fulfilment: builtinWarehouse(this.#db),
      mailer: { send: () => Promise.reject(new Error('the model reads the notices')), close() {} },
      config,
      log: pino({ level: 'silent' }),
      reconcile: () => Promise.reject(new Error('nothing asks for it here')),
    });
    this.#workflows = new Workflows(
      {
        activities,
        afterTheEnd: (orderId) => this.#relayed(() => settleAfterTheEnd(this.#db, orderId, this.tick())),
        tick: () => this.tick(),
        now: () => this.#now,
      },
      customer.devices.map(({ id, siteIndex }) => ({ id, siteId: customer.siteIds[siteIndex]! })),
    );
  }

  get now(): Date {
    return this.#now;
  }

  tick(): Date {
    this.#now = new Date(this.#now.getTime() + 1);
    return this.#now;
  }

  readonly #messenger = {
    deliver: async (messages: readonly QueuedMessage[]) => {
      for (const message of messages) this.#workflows.hear(message);
    },
  };

  /** What `work` leaves in the outbox for the relay is brought, as the relay does it. */
  async #relayed(work: () => Promise<unknown>): Promise<void> {
    const [last] = await this.tx.select({ id: outbox.id }).from(outbox).orderBy(desc(outbox.id)).limit(1);
    await work();
    const left = await this.tx
      .select({ message: outbox.body })
      .from(outbox)
      .where(gt(outbox.id, last?.id ?? 0))
      .orderBy(outbox.id);
    for (const { message } of left) this.#workflows.hear({ message: message as unknown as QueuedMessage['message'] });
  }

  /** The workflows do what is to be done by now. */
  async settle(): Promise<void> {
    await this.#as('replenish_system');
    await this.#workflows.settle();
  }

  /** Lets time pass; whoever has a deadline in it acts at it. */
  async wait(minutes: number): Promise<void> {
    const until = new Date(this.#now.getTime() + minutes * minuteMs);
    await this.settle();
    for (let at = this.#workflows.nextDeadline(until); at; at = this.#workflows.nextDeadline(until)) {
      if (at > this.#now) this.#now = at;
      await this.settle();
    }
    if (until > this.#now) this.#now = until;
    await this.settle();
  }

  /** Sets the clock to an instant at which somebody acts before the workflows do. */
  standAt(at: Date): void {
    if (at > this.#now) this.#now = at;
  }

  async read(deviceIndex: number, levels: Record<SlotKey, number>, takenAt: Date): Promise<void> {
    const device = { maker: 'Aldine', serial: `M-${deviceIndex}` };
    const sender = { accountId: this.customer.accountId, siteId: null, credentialId: null, now: this.#now };
    const outcomes = await this.#api((tx) =>
      storeReadings(
        tx,
        [
          {
            device,
            takenAt,
            levels: Object.entries(levels)
              .filter(([key]) => key in this.customer.devices[deviceIndex]!.slotIds)
              .map(([key, percent]) => ({ key, level: { type: 'percent', percent } })),
            source: 'agent',
          },
        ],
        sender,
      ),
    );
    for (const found of outcomes) if (found.outcome === 'accepted') this.#workflows.stir(found.deviceId);
  }

  async say(news: Omit<FulfilmentNews, 'source'>): Promise<void> {
    await this.#api((tx, outbox) => recordFulfilment(tx, outbox, { ...news, source: 'warehouse' }, this.#now));
  }

  async cancel(orderId: string, lineIds: string[] | null): Promise<CancelAnswer> {
    await this.#as('replenish_system');
    return this.#workflows.cancel(orderId, { key: this.#request(), lineIds, actor: 'link' }, this.#now);
  }

  /** @returns whether it could be. */
  async changeLife(request: Omit<LifeRequest, 'expectedVersion' | 'actor' | 'requestId' | 'now'>): Promise<boolean> {
    const by = { expectedVersion: null, actor: 'staff:model', requestId: this.#request(), now: this.#now };
    return this.#unless(LifeRefused, (tx, outbox) => changeDevice(tx, outbox, { ...request, ...by }));
  }

  async enrol(deviceIndex: number, siteId: string, spares: number | null): Promise<void> {
    const { accountId, contractId } = this.customer;
    await this.#api((tx, outbox) =>
      enrolDevice(tx, outbox, {
        accountId,
        siteId,
        contractId,
        maker: 'Aldine',
        model: modelOf(deviceIndex),
        serial: `M-${deviceIndex}`,
        connection: 'agent',
        startingStock: { K: spares, W: 0 },
        actor: 'staff:model',
        requestId: this.#request(),
        now: this.#now,
      }),
    );
  }

  async recordJob(siteId: string, slotId: string, quantity: number): Promise<boolean> {
    const asked = { siteId, lines: [{ slotId, quantity }], actor: 'staff:model', now: this.#now };
    const requestId = this.#request();
    return this.#unless(LineRefused, (tx, outbox) => recordExceptional(tx, outbox, { ...asked, requestId }));
  }

  async count(slotId: string, units: number): Promise<void> {
    await this.#api(async (tx, outbox) =>
      countStock(tx, outbox, { slot: await stocked(tx, slotId), units }, this.#act()),
    );
  }

  /** @returns whether the books had as many. */
  async adjust(slotId: string, difference: number): Promise<boolean> {
    return this.#unless(TooFewInBooks, async (tx, outbox) =>
      adjustStock(tx, outbox, { slot: await stocked(tx, slotId), difference }, this.#act()),
    );
  }

  async decide(orderId: string, approved: boolean): Promise<void> {
    const by = { orderId, actor: 'staff:model', requestId: this.#request(), now: this.#now };
    await this.#api((tx, outbox) =>
      approved ? approveOrder(tx, outbox, by) : refuseOrder(tx, outbox, { ...by, remark: 'no' }),
    );
  }

  /** A09, by one click. */
  async answer(orderId: string, tracking: string, arrived: boolean): Promise<'done' | 'not-yet' | 'not-open' | null> {
    const by = { requestId: this.#request(), now: this.#now };
    return this.#api(async (tx, outbox) => {
      const [link] = await tx
        .select({ id: links.id })
        .from(links)
        .innerJoin(parcels, eq(parcels.id, links.parcelId))
        .where(and(eq(links.orderId, orderId), eq(parcels.tracking, tracking)));
      return link ? ((await answerByLink(tx, outbox, link.id, arrived, by))?.outcome ?? null) : null;
    });
  }

  #request(): string {
    return `act-${++this.#acts}`;
  }

  #act() {
    const key = this.#request();
    return { key, reason: 'seen', actor: 'staff:model', requestId: key, now: this.#now };
  }

  async #unless<E extends Error>(
    // biome-ignore lint/suspicious/noExplicitAny: whatever its constructor takes
    Refusal: new (...args: any[]) => E,
    work: (tx: Transaction, outbox: Outbox) => Promise<unknown>,
  ): Promise<boolean> {
    try {
      await this.#api(work);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  async #api<T>(work: (tx: Transaction, outbox: Outbox) => Promise<T>): Promise<T> {
    await this.#as('replenish_app');
    this.tick();
    const { accountId } = this.customer;
    return transact({ db: this.#db, messenger: this.#messenger }, { accountId }, this.#now, work);
  }

  async #as(role: Role): Promise<void> {
    await this.tx.execute(sql`select set_config('role', ${role}, true)`);
  }
}

async function stocked(tx: Transaction, slotId: string): Promise<StockedSlot> {
  const [slot] = await tx.select().from(slots).where(eq(slots.id, slotId));
  return slot as StockedSlot;
}
