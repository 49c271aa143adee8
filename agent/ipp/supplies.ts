import {
  type InferredField,
  type MibSupplyKind,
  mibSupplyKinds,
  type NormalLevel,
  type Supply,
} from '../normal-form.ts';
import { colourFromCode } from '../supply/colour-code.ts';
import { normalLevel } from '../supply/level.ts';
import { partNumberIn, supplySerialIn } from '../supply/part-number.ts';
import { colourFromName, colourFromValue, isWaste, kindFromName, namesWaste } from '../supply/words.ts';
import { type Attributes, integerOf, parseKeyValues } from './fields.ts';

/** What one position tells in both of the ways that printers have, each may be missing. */
interface Position {
  name: string;
  /** CUPS: marker-types, marker-colors, marker-levels. */
  marker?: { type: string; colour: string; level: number | null };
  /** PWG 5100.9: printer-supply. */
  told?: Map<string, string>;
}

export interface IppSupplies {
  supplies: Supply[];
  /** prtMarkerSuppliesIndex of printer-supply → index of the slot: alerts name supplies so. */
  slotOf: ReadonlyMap<number, string>;
  /** Indexes of slots whose two gauges contradict each other. */
  contradicting: string[];
}

/** As long as Printer-MIB allows. */
const MAX_NAME_LENGTH = 255;

/** More slots than any printer has. */
const MAX_SUPPLIES = 256;

/**
 * The supplies by marker-* and printer-supply, which stand in one order. A slot's index is its position, counted from 1:
 * neither way has another that all printers tell.
 */
export function readIppSupplies(attributes: Attributes, technology: 'toner' | 'ink' | null): IppSupplies {
  const all = positions(attributes).slice(0, MAX_SUPPLIES);
  const contradicting: string[] = [];
  const slotOf = new Map<number, string>();
  const supplies = all.map((position, i) => {
    const index = String(i + 1);
    const own = integerOf(position.told?.get('index'));
    if (own !== null && !slotOf.has(own)) slotOf.set(own, index);
    const { supply, contradicts } = readSupply(index, position, technology);
    if (contradicts) contradicting.push(index);
    return supply;
  });
  return { supplies, slotOf, contradicting };
}

function positions(attributes: Attributes): Position[] {
  const [names, types, colours] = (['marker-names', 'marker-types', 'marker-colors'] as const).map(attributes.texts);
  const levels = attributes.numbers('marker-levels');
  const told = attributes.texts('printer-supply').map(parseKeyValues);
  const descriptions = attributes.texts('printer-supply-description');
  const markers = Math.max(names!.length, levels.length);
  // Of unequal length they do not stand in one order: then what each says of a position may be of another one.
  const both = markers === 0 || markers === told.length;
  return Array.from({ length: markers || told.length }, (_, i) => ({
    name: [...(names![i] || (both && descriptions[i]) || '')].slice(0, MAX_NAME_LENGTH).join(''),
    ...(markers > 0 && { marker: { type: types![i] ?? '', colour: colours![i] ?? '', level: levels[i] ?? null } }),
    ...(both && told[i] && { told: told[i] }),
  }));
}

function readSupply(index: string, position: Position, technology: 'toner' | 'ink' | null) {
  const { name, marker, told } = position;
  const inferred: InferredField[] = [];
  const toldKind = kindNamed(told?.get('type')) ?? kindNamed(marker?.type);
  const kind = toldKind ?? kindFromName(name, technology);
  if (kind && !toldKind) inferred.push('kind');
  const toldClass = CLASSES[told?.get('class') ?? ''];
  const supplyClass = toldClass ?? classOf(kind, name);
  if (supplyClass && !toldClass) inferred.push('class');
  const toldColour = colourNamed(told?.get('colorantname')) ?? colourFromCode(marker?.colour ?? '');
  const colour = toldColour ?? colourFromName(name);
  if (colour && !toldColour) inferred.push('colour');
  const { level, contradicts, raw } = readLevel(position, supplyClass === 'receptacle');
  const supply: Supply = {
    index,
    description: name || null,
    kind,
    class: supplyClass,
    colour,
    partNumber: partNumberIn(name),
    serial: supplySerialIn(name),
    level,
    inferred,
    raw,
  };
  return { supply, contradicts };
}

/** Of Printer-MIB (`inkCartridge`), of CUPS (`ink-cartridge`), or both mixed. */
function kindNamed(text: string | undefined): MibSupplyKind | null {
  const camel = (text ?? '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const known: MibSupplyKind | undefined = ALIASES[camel] ?? mibSupplyKinds.find((kind) => kind === camel);
  return known === 'other' || known === 'unknown' ? null : (known ?? null);
}

/** Spellings that stand beside those of the MIB. */
const ALIASES: Record<string, MibSupplyKind> = { waste: 'wasteToner', drum: 'opc', maintenance: 'maintenanceKit' };

const CLASSES: Record<string, Supply['class']> = {
  supplyThatIsConsumed: 'consumed',
  receptacleThatIsFilled: 'receptacle',
};

function classOf(kind: MibSupplyKind | null, name: string): Supply['class'] {
  if (!kind && !name) return null;
  return isWaste(kind) || namesWaste(name) ? 'receptacle' : 'consumed';
}

function colourNamed(text: string | undefined): string | null {
  return text === undefined ? null : (colourFromCode(text) ?? colourFromValue(text));
}

/** Points by which two gauges of one supply may differ by rounding and the moment of asking. */
const TOLERANCE_POINTS = 2;

/**
 * What remains; of a receptacle the room that remains. printer-supply counts so as Printer-MIB does; marker-levels count how
 * full a receptacle is. A printer that tells both ways and mixes up the senses leaves its level unknown: it may be nearly
 * full or nearly empty.
 */
function readLevel({ marker, told }: Position, receptacle: boolean) {
  const level = integerOf(told?.get('level'));
  const capacity = integerOf(told?.get('maxcapacity'));
  const byMarker = marker && markerLevel(marker.level, receptacle);
  const raw = told
    ? { level, capacity, unit: told.get('unit') ?? null }
    : { level: marker?.level ?? null, capacity: null, unit: null };
  const bySupply = level === null ? undefined : normalLevel(level, capacity);
  if (bySupply && byMarker && receptacle && differ(bySupply, byMarker)) {
    return { level: { state: 'unknown' } as const, contradicts: true, raw };
  }
  const best = [bySupply, byMarker].find((found) => found && 'percent' in found) ?? bySupply ?? byMarker;
  return { level: best ?? ({ state: 'unknown' } as const), contradicts: false, raw };
}

function differ(left: NormalLevel, right: NormalLevel): boolean {
  return 'percent' in left && 'percent' in right && Math.abs(left.percent - right.percent) > TOLERANCE_POINTS;
}

/** CUPS: percent 0 to 100, -1 not available, -2 unknown, -3 some left. */
function markerLevel(level: number | null, receptacle: boolean): NormalLevel {
  if (level === -3) return { state: 'some' };
  if (level === null || level < 0) return { state: 'unknown' };
  return { percent: receptacle ? Math.max(0, 100 - level) : level };
}
