import snmp from 'net-snmp';
import { columns, deviceIdObjects, entries, hrDevicePrinter } from '../snmp/printer-mib.ts';
import { ALMOST_PERCENT, cartridgeSerial, mibLevel, type PrinterState, type Slot, slotModels } from './state.ts';

const { Integer, OctetString, OID, Counter, TimeTicks } = snmp.ObjectType;
const READ_ONLY = snmp.MaxAccess['read-only'];
const NOT_ACCESSIBLE = snmp.MaxAccess['not-accessible'];

/** hrDeviceIndex of the one printer. */
const DEVICE = 1;
/** The enterprise number that IANA keeps for examples (RFC 5612). */
const EXAMPLE_ENTERPRISE = '1.3.6.1.4.1.32473';
const IMPRESSIONS = 7;

type Value = number | string | Buffer;
type Column = readonly [number: number, type: number];
type Mib = ReturnType<typeof snmp.createMib>;

/** Everything that the printer answers, as net-snmp's agent serves it. `startedAt`: for sysUpTime. */
export function buildMib(printer: PrinterState, startedAt: Date): Mib {
  const mib = snmp.createMib();
  const description = printer.model.startsWith(printer.maker) ? printer.model : `${printer.maker} ${printer.model}`;
  addScalar(mib, '1.3.6.1.2.1.1.1', OctetString, description);
  addScalar(mib, '1.3.6.1.2.1.1.2', OID, `${EXAMPLE_ENTERPRISE}.1`);
  addScalar(mib, '1.3.6.1.2.1.1.3', TimeTicks, 0, (request) => {
    request.instanceNode.value = Math.floor((Date.now() - startedAt.getTime()) / 10) % 2 ** 32;
    request.done();
  });

  addTable(
    mib,
    entries.device,
    'own',
    [
      [1, Integer],
      [2, OID],
      [3, OctetString],
    ],
    [[DEVICE, hrDevicePrinter, description]],
  );
  const { detectedErrorState } = columns.printer;
  addTable(
    mib,
    entries.printer,
    'device',
    [
      [1, Integer],
      [detectedErrorState, OctetString],
    ],
    [[3, detectedErrors(printer)]],
  );
  const { currentLocalization, serialNumber } = columns.general;
  addTable(
    mib,
    entries.general,
    'device',
    [
      [currentLocalization, Integer],
      [serialNumber, OctetString],
    ],
    [[1, printer.serial]],
  );
  addMarker(mib, printer);
  addSupplies(mib, printer);
  addAlerts(mib, printer);
  const ppmPrinterEntry = deviceIdObjects[0].split('.').slice(0, -2).join('.');
  const deviceId = `MFG:${printer.maker};MDL:${printer.model};CLS:PRINTER;`;
  addTable(
    mib,
    ppmPrinterEntry,
    'own',
    [
      [1, Integer],
      [3, OctetString],
    ],
    [[DEVICE, deviceId]],
  );
  return mib;
}

function addMarker(mib: Mib, { pages, slots }: PrinterState): void {
  const { markTech, counterUnit, lifeCount } = columns.marker;
  const marker: Column[] = [
    [1, Integer],
    [markTech, Integer],
    [counterUnit, Integer],
    [lifeCount, Counter],
  ];
  addTable(mib, entries.marker, 'device and own', marker, [[1, 4, IMPRESSIONS, pages]]);
  const colours = slots.flatMap(({ letter }) => slotModels[letter]!.colour ?? []);
  const colorant: Column[] = [
    [1, Integer],
    [2, Integer],
    [3, Integer],
    [columns.colorant.value, OctetString],
  ];
  addTable(
    mib,
    entries.colorant,
    'device and own',
    colorant,
    colours.map((colour, position) => [position + 1, 1, 3, colour]),
  );
}

function addSupplies(mib: Mib, { slots }: PrinterState): void {
  const { colorantIndex, class: supplyClass, type, description, unit, capacity, level } = columns.supplies;
  const supply: Column[] = [
    [1, Integer],
    [2, Integer],
    [colorantIndex, Integer],
    [supplyClass, Integer],
    [type, Integer],
    [description, OctetString],
    [unit, Integer],
    [capacity, Integer],
    [level, Integer],
  ];
  const coloured = slots.filter(({ letter }) => slotModels[letter]!.colour !== null);
  const rows = slots.map((slot) => {
    const model = slotModels[slot.letter]!;
    const name = `${model.name}, PN ${model.partNumber};SN${cartridgeSerial(slot)}`;
    const colorant = coloured.indexOf(slot) + 1;
    return [slot.index, 1, colorant, model.class, model.type, name, IMPRESSIONS, model.yieldPages, mibLevel(slot)];
  });
  addTable(mib, entries.supplies, 'device and own', supply, rows);
}

const SUPPLIES_GROUP = 11;

function addAlerts(mib: Mib, { slots }: PrinterState): void {
  const { severity, group, groupIndex, code, description } = columns.alert;
  const alert: Column[] = [
    [1, Integer],
    [severity, Integer],
    [group, Integer],
    [groupIndex, Integer],
    [code, Integer],
    [description, OctetString],
  ];
  const rows = slots.flatMap((slot) => {
    const stage = stageOf(slot);
    if (!stage) return [];
    const model = slotModels[slot.letter]!;
    const alertCode = model.alerts[stage];
    const text = `${model.name} ${stage === 'almost' ? 'nearly' : 'quite'} ${model.class === 4 ? 'full' : 'used up'}`;
    return [[slot.index, stage === 'over' ? 3 : 4, SUPPLIES_GROUP, slot.index, alertCode, text]];
  });
  addTable(mib, entries.alert, 'device and own', alert, rows);
}

function stageOf({ gauge }: Slot): 'almost' | 'over' | undefined {
  if ('sentinel' in gauge || gauge.percent > ALMOST_PERCENT) return undefined;
  return gauge.percent > 0 ? 'almost' : 'over';
}

/** hrPrinterDetectedErrorState: bit 2 toner low, bit 3 no toner. */
function detectedErrors({ slots }: PrinterState): Buffer {
  const toners = slots.filter(({ letter }) => slotModels[letter]!.colour !== null).map(stageOf);
  return Buffer.from([(toners.includes('almost') ? 0x20 : 0) | (toners.includes('over') ? 0x10 : 0), 0]);
}

interface MibRequest {
  instanceNode: { value: Value };
  done(): void;
}

function addScalar(mib: Mib, oid: string, scalarType: number, value: Value, handler?: (request: MibRequest) => void) {
  mib.registerProvider({
    name: oid,
    type: snmp.MibProviderType.Scalar,
    oid,
    scalarType,
    maxAccess: READ_ONLY,
    handler,
  });
  mib.setScalarValue(oid, value);
}

/**
 * A table with its rows; values in the order of the columns. `index`: by its own first column, by hrDeviceIndex, or by both.
 * hrDeviceTable comes first: the others borrow its index.
 */
function addTable(
  mib: Mib,
  oid: string,
  index: 'own' | 'device' | 'device and own',
  tableColumns: readonly Column[],
  rows: readonly (readonly Value[])[],
): void {
  const own = index !== 'device';
  const foreign = index !== 'own';
  mib.registerProvider({
    name: oid,
    type: snmp.MibProviderType.Table,
    oid,
    maxAccess: NOT_ACCESSIBLE,
    tableColumns: tableColumns.map(([number, type]) => ({
      number,
      name: `${oid}.${number}`,
      type,
      maxAccess: own && number === 1 && foreign ? NOT_ACCESSIBLE : READ_ONLY,
    })),
    tableIndex: [
      ...(foreign ? [{ foreign: entries.device, columnName: `${entries.device}.1` }] : []),
      ...(own ? [{ columnName: `${oid}.1` }] : []),
    ],
  });
  for (const row of rows) mib.addTableRow(oid, foreign ? [DEVICE, ...row] : row);
}
