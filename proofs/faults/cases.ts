import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { type Patient, RefusedForGood } from '../loop/patient.ts';
import { type Customer, enrol, makeCustomer } from '../prodlike/customer.ts';
import type { Shape } from '../prodlike/shape.ts';

/** One thing that is asked under an Idempotency-Key until it is answered. */
interface Case {
  kind: 'contact' | 'adjustment' | 'job';
  path: string;
  body: object;
}

export interface Cases {
  /** How many of each kind there are. */
  planned: Record<Case['kind'], number>;
  /** Asks them all, a hundred at a time, spread over so many seconds; resolves when each has been answered. */
  run(patient: Patient, seconds: number): Promise<void>;
  done: number;
  problems: string[];
  /** Keys with another number of effects than one. */
  check(db: Database): Promise<string[]>;
}

const atATime = 100;
const jobShare = 0.02;
const adjustmentShare = 0.08;
const devicesToAdjust = 20;

/** A customer whose people ask for things: contacts (a row), spares put on a shelf (the books), exceptional orders (the whole loop). */
export async function makeCases(shape: Shape, count: number): Promise<Cases> {
  const customer = await makeCustomer(shape, 'Cases', {});
  const planned = { job: Math.round(count * jobShare), adjustment: Math.round(count * adjustmentShare), contact: 0 };
  planned.contact = count - planned.job - planned.adjustment;
  // At most one exceptional order is open for a slot (A14): each has a device of its own.
  const shelves = await devices(customer, 'SHELF', devicesToAdjust);
  const jobs = await devices(customer, 'JOB', planned.job);
  const list = interleaved({
    contact: Array.from({ length: planned.contact }, (_, i) => contactCase(customer, i)),
    adjustment: Array.from({ length: planned.adjustment }, (_, i) => adjustmentCase(shelves[i % shelves.length]!, i)),
    job: jobs.map((device) => jobCase(customer, device)),
  });
  const cases: Cases = { planned, run, done: 0, problems: [], check: (db) => check(db, customer, planned) };
  return cases;

  async function run(patient: Patient, seconds: number): Promise<void> {
    const beganAt = Date.now();
    const numbered = list.entries();
    const ask = async () => {
      for (const [number, { path, body }] of numbered) {
        await sleep(Math.max(0, beganAt + (number / list.length) * seconds * 1000 - Date.now()));
        await patient.tell('POST', path, body, `case-${number}`).catch((error) => {
          if (!(error instanceof RefusedForGood)) throw error;
          cases.problems.push(error.message);
        });
        cases.done += 1;
      }
    };
    await Promise.all(Array.from({ length: atATime }, ask));
  }
}

type Device = Awaited<ReturnType<typeof enrol>>;

async function devices(customer: Customer, name: string, count: number): Promise<Device[]> {
  const made: Device[] = [];
  for (let i = 0; i < count; i++) made.push(await enrol(customer, `${name}-${i}`));
  return made;
}

const contactCase = ({ accountId }: Customer, number: number): Case => ({
  kind: 'contact',
  path: `/accounts/${accountId}/contacts`,
  body: { role: 'stock-manager', name: `Case ${number}`, email: `case-${number}@cases.example`, language: 'en' },
});

const adjustmentCase = ({ id, slotId }: Device, number: number): Case => ({
  kind: 'adjustment',
  path: `/devices/${id}/stock-adjustments`,
  body: { slotId, difference: 1, reason: `Case ${number}` },
});

const jobCase = ({ siteId }: Customer, { slotId }: Device): Case => ({
  kind: 'job',
  path: '/exceptional-orders',
  body: { siteId, lines: [{ slotId, quantity: 1 }], jobWindowDays: 30 },
});

/** Each kind evenly among the others. */
function interleaved(lists: Record<Case['kind'], Case[]>): Case[] {
  return Object.values(lists)
    .flatMap((list) => list.map((each, i) => ({ each, at: (i + 0.5) / list.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
}

async function check(db: Database, { accountId }: Customer, planned: Cases['planned']): Promise<string[]> {
  const effects = await db.execute<{ kind: Case['kind']; name: string; count: number }>(sql`
    select 'contact' as kind, name, count(*)::int as count from contacts where account_id = ${accountId} and name like 'Case %' group by name
    union all
    select 'adjustment', reason, count(*)::int from stock_counts where account_id = ${accountId} and kind = 'adjustment' group by reason
    union all
    select 'job', slot_id::text, count(*)::int from order_lines where account_id = ${accountId} and kind = 'exceptional' group by slot_id`);
  const [books] = await db.execute<{ units: number }>(sql`
    select coalesce(sum(units), 0)::int as units from ledger
    where account_id = ${accountId} and to_place = 'shelf' and from_place = 'adjustment'`);
  const found = (kind: Case['kind']) => effects.filter((each) => each.kind === kind).length;
  return [
    ...effects
      .filter(({ count }) => count !== 1)
      .map(({ kind, name, count }) => `${kind} “${name}” has ${count} effects`),
    ...Object.entries(planned).flatMap(([kind, wanted]) => {
      const missing = wanted - found(kind as Case['kind']);
      return missing === 0 ? [] : [`${missing} of ${wanted} cases “${kind}” had no effect`];
    }),
    ...(books!.units === planned.adjustment
      ? []
      : [`${books!.units} spares are in the books, ${planned.adjustment} were put there`]),
  ];
}
