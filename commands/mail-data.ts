import { eq, inArray } from 'drizzle-orm';
import type { Queryable } from '../db/database.ts';
import { devices, models, sites, slots, supplies } from '../db/schema/index.ts';
import { localDate } from '../domain/calendar.ts';
import { reason } from '../domain/reasons.ts';
import { otherwiseReasons } from '../domain/replenishment/otherwise.ts';
import type { MailDevice, MailLine } from '../mail/notice-data.ts';
import type { LineRow } from './order/followed.ts';

export async function siteName(tx: Queryable, siteId: string): Promise<string> {
  const [site] = await tx.select({ name: sites.name }).from(sites).where(eq(sites.id, siteId));
  return site!.name;
}

export async function deviceForMail(tx: Queryable, deviceId: string): Promise<MailDevice> {
  return (await devicesForMail(tx, [deviceId])).get(deviceId)!;
}

/** What mails and papers say of devices: the serial number stands everywhere (A15). */
export async function devicesForMail(tx: Queryable, deviceIds: string[]): Promise<Map<string, MailDevice>> {
  const rows = await tx
    .select({
      id: devices.id,
      maker: devices.maker,
      model: models.name,
      serial: devices.serial,
      place: devices.place,
    })
    .from(devices)
    .innerJoin(models, eq(models.id, devices.modelId))
    .where(inArray(devices.id, deviceIds));
  return new Map(rows.map(({ id, ...device }) => [id, device]));
}

/** Lines of an order as a mail tells them: what, for which device, why. `quantities`: of each line, where not all of it. */
export async function linesForMail(
  tx: Queryable,
  timeZone: string,
  lines: LineRow[],
  quantities: (line: LineRow) => number = ({ ordered }) => ordered,
): Promise<MailLine[]> {
  if (lines.length === 0) return [];
  const deviceIds = lines.flatMap(({ deviceId, offer }) => (offer ? [deviceId, offer.fromDeviceId] : [deviceId]));
  const [deviceOf, rows] = await Promise.all([
    devicesForMail(tx, [...new Set(deviceIds)]),
    tx
      .select({ slotId: slots.id, colour: slots.colour, supply: supplies })
      .from(slots)
      .innerJoin(supplies, eq(supplies.id, slots.supplyId))
      .where(
        inArray(
          slots.id,
          lines.map(({ slotId }) => slotId),
        ),
      ),
  ]);
  const supplyOf = new Map(rows.map((row) => [row.slotId, row]));
  return lines.map((line) => {
    const { supply, colour } = supplyOf.get(line.slotId)!;
    const forecast = line.decision?.known.forecast;
    const otherwise = line.decision && otherwiseReasons(line.decision);
    const runsOutAt = line.decision?.otherwise.runsOutOn;
    return {
      partNumber: supply.partNumber,
      supplyName: supply.name,
      colour: colour ?? supply.colour,
      quantity: quantities(line),
      device: deviceOf.get(line.deviceId)!,
      why: line.decision?.found.reasons[0] ?? { code: 'exceptional' as const },
      coverDays: line.coverDays,
      daysLow: forecast?.known ? forecast.daysLow : null,
      daysHigh: forecast?.known ? forecast.daysHigh : null,
      runsOutOn: runsOutAt ? localDate(timeZone, new Date(runsOutAt)) : null,
      otherwise: otherwise?.instead ?? (line.reason === 'exceptional' ? reason('otherwise-job') : null),
      expectedOn: line.expectedOn,
      ...(line.offer && { spare: { device: deviceOf.get(line.offer.fromDeviceId)!, units: line.offer.units } }),
    };
  });
}
