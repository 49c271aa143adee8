import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../../db/database.ts';
import { type Progress, SetupError } from '../../servers/setup-error.ts';
import type { Shape } from '../prodlike/shape.ts';
import type { Check } from '../year/checks.ts';
import type { Dice } from '../year/random.ts';
import { checkLoop, type Repeat, repeatsOf } from './checks.ts';
import { type Fleet, makeFleet } from './fleet.ts';
import { type Patient, patientCaller } from './patient.ts';
import { type Reporting, startReporting } from './reporting.ts';
import { untilSettled } from './settle.ts';
import type { SmtpTap } from './smtp-tap.ts';
import { whoIsStuck } from './stuck.ts';
import { startWarehouse, type ToSend, type Warehouse } from './warehouse.ts';

export interface LoopOptions {
  fleet: Fleet;
  patient: Patient;
  /** Readings a second in all. */
  perSecond: number;
  dice: Dice;
  /** What the warehouse has been asked to send. */
  list: () => Promise<ToSend[]>;
  progress: Progress;
}

/** Readings, orders, parcels and mails as they come about in production, by outsiders who repeat what is not acknowledged. */
export interface Loop {
  db: Database;
  reporting: Reporting;
  warehouse: Warehouse;
  /** Reports no more, waits until all is done that was told, and checks every promise. `killedAtMs`: when workers were killed. */
  finish(mostSettleSeconds: number, killedAtMs: readonly number[]): Promise<Outcome>;
  close(): Promise<void>;
}

export interface Outcome {
  acknowledged: number;
  /** Requests that got no answer and were said again. */
  unanswered: number;
  orders: number;
  delivered: number;
  mails: number;
  repeats: Repeat[];
  /** When nothing was left to do. */
  settledAtMs: number;
  durability: Record<string, string>;
  checks: Check[];
}

const devicesPerCustomer = 5;
const holdSeconds = 5;
const readyWithinMs = 180_000;
/** A device comes due in the first four fifths, so that its order still goes all the way under fire. */
const dueShare = 0.8;

/** A fleet that comes due little by little while it reports for so many seconds, so many readings a second in all. */
export async function makeLoopFleet(
  shape: Shape,
  { devices, seconds, perSecond, dice }: { devices: number; seconds: number; perSecond: number; dice: Dice },
): Promise<Fleet> {
  return makeFleet(shape, {
    devices,
    customers: Math.ceil(devices / devicesPerCustomer),
    holdSeconds,
    mostDaysToTell: Math.max(1, Math.floor(((seconds * perSecond) / devices) * dueShare)),
    dice: dice.of('fleet'),
  });
}

/** Says things to the APIs of the shape in turn. */
export const patientOf = (shape: Shape, { customers }: Fleet, hangUpAfterMs?: () => number | undefined): Patient =>
  patientCaller({ urls: () => shape.apis.map(({ url }) => url), token: customers[0]!.token, hangUpAfterMs });

/** Begins once the fleet is ready: enrolled, assessed, welcomed. */
export async function startLoop(shape: Shape, tap: SmtpTap, options: LoopOptions): Promise<Loop> {
  const { fleet, patient, perSecond, list, dice, progress } = options;
  progress(`${fleet.devices.length} devices of ${fleet.customers.length} customers have a past`);
  const { db, close } = openDatabase(shape.config.database.systemUrl, { poolSize: 2, name: 'replenish proof' });
  const left = await untilSettled(db, readyWithinMs, progress);
  if (left.length > 0) throw new SetupError(`The fleet does not get ready: ${left.join(', ')}.`);
  const reporting = startReporting(fleet, patient, perSecond);
  const warehouse = startWarehouse({ patient, list, dice: dice.of('warehouse') });
  return { db, reporting, warehouse, finish, close };

  async function finish(mostSettleSeconds: number, killedAtMs: readonly number[]): Promise<Outcome> {
    await reporting.stop();
    progress(`${reporting.acknowledged.length} readings acknowledged; waiting until all is done`);
    // Longer than it may take: how long it did take is worth knowing.
    const undone = await untilSettled(db, 3 * mostSettleSeconds * 1000, progress);
    const settledAtMs = Date.now();
    const stuck = undone.length > 0 ? await whoIsStuck(db, shape.config) : [];
    await warehouse.stop();
    const { handed } = tap;
    const caught = (await shape.mails.mails()).map(({ messageId }) => messageId);
    const checks = await checkLoop(db, { reporting, warehouse, handed, killedAtMs, caught });
    return {
      acknowledged: reporting.acknowledged.length,
      unanswered: patient.unanswered,
      ...(await countOrders(db)),
      mails: caught.length,
      repeats: repeatsOf(handed, killedAtMs),
      settledAtMs,
      durability: await durabilityOf(db),
      checks: [...checks, { name: 'left undone', problems: [...undone, ...stuck] }],
    };
  }
}

async function countOrders(db: Database): Promise<{ orders: number; delivered: number }> {
  const [row] = await db.execute<{ orders: number; delivered: number }>(sql`
    select count(*)::int as orders, (count(*) filter (where not exists
      (select from order_lines l where l.order_id = o.id and l.delivered < l.ordered)))::int as delivered from orders o`);
  return row!;
}

async function durabilityOf(db: Database): Promise<Record<string, string>> {
  const rows = await db.execute<{ name: string; setting: string }>(sql`
    select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`);
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}
