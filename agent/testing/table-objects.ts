import { columns, entries, hrDevicePrinter, sysDescr, sysObjectID } from '../snmp/printer-mib.ts';
import type { FakeObjects, FakeValue } from './fake-agent.ts';

/** Rows of prtMarkerSuppliesTable by index (`1.1`), by the names of their columns. What is left out is not served. */
export type SupplyRows = Record<string, Partial<Record<keyof typeof columns.supplies, FakeValue>>>;

/** Objects of a synthetic printer that says what it is; `rows`: its supplies. */
export function printerObjects(rows: SupplyRows, more: FakeObjects = {}): FakeObjects {
  return {
    [sysDescr]: 'Corvid P900',
    [sysObjectID]: { oid: '1.3.6.1.4.1.32473.9' },
    [`${entries.device}.2.1`]: { oid: hrDevicePrinter },
    [`${entries.device}.3.1`]: 'Corvid P900',
    [`${entries.general}.17.1`]: '00CV0007',
    ...supplyObjects(rows),
    ...more,
  };
}

export function supplyObjects(rows: SupplyRows): FakeObjects {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([index, row]) =>
      Object.entries(row).map(([column, value]) => [
        `${entries.supplies}.${columns.supplies[column as keyof typeof columns.supplies]}.${index}`,
        value,
      ]),
    ),
  );
}
