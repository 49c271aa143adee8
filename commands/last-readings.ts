import { and, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { devices, readings, readingsAside } from '../db/schema/index.ts';
import type { CounterAside, JudgedReading } from '../domain/implausible-reading.ts';

/** Of each of these devices its newest reading on record. */
export async function lastReadings(tx: Transaction, deviceIds: readonly string[]): Promise<Map<string, JudgedReading>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await tx
    .select({ deviceId: readings.deviceId, at: readings.at, pages: readings.pages, levels: readings.levels })
    .from(devices)
    .innerJoin(readings, and(eq(readings.deviceId, devices.id), eq(readings.at, devices.newestReadingAt)))
    .where(inArray(devices.id, [...new Set(deviceIds)]));
  return new Map(rows.map(({ deviceId, ...reading }) => [deviceId, reading]));
}

const counterReasons = ['counter-fell', 'counter-leapt'];
const openOf = (deviceId: string) =>
  and(
    eq(readingsAside.deviceId, deviceId),
    eq(readingsAside.state, 'open'),
    inArray(readingsAside.reason, counterReasons),
  );

/** Readings of the device that wait aside for their page counter. */
export async function counterAsides(tx: Transaction, deviceId: string): Promise<CounterAside[]> {
  const rows = await tx.select({ body: readingsAside.body }).from(readingsAside).where(openOf(deviceId));
  return rows.flatMap(({ body }) => {
    const { takenAt, pages } = body as { takenAt?: string; pages?: { count?: number } };
    const at = new Date(takenAt ?? '');
    return pages?.count === undefined || Number.isNaN(+at) ? [] : [{ at, pages: pages.count }];
  });
}

/** The counter was set back: what waited aside for it is of the past. Answers the keys of the tasks to look at it. */
export async function dismissCounterAsides(tx: Transaction, deviceId: string, now: Date): Promise<string[]> {
  const rows = await tx
    .update(readingsAside)
    .set({ state: 'dismissed', settledAt: now, settledBy: 'system' })
    .where(openOf(deviceId))
    .returning({ key: readingsAside.taskKey });
  return [...new Set(rows.flatMap(({ key }) => key ?? []))];
}
