import type { Transaction } from '../db/database.ts';
import {
  counterSeries,
  type Implausible,
  implausible,
  type JudgedReading,
  saysAllEmpty,
} from '../domain/implausible-reading.ts';
import type { SlotReading } from '../domain/reading.ts';
import type { PlannedTask } from '../domain/tasks.ts';
import { serialTwiceCase } from './identity-case.ts';
import type { AsideReason } from './keep-aside.ts';
import { counterAsides, dismissCounterAsides, lastReadings } from './last-readings.ts';
import { settleTask } from './tasks.ts';

/** Why a reading is not used, and what a person is asked about it. */
export interface Doubt {
  reason: AsideReason;
  detail?: string;
  /** Where it is more than to look at the reading. */
  task?: PlannedTask;
}

interface Device {
  id: string;
  accountId: string;
  siteId: string;
  maker: string;
  serial: string;
}

/** What is known of a device before its readings are looked at. */
interface Known {
  id: string;
  newestReadingAt: Date | null;
  newestPages: number | null;
}

/** Judges the readings of a batch in the order in which they were taken; null: it may be true. */
export type Judge = (device: Device, reading: JudgedReading, confirmationHours: number) => Promise<Doubt | null>;

/** A05: a reading that cannot be true beside the last one of its device is never ordered from. */
export async function createJudge(
  tx: Transaction,
  posted: readonly { device: { maker: string; serial: string }; levels: readonly SlotReading[] }[],
  deviceOf: (named: { maker: string; serial: string }) => Known | undefined,
  now: Date,
): Promise<Judge> {
  const suspects = posted
    .filter(({ levels }) => saysAllEmpty(levels))
    .flatMap(({ device }) => deviceOf(device)?.id ?? []);
  const last = await lastReadings(tx, suspects);
  for (const { device } of posted) {
    const known = deviceOf(device);
    if (!known?.newestReadingAt || last.has(known.id)) continue;
    last.set(known.id, { at: known.newestReadingAt, pages: known.newestPages, levels: [] });
  }

  return async (device, reading, confirmationHours) => {
    const before = last.get(device.id) ?? null;
    const found = implausible(reading, before, now);
    const doubt = found && (await judgeCounter(tx, device, reading, before, found, confirmationHours, now));
    if (!doubt && (!before || reading.at >= before.at)) last.set(device.id, reading);
    return doubt;
  };
}

/** A counter that is off may have been set back, or be that of another device; any other doubt stays as it is. */
async function judgeCounter(
  tx: Transaction,
  device: Device,
  { at, pages }: JudgedReading,
  before: JudgedReading | null,
  found: Implausible,
  confirmationHours: number,
  now: Date,
): Promise<Doubt | null> {
  const aboutCounter = found.reason === 'counter-fell' || found.reason === 'counter-leapt';
  if (!aboutCounter || !before || typeof pages !== 'number') return found;
  const series = counterSeries({ at, pages }, await counterAsides(tx, device.id), before, confirmationHours);
  if (series === 'two-devices') {
    return { ...found, task: await serialTwiceCase(tx, device, `${before.pages} / ${pages}`) };
  }
  if (series === 'unknown') return found;
  const remark = `The page counter goes on at ${pages}: it was set back.`;
  for (const key of await dismissCounterAsides(tx, device.id, now))
    await settleTask(tx, key, { by: 'system', now, remark });
  return null;
}
