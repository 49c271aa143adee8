import { mibSupplyKinds } from '../normal-form.ts';

/** Objects that the agent reads: Printer-MIB (RFC 3805), Host-Resources (RFC 2790), SNMPv2-MIB and PWG 5107.1. */
export const sysDescr = '1.3.6.1.2.1.1.1.0';
export const sysObjectID = '1.3.6.1.2.1.1.2.0';

/** IEEE 1284 device id: `MFG:…;MDL:…;`. Where PWG's Printer Port Monitor MIB has it, and HP's, which others copied. */
export const deviceIdObjects = ['1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1', '1.3.6.1.4.1.11.2.3.9.1.1.7.0'] as const;

/** Entries of the tables to walk: only these, since one broken object elsewhere would end a walk of everything. */
export const entries = {
  device: '1.3.6.1.2.1.25.3.2.1',
  printer: '1.3.6.1.2.1.25.3.5.1',
  general: '1.3.6.1.2.1.43.5.1.1',
  marker: '1.3.6.1.2.1.43.10.2.1',
  supplies: '1.3.6.1.2.1.43.11.1.1',
  colorant: '1.3.6.1.2.1.43.12.1.1',
  alert: '1.3.6.1.2.1.43.18.1.1',
} as const;
export type TableName = keyof typeof entries;

/** prtLocalizationCharacterSet; read only for a printer whose text is no UTF-8. */
export const localizationCharacterSet = '1.3.6.1.2.1.43.7.1.1.4';

export const columns = {
  device: { type: 2, description: 3 },
  printer: { detectedErrorState: 2 },
  general: { currentLocalization: 2, serialNumber: 17 },
  marker: { markTech: 2, counterUnit: 3, lifeCount: 4 },
  supplies: { colorantIndex: 3, class: 4, type: 5, description: 6, unit: 7, capacity: 8, level: 9 },
  colorant: { value: 4 },
  alert: { severity: 2, group: 4, groupIndex: 5, code: 7, description: 8 },
} as const;

export const hrDevicePrinter = '1.3.6.1.2.1.25.3.1.5';

/** prtMarkerSuppliesType, counted from 1. */
export const supplyTypes = mibSupplyKinds.slice(0, mibSupplyKinds.indexOf('maintenanceKit'));

export const supplyClasses: Record<number, 'consumed' | 'receptacle'> = { 3: 'consumed', 4: 'receptacle' };

/** PrtMarkerSuppliesSupplyUnitTC and PrtMarkerCounterUnitTC share their numbers. */
export const units: Record<number, string> = {
  1: 'other',
  3: 'tenThousandthsOfInches',
  4: 'micrometers',
  5: 'characters',
  6: 'lines',
  7: 'impressions',
  8: 'sheets',
  9: 'dotRow',
  11: 'hours',
  12: 'thousandthsOfOunces',
  13: 'tenthsOfGrams',
  14: 'hundredthsOfFluidOunces',
  15: 'tenthsOfMilliliters',
  16: 'feet',
  17: 'meters',
  18: 'items',
  19: 'percent',
};

/** prtMarkerMarkTech: what the marker marks with, where that is told apart. */
export const markTechnologies: Record<number, 'toner' | 'ink'> = {
  3: 'toner',
  4: 'toner',
  5: 'toner',
  12: 'ink',
  13: 'ink',
  14: 'ink',
};

export const alertSeverities: Record<number, string> = {
  1: 'other',
  3: 'critical',
  4: 'warning',
  5: 'warningBinaryChangeEvent',
};

export const alertGroups: Record<number, string> = {
  1: 'other',
  3: 'hostResourcesStorage',
  4: 'hostResourcesDevice',
  5: 'generalPrinter',
  6: 'cover',
  7: 'localization',
  8: 'input',
  9: 'output',
  10: 'marker',
  11: 'markerSupplies',
  12: 'markerColorant',
  13: 'mediaPath',
  14: 'channel',
  15: 'interpreter',
  16: 'consoleDisplayBuffer',
  17: 'consoleLights',
  18: 'alert',
  30: 'finDevice',
  31: 'finSupply',
  32: 'finSupplyMediaInput',
  33: 'finAttribute',
};

/** Bits of hrPrinterDetectedErrorState, the first being the highest bit of the first byte. */
export const detectedErrorBits = [
  'lowPaper',
  'noPaper',
  'lowToner',
  'noToner',
  'doorOpen',
  'jammed',
  'offline',
  'serviceRequested',
  'inputTrayMissing',
  'outputTrayMissing',
  'markerSupplyMissing',
  'outputNearFull',
  'outputFull',
  'inputTrayEmpty',
  'overduePreventMaint',
] as const;
