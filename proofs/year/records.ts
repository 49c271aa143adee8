import { sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import {
  devices,
  fulfilmentEvents,
  ledger,
  notices,
  orderLines,
  orders,
  parcelLines,
  parcels,
  silenceStages,
  slots,
  supplies,
  swaps,
  tasks,
} from '../../db/schema/index.ts';

export type Records = Awaited<ReturnType<typeof readRecords>>;

/** All that the product has on record at the end, straight from its database; `readAt`: by the clock of its world. */
export async function readRecords(db: Database, readAt: Date) {
  const [readings] = await db.execute<{ stored: number; told: number }>(sql`
    select count(*)::int as stored, count(relayed_at)::int as told from readings`);
  const [outbox] = await db.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from outbox where delivered_at is null`);
  return {
    devices: await db.select().from(devices).orderBy(devices.enrolledAt, devices.id),
    slots: await db.select().from(slots),
    supplies: await db.select().from(supplies),
    orders: await db.select().from(orders).orderBy(orders.number),
    lines: await db.select().from(orderLines).orderBy(orderLines.id),
    parcels: await db.select().from(parcels).orderBy(parcels.shippedAt),
    parcelLines: await db.select().from(parcelLines),
    events: await db.select().from(fulfilmentEvents).orderBy(fulfilmentEvents.receivedAt),
    notices: await db.select().from(notices).orderBy(notices.madeAt),
    tasks: await db.select().from(tasks).orderBy(tasks.madeAt),
    swaps: await db.select().from(swaps),
    ledger: await db.select().from(ledger),
    silenceStages: await db.select().from(silenceStages),
    readings: readings!,
    outboxWaiting: outbox!.waiting,
    readAt,
  };
}
