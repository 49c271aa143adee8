import { PrinterError } from '../printer-error.ts';
import type { SnmpObject, SnmpSession } from './session.ts';

/** Objects asked for at once: fills a table in few round trips and still fits into one datagram. */
const BULK_COUNT = 20;
/** 256 supplies with all their columns; what goes on beyond is no table. */
const MAX_OBJECTS = 4096;
/** Columns of a table that may fail before the rest is left alone. */
const MAX_BROKEN_COLUMNS = 16;

export interface Walk {
  objects: SnmpObject[];
  /** Why it is not whole; undefined: it is. */
  problem?: PrinterError;
}

/**
 * All objects of a table, given the OID of its entry. What came before a problem is kept: many at once first, one by one
 * where the printer cannot do that, and past a column that it answers with an error. Silence, an endless table and
 * one that runs in circles end it.
 */
export async function walk(session: SnmpSession, entry: string): Promise<Walk> {
  const objects: SnmpObject[] = [];
  let position = entry;
  let bulk = true;
  let broken = 0;
  let problem: PrinterError | undefined;
  while (objects.length < MAX_OBJECTS) {
    let answer: SnmpObject[];
    try {
      answer = bulk ? await session.getBulk(position, BULK_COUNT) : await session.getNext(position);
    } catch (error) {
      if (!(error instanceof PrinterError)) throw error;
      if (bulk) {
        bulk = false;
        continue;
      }
      problem = error;
      broken += 1;
      if (error.failure !== 'answer' || broken > MAX_BROKEN_COLUMNS) return { objects, problem };
      position = endOfColumn(entry, position);
      continue;
    }
    if (answer.length === 0) return { objects, problem };
    for (const object of answer) {
      if (object.end || !object.oid.startsWith(`${entry}.`)) return { objects, problem };
      if (compareOids(object.oid, position) <= 0) return { objects, problem: circles(entry) };
      objects.push(object);
      position = object.oid;
    }
  }
  return { objects, problem: new PrinterError('answer', `The table ${entry} does not end.`) };
}

function circles(entry: string): PrinterError {
  return new PrinterError('answer', `The table ${entry} runs in circles.`);
}

/** The last OID that can belong to the column in which `position` stands, or the next one when it stands before all. */
function endOfColumn(entry: string, position: string): string {
  const column = position === entry ? 0 : Number(position.slice(entry.length + 1).split('.')[0]);
  return `${entry}.${column + 1}`;
}

/** Order of two object identifiers or indexes, as numbers. */
export function compareOids(left: string, right: string): number {
  const a = left.split('.').map(Number);
  const b = right.split('.').map(Number);
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}
