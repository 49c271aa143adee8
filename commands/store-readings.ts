import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { insertNew } from '../db/many-rows.ts';
import { loadSettingLayers } from '../db/queries/settings.ts';
import { devices, readings } from '../db/schema/index.ts';
import type { Alert, SlotReading } from '../domain/reading.ts';
import { resolveSettings, type Settings } from '../domain/settings.ts';
import { plausibleInstant } from '../domain/silence.ts';
import { countBlocked } from '../metrics/blocked.ts';
import { elsewhereCase, serialTwiceCase } from './identity-case.ts';
import { createJudge, type Doubt, type Judge } from './judge-reading.ts';
import { type KeptAside, keepAside } from './keep-aside.ts';
import { noteNewest } from './note-newest.ts';
import { addUnlistedSlots } from './unlisted-slots.ts';

export type ReadingSource = 'agent' | 'device' | 'import' | 'person';

/** A reading as it is posted. */
export interface PostedReading {
  device: { maker: string; serial: string; model?: string };
  takenAt: Date;
  pages?: number;
  levels: SlotReading[];
  alerts?: Alert[];
  source: ReadingSource;
  /** Where the same agent found another device that tells this serial number. */
  sameSerialAt?: string;
  /** As it came, where that is another form; it is what is kept aside. */
  original?: unknown;
}

/** What became of one posted reading. */
export type ReadingOutcome =
  | { outcome: 'accepted'; deviceId: string; at: Date; clockDoubted: boolean }
  | { outcome: 'duplicate'; deviceId: string; at: Date }
  | KeptAside;

/** Whose credential it came with: bound to an account, a site, or neither. */
export interface ReadingSender {
  accountId: string | null;
  siteId: string | null;
  /** null: nobody reported it just now. */
  credentialId: string | null;
  /** A person has judged the reading: it is taken at its word. */
  judged?: boolean;
  now: Date;
}

type DeviceRow = Pick<
  typeof devices.$inferSelect,
  'id' | 'accountId' | 'siteId' | 'modelId' | 'maker' | 'serial' | 'newestReadingAt' | 'newestPages'
>;

/**
 * Stores readings, each once per device and instant, whatever their order. The devices' workflows hear of them by the relay. What
 * cannot be used is kept aside with its reason: nothing is lost (A01, A05).
 */
export async function storeReadings(
  tx: Transaction,
  posted: readonly PostedReading[],
  sender: ReadingSender,
): Promise<ReadingOutcome[]> {
  const found = await findDevices(tx, posted);
  const devicesFound = [...new Map([...found.values()].map((device) => [device.id, device])).values()];
  const layersOf = await loadSettingLayers(tx, devicesFound);
  const settingsOf = new Map(devicesFound.map((device) => [device.id, resolveSettings(layersOf(device))]));
  const outcomes: ReadingOutcome[] = new Array(posted.length);
  const usable: { index: number; device: DeviceRow; at: Date; clockDoubted: boolean }[] = [];
  const judge = sender.judged ? null : await createJudge(tx, posted, (named) => found.get(nameOf(named)), sender.now);
  const arrived = posted.map((reading, index) => {
    const device = found.get(nameOf(reading.device));
    const settings = device && settingsOf.get(device.id);
    return { index, reading, device, settings, ...instantOf(reading, sender.now, settings) };
  });
  // In the order in which they were taken: each is judged beside the one before it.
  for (const { index, reading, device, settings, at, implausible } of arrived.toSorted((a, b) => +a.at - +b.at)) {
    const doubt = await doubtAbout(tx, { reading, device, settings, at }, sender, judge);
    if (doubt || !device)
      outcomes[index] = await aside(tx, reading, doubt ?? { reason: 'unknown-device' }, device, sender);
    else usable.push({ index, device, at, clockDoubted: implausible });
  }
  const stored = await insertOnce(tx, posted, usable, sender.now);
  for (const { index, device, at, clockDoubted } of usable) {
    outcomes[index] = stored.delete(keyOf(device.id, at))
      ? { outcome: 'accepted', deviceId: device.id, at, clockDoubted }
      : await repeated(tx, posted[index]!, device, at, sender);
  }
  const accepted = usable.filter(({ index }) => outcomes[index]!.outcome === 'accepted');
  await noteNewest(
    tx,
    accepted.map(({ index, device, at }) => ({ deviceId: device.id, at, pages: posted[index]!.pages ?? null })),
    sender.credentialId,
  );
  await addUnlistedSlots(
    tx,
    usable.map(({ index, device }) => ({ device, levels: posted[index]!.levels })),
  );
  return outcomes;
}

const nameOf = ({ maker, serial }: { maker: string; serial: string }) =>
  `${maker.trim().toLowerCase()}\n${serial.trim()}`;
const keyOf = (deviceId: string, at: Date) => `${deviceId}/${at.getTime()}`;

async function findDevices(tx: Transaction, posted: readonly PostedReading[]): Promise<Map<string, DeviceRow>> {
  const serials = [...new Set(posted.map(({ device }) => device.serial.trim()))];
  if (serials.length === 0) return new Map();
  const rows = await tx
    .select({
      id: devices.id,
      accountId: devices.accountId,
      siteId: devices.siteId,
      modelId: devices.modelId,
      maker: devices.maker,
      serial: devices.serial,
      newestReadingAt: devices.newestReadingAt,
      newestPages: devices.newestPages,
    })
    .from(devices)
    .where(and(inArray(devices.serial, serials), isNull(devices.endedAt)));
  return new Map(rows.map((row) => [nameOf(row), row]));
}

/** A16: a device's clock may be wrong; the history that a person imports is taken at its word. */
function instantOf(
  reading: PostedReading,
  now: Date,
  settings: ReturnType<typeof resolveSettings> | undefined,
): { at: Date; implausible: boolean } {
  if (reading.source === 'import' || !settings) return { at: reading.takenAt, implausible: false };
  return plausibleInstant({
    takenAt: reading.takenAt,
    receivedAt: now,
    aheadMinutes: settings.clockAheadMinutes.value,
    behindDays: settings.clockBehindDays.value,
  });
}

/** Why it cannot be used, and what a person is asked, if anything. */
async function doubtAbout(
  tx: Transaction,
  arrived: { reading: PostedReading; device?: DeviceRow; settings?: Settings; at: Date },
  sender: ReadingSender,
  judge: Judge | null,
): Promise<Doubt | null> {
  const { reading, device, settings, at } = arrived;
  if (!device || !settings) return { reason: 'unknown-device' };
  if (sender.siteId !== null && sender.siteId !== device.siteId) {
    return { reason: 'other-site', task: await elsewhereCase(tx, device, sender.siteId) };
  }
  if (reading.source === 'import' && at > sender.now) return { reason: 'in-the-future' };
  if (reading.sameSerialAt !== undefined && !sender.judged) {
    const detail = `the device at ${reading.sameSerialAt} tells the same serial number and other levels or pages`;
    return { reason: 'same-serial', detail, task: await serialTwiceCase(tx, device, reading.sameSerialAt) };
  }
  return (
    judge?.(device, { at, pages: reading.pages, levels: reading.levels }, settings.confirmationHours.value) ?? null
  );
}

async function insertOnce(
  tx: Transaction,
  posted: readonly PostedReading[],
  usable: { index: number; device: DeviceRow; at: Date }[],
  now: Date,
): Promise<Set<string>> {
  const rows = usable.map(({ index, device, at }) => {
    const { takenAt, pages, levels, alerts, source } = posted[index]!;
    return {
      accountId: device.accountId,
      deviceId: device.id,
      at,
      takenAt,
      receivedAt: now,
      pages: pages ?? null,
      levels,
      alerts: alerts?.length ? alerts : null,
      source,
    };
  });
  const returning = sql`device_id, (extract(epoch from at) * 1000)::float8 as at_ms`;
  const stored = await insertNew<typeof readings, { device_id: string; at_ms: number }>(tx, readings, rows, returning);
  return new Set(stored.map(({ device_id, at_ms }) => keyOf(device_id, new Date(at_ms))));
}

/** The same reading again is a duplicate; a different one for the same instant is kept aside. */
async function repeated(
  tx: Transaction,
  reading: PostedReading,
  device: DeviceRow,
  at: Date,
  sender: ReadingSender,
): Promise<ReadingOutcome> {
  const [same] = await tx
    .select({ deviceId: readings.deviceId })
    .from(readings)
    .where(
      and(
        eq(readings.deviceId, device.id),
        eq(readings.at, at),
        sql`${readings.levels} = ${JSON.stringify(reading.levels)}::jsonb`,
      ),
    );
  if (!same) return aside(tx, reading, { reason: 'differs-from-stored' }, device, sender);
  countBlocked('reading');
  return { outcome: 'duplicate', deviceId: device.id, at };
}

const aside = (
  tx: Transaction,
  reading: PostedReading,
  doubt: Doubt,
  device: DeviceRow | undefined,
  sender: ReadingSender,
): Promise<KeptAside> => {
  const { original = reading } = reading;
  const accountId = device?.accountId ?? sender.accountId;
  return keepAside(tx, { accountId, device: device ?? reading.device, body: original, ...doubt, now: sender.now });
};
