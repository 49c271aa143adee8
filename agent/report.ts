import type { NormalForm, Supply } from './normal-form.ts';
import { supplyAlertCodes } from './supply/alert-codes.ts';

const STATES = {
  some: 'some left',
  unknown: 'unknown',
  unrestricted: 'no limit',
  'unknown-capacity': 'unknown (no capacity)',
} as const;

/** One reading for a person at a terminal. `where`: the address that was read. */
export function report(printer: NormalForm, where: string): string {
  const name = [printer.maker, printer.model].filter(Boolean).join(' ') || 'A printer that does not say what it is';
  const { count, unit } = printer.pages;
  return [
    `${name}, serial number ${printer.serial ?? 'not told'}`,
    `${where}, read ${printer.takenAt}${count === null ? '' : `, ${count} ${unit ?? 'pages (unit not told)'}`}`,
    '',
    ...supplyTable(printer.supplies),
    ...printer.alerts.map(
      ({ code, severity, index, description }) =>
        `Alert ${[supplyAlertCodes[code ?? 0] ?? code, severity, index && `slot ${index}`, description].filter(Boolean).join(', ')}`,
    ),
    ...(printer.detectedErrors.length > 0 ? [`The printer reports: ${printer.detectedErrors.join(', ')}`] : []),
    ...printer.notices.map((notice) => `Note: ${notice}`),
  ].join('\n');
}

function supplyTable(supplies: readonly Supply[]): string[] {
  if (supplies.length === 0) return ['It tells nothing of supplies.'];
  const rows = supplies.map((supply) => [
    supply.index,
    levelWords(supply),
    marked(supply, 'kind', supply.kind),
    marked(supply, 'colour', supply.colour),
    supply.partNumber ?? '',
    supply.description ?? '',
  ]);
  const table = [['slot', 'left', 'kind', 'colour', 'part number', 'name'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return supplies.some(({ inferred }) => inferred.length > 0)
    ? [...lines, '~ inferred, not told by the printer']
    : lines;
}

function levelWords({ level, class: kind }: Supply): string {
  if ('state' in level) return STATES[level.state];
  return `${level.percent.toFixed(1)} %${kind === 'receptacle' ? ' room' : ''}`;
}

function marked({ inferred }: Supply, field: 'kind' | 'colour', value: string | null): string {
  return value ? `${inferred.includes(field) ? '~' : ''}${value}` : '';
}
