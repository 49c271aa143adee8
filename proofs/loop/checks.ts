import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { soundness } from '../../db/queries/soundness.ts';
import { type Check, ledgerProblems, replayProblems } from '../year/checks.ts';
import { type Records, readRecords } from '../year/records.ts';
import type { Acknowledged, Reporting } from './reporting.ts';
import type { Handed } from './smtp-tap.ts';
import type { Warehouse } from './warehouse.ts';

/** What is known outside of the product: what was told, and what came out of it. */
export interface Outside {
  reporting: Pick<Reporting, 'acknowledged' | 'problems'>;
  warehouse: Pick<Warehouse, 'shipped' | 'parcels' | 'backorders' | 'problems'>;
  handed: readonly Handed[];
  /** When workers, who send the mails, were killed. */
  killedAtMs: readonly number[];
  /** Message-IDs of what the mail server has taken, a repeat as often as it came. */
  caught: readonly string[];
}

/** Whatever was killed, cut or held: the promises of reading, order, parcel and mail. Each names what breaks it. */
export async function checkLoop(db: Database, outside: Outside): Promise<Check[]> {
  const records = await readRecords(db, new Date());
  const stored = await db.execute<{ name: string }>(
    sql`select device_id || '/' || (extract(epoch from at) * 1000)::bigint as name from readings`,
  );
  const checks: Record<string, string[]> = {
    'acknowledged readings lost': [
      ...lost(outside.reporting.acknowledged, new Set(stored.map(({ name }) => name))),
      ...outside.reporting.problems,
    ],
    'order lines doubled': [
      ...repeatedLines(records),
      ...replayProblems(records),
      ...shippedProblems(records, outside.warehouse),
    ],
    'facts without a mail': factProblems(records, outside),
    'facts with another Message-ID, or a mail without a fact': messageIdProblems(records, outside.caught),
    'mails repeated although the answer was heard': repeatsOf(outside.handed, outside.killedAtMs)
      .filter(({ because }) => because === null)
      .map(({ messageId }) => messageId),
    'books out of balance': [...ledgerProblems(records), ...(await soundnessProblems(db))],
  };
  return Object.entries(checks).map(([name, problems]) => ({ name, problems }));
}

function lost(acknowledged: readonly Acknowledged[], stored: ReadonlySet<string>): string[] {
  return acknowledged
    .filter(({ deviceId, at }) => !stored.has(`${deviceId}/${Date.parse(at)}`))
    .map(({ deviceId, at }) => `the reading of ${deviceId} at ${at}`);
}

/** One order covers a slot for a month, another joined to its site's for longer still; what is proved here lasts for minutes. */
function repeatedLines({ lines }: Records): string[] {
  const own = lines.filter(({ kind }) => kind !== 'exceptional');
  const made = Map.groupBy(
    own,
    ({ slotId, kind, reason }) => `${kind} lines of slot ${slotId}, each for its ${reason}`,
  );
  return [...made].flatMap(([name, some]) => (some.length > 1 ? [`${some.length} ${name}`] : []));
}

/** What left the warehouse, by its own books. */
function shippedProblems({ lines }: Records, { shipped, problems }: Outside['warehouse']): string[] {
  const differing = lines.filter((line) => (shipped.get(line.id) ?? 0) !== line.shipped);
  return [
    ...problems,
    ...differing.map((line) => `line ${line.id}: ${shipped.get(line.id) ?? 0} left, ${line.shipped} on record`),
  ];
}

function factProblems({ notices, devices, orders }: Records, { warehouse, caught }: Outside): string[] {
  const arrived = new Set(caught);
  const unsent = notices.filter(({ state, messageId }) => state !== 'sent' || !arrived.has(messageId ?? ''));
  const told = (orderId: string, ...kinds: string[]) =>
    notices.filter((notice) => notice.orderId === orderId && kinds.includes(notice.kind)).length;
  const facts = [
    ...devices.map(({ id, serial }) => ({
      fact: `enrolment of ${serial}`,
      is: notices.filter(({ factKey }) => factKey.startsWith(`device/${id}/enrolled/`)).length,
      wanted: 1,
    })),
    ...orders.flatMap(({ id, number }) => [
      { fact: `making of order ${number}`, is: told(id, 'order-made'), wanted: 1 },
      {
        fact: `parcels of order ${number}`,
        is: told(id, 'shipped', 'shipped-after-backorder'),
        wanted: warehouse.parcels.get(id) ?? 0,
      },
      { fact: `backorders of order ${number}`, is: told(id, 'backordered'), wanted: warehouse.backorders.get(id) ?? 0 },
    ]),
  ];
  return [
    ...unsent.map(({ kind, factKey, state }) => `${kind} is ${state}: ${factKey}`),
    ...facts
      .filter(({ is, wanted }) => is !== wanted)
      .map(({ fact, is, wanted }) => `${fact}: ${is} mails of ${wanted}`),
  ];
}

/** On record each fact has one; so whatever else arrived was a second one of some fact, or of none. */
function messageIdProblems({ notices }: Records, caught: readonly string[]): string[] {
  const known = new Set(notices.map(({ messageId }) => messageId));
  const strange = caught.filter((messageId) => !known.has(messageId));
  const shared = notices.length - new Set(notices.map(({ messageId }) => messageId)).size;
  return [...new Set(strange), ...(shared > 0 ? [`${shared} facts share a Message-ID`] : [])];
}

export interface Repeat {
  messageId: string;
  atMs: number;
  /** Why it had to be sent again; null: the sender had heard that it was taken, and lived to write it down. */
  because:
    | 'no answer to DATA'
    | 'the answer to DATA was not heard'
    | 'the sender was killed as it heard the answer'
    | null;
}

/** A sender that is killed so soon after it handed a mail over has not written down what it heard. */
const writesDownWithinMs = 2000;

/** Mails that went over the wire again, each with what became of the answer before. */
export function repeatsOf(handed: readonly Handed[], killedAtMs: readonly number[]): Repeat[] {
  return [...Map.groupBy(handed, ({ messageId }) => messageId)].flatMap(([messageId, copies]) =>
    copies.slice(1).map(({ atMs }, i) => ({ messageId, atMs, because: reason(copies[i]!, killedAtMs) })),
  );
}

function reason({ atMs, answered, heard }: Handed, killedAtMs: readonly number[]): Repeat['because'] {
  if (!answered) return 'no answer to DATA';
  if (!heard) return 'the answer to DATA was not heard';
  const killed = killedAtMs.some((at) => at >= atMs && at - atMs < writesDownWithinMs);
  return killed ? 'the sender was killed as it heard the answer' : null;
}

async function soundnessProblems(db: Database): Promise<string[]> {
  const found: string[] = [];
  for (const query of Object.values<SQL>(soundness))
    for (const { subject, says } of await db.execute<{ subject: string; says: string }>(query))
      found.push(`${subject}: ${says}`);
  return found;
}
