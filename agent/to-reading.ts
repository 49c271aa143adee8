import type { Level } from '../domain/reading.ts';
import type { SupplyKind } from '../domain/supply-kinds.ts';
import { contradictingSlots } from './doubtful.ts';
import type { MibSupplyKind, NormalForm, Supply } from './normal-form.ts';
import { kindFromName, namesWaste } from './supply/words.ts';

/** Body of POST /v1/readings. */
export interface ReadingBody {
  device: { maker: string; serial: string; model?: string };
  takenAt: string;
  pages?: { count: number; unit: string };
  levels: LevelBody[];
  alerts?: { code: number; key?: string; description?: string }[];
  source: 'agent';
  /** Another printer there tells the same serial number. */
  sameSerialAt?: string;
}

interface LevelBody {
  key: string;
  kind?: SupplyKind;
  colour?: string;
  partNumber?: string;
  supplySerial?: string;
  level: Level;
  /** What the printer said and what was made of it, for whoever has to judge it later. */
  raw: Record<string, unknown>;
}

/** What the product calls the kinds of Printer-MIB; those that are not here are no supplies of its own. */
const KINDS: Partial<Record<MibSupplyKind, SupplyKind>> = {
  toner: 'toner',
  tonerCartridge: 'toner',
  ink: 'ink',
  inkCartridge: 'ink',
  inkRibbon: 'ink',
  solidWax: 'ink',
  ribbonWax: 'ink',
  wasteToner: 'waste',
  wasteInk: 'waste',
  wasteWax: 'waste',
  opc: 'drum',
  developer: 'imaging-kit',
  fuser: 'fuser',
  fuserOil: 'fuser',
  fuserOiler: 'fuser',
  fuserOilWick: 'fuser',
  fuserCleaningPad: 'fuser',
  transferUnit: 'transfer-kit',
  cleanerUnit: 'maintenance-kit',
  coronaWire: 'maintenance-kit',
  maintenanceKit: 'maintenance-kit',
};

/** Beyond, level and capacity do not count the same thing: that is no share. */
const MAX_PERCENT = 1000;
/** prtAlertCode goes to 30000; what is far beyond, or negative, is none. */
const MAX_ALERT_CODE = 1_000_000;
const MAX_ALERTS = 200;

/** Why a reading cannot be sent: the message is a whole sentence. */
export class NotSendableError extends Error {
  override name = 'NotSendableError';
}

/** Throws NotSendableError for a printer that cannot be told apart from others, or that told nothing. */
export function toReading(printer: NormalForm): ReadingBody {
  const { maker, serial, model, takenAt, pages } = printer;
  if (!maker || !serial) {
    throw new NotSendableError(
      `The printer tells no ${maker ? 'serial number' : 'maker'}, by which its readings are told from those of others. ` +
        'Enter the serial number on the printer (prtGeneralSerialNumber) or update its firmware.',
    );
  }
  if (printer.supplies.length === 0) {
    throw new NotSendableError('The printer told nothing of its supplies: there is nothing to send.');
  }
  const doubtful = contradictingSlots(printer.supplies);
  const alerts = printer.alerts.flatMap(({ code, index, description }) =>
    code === null || code < 0 || code > MAX_ALERT_CODE
      ? []
      : [{ code, ...(index && { key: index }), ...(description && { description }) }],
  );
  return {
    device: { maker, serial, ...(model && { model }) },
    takenAt,
    ...(pages.count !== null && { pages: { count: pages.count, unit: pages.unit ?? 'unknown' } }),
    levels: printer.supplies.map((supply) => toLevel(supply, doubtful.get(supply.index))),
    ...(alerts.length > 0 && { alerts: alerts.slice(0, MAX_ALERTS) }),
    source: 'agent',
  };
}

function toLevel(supply: Supply, contradictedBy: string[] | undefined): LevelBody {
  const kind = productKind(supply);
  return {
    key: supply.index,
    ...(kind && { kind }),
    ...(supply.colour && { colour: supply.colour }),
    ...(supply.partNumber && { partNumber: supply.partNumber }),
    ...(supply.serial && { supplySerial: supply.serial }),
    // No order may rest on rows that contradict each other; what they say stays in `raw`.
    level: contradictedBy ? { type: 'unknown' } : typedLevel(supply),
    raw: {
      ...supply.raw,
      description: supply.description,
      kind: supply.kind,
      inferred: supply.inferred,
      ...(contradictedBy && { contradictedBy }),
    },
  };
}

/**
 * By the printer's own column, except where that says nothing or calls a waste container what it is filled with: toner
 * must not be ordered for it.
 */
function productKind({ kind, description }: Supply): SupplyKind | undefined {
  const vague = kind === null || kind === 'other' || kind === 'unknown';
  const named = vague || namesWaste(description ?? '') ? kindFromName(description ?? '', null) : null;
  return KINDS[named ?? kind ?? 'unknown'];
}

function typedLevel({ level, raw: { capacity } }: Supply): Level {
  if ('state' in level) return level.state === 'some' ? { type: 'some' } : { type: 'unknown' };
  if (level.percent > MAX_PERCENT) return { type: 'unknown' };
  // A gauge cannot be finer than its capacity counts; how much coarser it is the model's registry knows.
  const step = capacity !== null && capacity < 100 ? Math.round(1000 / capacity) / 10 : undefined;
  return { type: 'percent', percent: level.percent, ...(step && { resolution: step }) };
}
