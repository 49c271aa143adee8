import { inArray } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { sites } from '../db/schema/index.ts';
import { isIdentityCase, type PlannedTask, plannedTask, type TaskKind } from '../domain/tasks.ts';
import { queueRechecks } from './recheck.ts';

/** The device that the serial number is enrolled as. */
interface Enrolled {
  id: string;
  accountId: string;
  siteId: string;
  maker: string;
  serial: string;
}

/** A01: asks where a device is that an agent of another site has read; one case for each such site. */
export async function elsewhereCase(tx: Transaction, device: Enrolled, otherSiteId: string): Promise<PlannedTask> {
  const names = await siteNames(tx, [device.siteId, otherSiteId]);
  const [site, other] = [names.get(device.siteId) ?? '–', names.get(otherSiteId) ?? '–'];
  return plannedTask('device-elsewhere', aboutOf(device), { device: nameOf(device), site, other }, otherSiteId);
}

/** A01: asks to tell two devices apart that have one serial number. `evidence`: what shows that they are two. */
export async function serialTwiceCase(tx: Transaction, device: Enrolled, evidence: string): Promise<PlannedTask> {
  const names = await siteNames(tx, [device.siteId]);
  const site = names.get(device.siteId) ?? '–';
  return plannedTask('serial-twice', aboutOf(device), { device: nameOf(device), site, evidence });
}

const nameOf = ({ maker, serial }: Enrolled) => `${maker} ${serial}`;
const aboutOf = ({ id, siteId, accountId }: Enrolled) => ({ deviceId: id, siteId, accountId });

async function siteNames(tx: Transaction, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.select({ id: sites.id, name: sites.name }).from(sites).where(inArray(sites.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What was held back for a case is judged anew: when it opens, so that it shows, and when it is settled, so that ordering resumes. */
export async function recheckHeld(
  tx: Transaction,
  { kind, deviceId }: { kind: TaskKind; deviceId?: string | null },
  because: string,
  now: Date,
): Promise<void> {
  if (isIdentityCase(kind) && deviceId) await queueRechecks(tx, { scope: 'device', scopeId: deviceId }, because, now);
}
