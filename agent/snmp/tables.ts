import type { SnmpObject, SnmpValue } from './session.ts';
import { compareOids } from './walk.ts';

/** One row of a table: column number → value. */
export type Row = ReadonlyMap<number, SnmpValue>;
/** Rows by index (`1.10`), in the order of their indexes. */
export type Table = ReadonlyMap<string, Row>;

/** Objects of a walk as rows. A cell without a value is left out. */
export function toTable(entry: string, objects: readonly SnmpObject[]): Table {
  const rows = new Map<string, Map<number, SnmpValue>>();
  for (const { oid, value } of objects) {
    if (value === undefined || !oid.startsWith(`${entry}.`)) continue;
    const match = /^(\d+)\.(\d+(?:\.\d+)*)$/.exec(oid.slice(entry.length + 1));
    if (!match) continue;
    const index = match[2]!;
    const row = rows.get(index) ?? new Map<number, SnmpValue>();
    row.set(Number(match[1]), value);
    rows.set(index, row);
  }
  return new Map([...rows].sort(([left], [right]) => compareOids(left, right)));
}

export function integerAt(row: Row | undefined, column: number): number | null {
  const value = row?.get(column);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

export function bytesAt(row: Row | undefined, column: number): Buffer | null {
  const value = row?.get(column);
  return Buffer.isBuffer(value) ? value : null;
}

export function oidAt(row: Row | undefined, column: number): string | null {
  const value = row?.get(column);
  return typeof value === 'object' && 'oid' in value ? value.oid : null;
}

/** The first part of an index: hrDeviceIndex in every table of Printer-MIB. */
export function deviceIndexOf(index: string): string {
  return index.split('.')[0]!;
}
