import type { PrinterAlert } from '../normal-form.ts';
import { supplyAlertCodes } from '../supply/alert-codes.ts';
import { type Attributes, integerOf, parseKeyValues } from './fields.ts';

const CODES = new Map(Object.entries(supplyAlertCodes).map(([code, name]) => [name, Number(code)]));

/** printer-alert (PWG 5100.9). `slotOf`: the supply's own index → index of its slot. */
export function readIppAlerts(attributes: Attributes, slotOf: ReadonlyMap<number, string>): PrinterAlert[] {
  const descriptions = attributes.texts('printer-alert-description');
  return attributes.texts('printer-alert').flatMap((text, i) => {
    const fields = parseKeyValues(text);
    const code = fields.get('code');
    if (!code) return [];
    const group = fields.get('group') ?? null;
    const groupIndex = integerOf(fields.get('groupindex'));
    const aboutSupply = group === 'markerSupplies' && groupIndex !== null && groupIndex > 0;
    return [
      {
        code: CODES.get(code) ?? integerOf(code),
        severity: fields.get('severity') ?? null,
        group,
        index: aboutSupply ? (slotOf.get(groupIndex) ?? null) : null,
        description: descriptions[i] || null,
      },
    ];
  });
}

/** printer-state-reasons as the conditions of hrPrinterDetectedErrorState, where those have a word for them. */
const CONDITIONS: Record<string, string> = {
  'media-low': 'lowPaper',
  'media-empty': 'noPaper',
  'media-needed': 'noPaper',
  'toner-low': 'lowToner',
  'marker-supply-low': 'lowToner',
  'toner-empty': 'noToner',
  'marker-supply-empty': 'noToner',
  'door-open': 'doorOpen',
  'cover-open': 'doorOpen',
  'interlock-open': 'doorOpen',
  'media-jam': 'jammed',
  offline: 'offline',
  'input-tray-missing': 'inputTrayMissing',
  'output-tray-missing': 'outputTrayMissing',
  'marker-supply-missing': 'markerSupplyMissing',
  'output-area-almost-full': 'outputNearFull',
  'output-area-full': 'outputFull',
};

export function readStateReasons(attributes: Attributes): string[] {
  const found = attributes
    .texts('printer-state-reasons')
    .map((reason) => CONDITIONS[reason.replace(/-(?:error|warning|report)$/, '')])
    .filter((condition) => condition !== undefined);
  return [...new Set(found)];
}
