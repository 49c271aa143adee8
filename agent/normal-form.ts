/** What the agent makes of one printer, whatever the maker: the one form that everything behind the reading knows. */
export interface NormalForm {
  /** Instant of the reading by this machine's clock, ISO 8601 with offset. */
  takenAt: string;
  maker: string | null;
  model: string | null;
  /** Text: leading zeros count. */
  serial: string | null;
  /** Lifetime counter of the first marker, in what the printer counts by; it may wrap or start again. */
  pages: { count: number | null; unit: string | null };
  supplies: Supply[];
  alerts: PrinterAlert[];
  /** Conditions of hrPrinterDetectedErrorState, e.g. `lowToner`. */
  detectedErrors: string[];
  /** What could not be read or looks wrong, in whole sentences. */
  notices: string[];
}

export interface Supply {
  /** The printer's own index, e.g. `1.10`: the only thing that identifies a slot. */
  index: string;
  description: string | null;
  kind: MibSupplyKind | null;
  class: 'consumed' | 'receptacle' | null;
  /** In English, e.g. `black` or `light cyan`. */
  colour: string | null;
  /** Only where the printer calls it a part number. */
  partNumber: string | null;
  /** Serial number of the cartridge itself. */
  serial: string | null;
  level: NormalLevel;
  /** Names of the fields above that the printer did not tell in their own column. */
  inferred: InferredField[];
  /** As the printer gave them; null: not given. Negative values are Printer-MIB's sentinels. */
  raw: { level: number | null; capacity: number | null; unit: string | null };
}

export type InferredField = 'kind' | 'class' | 'colour' | 'description' | 'level';

/** `percent`, one decimal: what remains; of a receptacle, the room that remains. Where there is none, why. */
export type NormalLevel = { percent: number } | { state: LevelState };
export type LevelState = 'some' | 'unknown' | 'unrestricted' | 'unknown-capacity';

export interface PrinterAlert {
  /** prtAlertCode, e.g. 1101; null where the printer gave none. */
  code: number | null;
  severity: string | null;
  group: string | null;
  /** Of an alert about a supply: that supply's index. */
  index: string | null;
  description: string | null;
}

/** prtMarkerSuppliesType (RFC 3805), plus maintenance kits, which it has no word for. */
export const mibSupplyKinds = [
  'other',
  'unknown',
  'toner',
  'wasteToner',
  'ink',
  'inkCartridge',
  'inkRibbon',
  'wasteInk',
  'opc',
  'developer',
  'fuserOil',
  'solidWax',
  'ribbonWax',
  'wasteWax',
  'fuser',
  'coronaWire',
  'fuserOilWick',
  'cleanerUnit',
  'fuserCleaningPad',
  'transferUnit',
  'tonerCartridge',
  'fuserOiler',
  'water',
  'wasteWater',
  'glueWaterAdditive',
  'wastePaper',
  'bindingSupply',
  'bandingSupply',
  'stitchingWire',
  'shrinkWrap',
  'paperWrap',
  'staples',
  'inserts',
  'covers',
  'maintenanceKit',
] as const;
export type MibSupplyKind = (typeof mibSupplyKinds)[number];
