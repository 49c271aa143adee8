import { eq, getTableColumns } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { devices, models } from '../../db/schema/index.ts';
import { iso, isoOrNull } from '../schemas/common.ts';
import type { Device } from '../schemas/devices.ts';
import type { DeviceRow } from './find.ts';

export type NamedDevice = DeviceRow & { model: string };

/** Columns of a device with its model's name; join `models`. */
export const deviceColumns = { ...getTableColumns(devices), model: models.name };

export async function withModelName(tx: Transaction, row: DeviceRow): Promise<NamedDevice> {
  const [model] = await tx.select({ name: models.name }).from(models).where(eq(models.id, row.modelId));
  return { ...row, model: model!.name };
}

export const viewDevice = (row: NamedDevice): Static<typeof Device> => ({
  id: row.id,
  accountId: row.accountId,
  siteId: row.siteId,
  contractId: row.contractId,
  modelId: row.modelId,
  maker: row.maker,
  model: row.model,
  serial: row.serial,
  place: row.place,
  connection: row.connection,
  state: row.state,
  enrolledAt: iso(row.enrolledAt),
  enrolment: row.enrolment,
  endedAt: isoOrNull(row.endedAt),
  plannedEndOn: row.plannedEndOn,
  replacedBy: row.replacedBy,
  declaredPagesPerWeek: row.declaredPagesPerWeek,
  newestReadingAt: isoOrNull(row.newestReadingAt),
  silentSince: isoOrNull(row.silentSince),
  nextOrderAt: isoOrNull(row.nextOrderAt),
  version: row.version,
});
