import { PrinterError } from '../printer-error.ts';
import { deviceIdObjects, entries, sysDescr, sysObjectID, type TableName } from './printer-mib.ts';
import type { SnmpSession, SnmpValue } from './session.ts';
import { type Table, toTable } from './tables.ts';
import { walk } from './walk.ts';

export type Tables = Record<TableName, Table>;

/** Everything that a printer told that is the same for all makers. */
export interface Answers {
  scalars: ReadonlyMap<string, SnmpValue>;
  tables: Tables;
  /** Tables that are not whole, with the reason. */
  problems: { table: TableName; error: PrinterError }[];
}

const tableNames = Object.keys(entries) as TableName[];

/** Throws PrinterError when the printer does not answer at all; keeps what it told when it stops half-way. */
export async function collect(session: SnmpSession): Promise<Answers> {
  const identity = [sysDescr, sysObjectID];
  const first = await session.get(identity).catch((error) => {
    if (error instanceof PrinterError && error.failure === 'answer') return [];
    throw error;
  });
  const scalars = new Map<string, SnmpValue>();
  for (const { oid, value } of first) if (value !== undefined) scalars.set(oid, value);
  const { tables, problems } = await walkTables(session, tableNames);
  if (!problems.some(({ error }) => error.failure !== 'answer')) {
    const missing = identity.filter((oid) => !scalars.has(oid));
    for (const [oid, value] of await getEach(session, [...missing, ...deviceIdObjects])) scalars.set(oid, value);
  }
  return { scalars, tables, problems };
}

/** The named tables; all others are empty. Once the printer has fallen silent, the rest is not asked for. */
export async function walkTables(session: SnmpSession, names: readonly TableName[]) {
  const tables = Object.fromEntries(tableNames.map((name) => [name, new Map()])) as unknown as Tables;
  const problems: Answers['problems'] = [];
  for (const name of names) {
    const { objects, problem } = await walk(session, entries[name]);
    tables[name] = toTable(entries[name], objects);
    if (!problem) continue;
    problems.push({ table: name, error: problem });
    if (problem.failure !== 'answer' && !(await isAlive(session))) {
      const unread = names.slice(names.indexOf(name) + 1);
      problems.push(...unread.map((table) => ({ table, error: problem })));
      break;
    }
  }
  return { tables, problems };
}

/** Whether it answers at all, be it that there is nothing. */
export async function isAlive(session: SnmpSession): Promise<boolean> {
  return session.get([sysObjectID]).then(
    () => true,
    (error) => error instanceof PrinterError && error.failure === 'answer',
  );
}

/** Those of the objects that exist: asked for together, or one by one where the printer refuses them together. */
export async function getEach(session: SnmpSession, oids: readonly string[]): Promise<Map<string, SnmpValue>> {
  if (oids.length === 0) return new Map();
  try {
    const objects = await session.get(oids);
    return new Map(objects.flatMap(({ oid, value }) => (value === undefined ? [] : [[oid, value] as const])));
  } catch (error) {
    if (!(error instanceof PrinterError)) throw error;
    if (error.failure !== 'answer' || oids.length === 1) return new Map();
  }
  const found = new Map<string, SnmpValue>();
  for (const oid of oids) for (const [key, value] of await getEach(session, [oid])) found.set(key, value);
  return found;
}
