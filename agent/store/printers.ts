import type { DatabaseSync } from 'node:sqlite';
import type { Way } from '../discover/ways.ts';
import type { PrinterFailure } from '../printer-error.ts';

/** A printer that was found, by the address at which it answers. */
export interface KnownPrinter {
  /** As configured or found: HOST, HOST:PORT or an IPP address. */
  address: string;
  /** How it was read: it stays so, since each way counts the slots in its own manner. */
  way: Way;
  name: string | null;
  serial: string | null;
  foundAt: number;
  readAt: number | null;
  triedAt: number | null;
  failure: PrinterFailure | 'not-sendable' | null;
  message: string | null;
}

export interface PrinterStore {
  all(): KnownPrinter[];
  found(address: string, way: Way, at: Date): void;
  read(address: string, printer: { name: string | null; serial: string | null }, at: Date): void;
  failed(address: string, failure: KnownPrinter['failure'], message: string, at: Date): void;
  /** What is no longer configured, or has not answered for long. */
  forget(addresses: readonly string[]): void;
}

export function printersIn(database: DatabaseSync): PrinterStore {
  const all = database.prepare('select * from printers order by address');
  const found = database.prepare(
    'insert into printers (address, access, found_at) values (?, ?, ?) on conflict do update set access = excluded.access',
  );
  const read = database.prepare(
    'update printers set name = ?, serial = ?, read_at = ?, tried_at = ?, failure = null, message = null where address = ?',
  );
  const failed = database.prepare('update printers set tried_at = ?, failure = ?, message = ? where address = ?');
  const forget = database.prepare('delete from printers where address = ?');
  return {
    all: () =>
      all.all().map((row) => ({
        address: row.address as string,
        way: JSON.parse(row.access as string) as Way,
        name: row.name as string | null,
        serial: row.serial as string | null,
        foundAt: row.found_at as number,
        readAt: row.read_at as number | null,
        triedAt: row.tried_at as number | null,
        failure: row.failure as KnownPrinter['failure'],
        message: row.message as string | null,
      })),
    found: (address, way, at) => void found.run(address, JSON.stringify(way), at.getTime()),
    read: (address, { name, serial }, at) => void read.run(name, serial, at.getTime(), at.getTime(), address),
    failed: (address, failure, message, at) => void failed.run(at.getTime(), failure, message, address),
    forget: (addresses) => {
      for (const address of addresses) forget.run(address);
    },
  };
}
