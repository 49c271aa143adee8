import type { InferredField, MibSupplyKind, Supply } from '../normal-form.ts';
import { normalLevel } from '../supply/level.ts';
import { partNumberIn, supplySerialIn } from '../supply/part-number.ts';
import { colourFromName, colourFromValue, isWaste, kindFromName, namesWaste } from '../supply/words.ts';
import { decodeName, decodeText } from '../text.ts';
import { columns, supplyClasses, supplyTypes, units } from './printer-mib.ts';
import { bytesAt, deviceIndexOf, integerAt, type Row, type Table } from './tables.ts';

const { supplies: at } = columns;

/** More slots than any printer has; rows beyond are left out. */
const MAX_SUPPLIES = 256;

/** hrDeviceIndex.prtMarkerSuppliesIndex; an index of other parts is that of no row. */
const SUPPLY_INDEX = /^\d+\.\d+$/;

export interface SupplyContext {
  deviceIndex: string;
  colorants: Table;
  /** Of text that is no UTF-8. */
  charset?: string;
  /** What the printer prints with, where known: tells what a mere “cartridge” holds. */
  technology: 'toner' | 'ink' | null;
}

/** prtMarkerSuppliesTable of one printer. Columns that are missing are inferred from the name, and marked so. */
export function readSupplies(table: Table, context: SupplyContext): Supply[] {
  return [...table]
    .filter(([index]) => SUPPLY_INDEX.test(index) && deviceIndexOf(index) === context.deviceIndex)
    .slice(0, MAX_SUPPLIES)
    .map(([index, row]) => readSupply(index, row, context));
}

function readSupply(index: string, row: Row, context: SupplyContext): Supply {
  const inferred: InferredField[] = [];
  const { text: name, fromHex } = decodeName(bytesAt(row, at.description), context.charset);
  if (fromHex) inferred.push('description');
  const kind = readKind(row, name, context, inferred);
  const level = integerAt(row, at.level);
  const capacity = integerAt(row, at.capacity);
  return {
    index,
    description: name || null,
    kind,
    class: readClass(row, name, kind, inferred),
    colour: readColour(row, name, context, inferred),
    partNumber: partNumberIn(name),
    serial: supplySerialIn(name),
    level: normalLevel(level, capacity),
    inferred,
    raw: { level, capacity, unit: units[integerAt(row, at.unit) ?? 0] ?? null },
  };
}

/** As the column has it, even where the name says otherwise: judging that is for whoever orders from it. */
function readKind(
  row: Row,
  name: string,
  { technology }: SupplyContext,
  inferred: InferredField[],
): MibSupplyKind | null {
  const told = supplyTypes[(integerAt(row, at.type) ?? 0) - 1];
  if (told) return told;
  const named = kindFromName(name, technology);
  if (named) inferred.push('kind');
  return named;
}

function readClass(row: Row, name: string, kind: MibSupplyKind | null, inferred: InferredField[]): Supply['class'] {
  const told = integerAt(row, at.class);
  if (told !== null) return supplyClasses[told] ?? null;
  if (!name && !kind) return null;
  inferred.push('class');
  return isWaste(kind) || namesWaste(name) ? 'receptacle' : 'consumed';
}

/** From the colorant table, else the one colour word of the name. */
function readColour(row: Row, name: string, context: SupplyContext, inferred: InferredField[]): string | null {
  const colorant = context.colorants.get(`${context.deviceIndex}.${integerAt(row, at.colorantIndex)}`);
  const value = bytesAt(colorant, columns.colorant.value);
  const told = value && colourFromValue(decodeText(value, context.charset));
  if (told) return told;
  const named = colourFromName(name);
  if (named) inferred.push('colour');
  return named;
}
