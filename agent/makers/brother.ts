import type { Maker, PrivateLevel } from './maker.ts';

/** Bytes of records: id, a byte that is always 1, length, value. */
const MAINTENANCE = '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.8.0';

/** Hundredths of a percent that remain, by the record's id. */
const REMAINING: Record<number, Pick<PrivateLevel, 'kind' | 'colour'>> = {
  111: { kind: 'toner', colour: 'black' },
  112: { kind: 'toner', colour: 'cyan' },
  113: { kind: 'toner', colour: 'magenta' },
  114: { kind: 'toner', colour: 'yellow' },
  65: { kind: 'opc', colour: null },
  128: { kind: 'opc', colour: 'black' },
  121: { kind: 'opc', colour: 'cyan' },
  122: { kind: 'opc', colour: 'magenta' },
  123: { kind: 'opc', colour: 'yellow' },
  105: { kind: 'transferUnit', colour: null },
  106: { kind: 'fuser', colour: null },
};

/** Ink: one byte of what is left, one byte of how many parts there are. */
const INK: Record<number, string> = { 161: 'black', 162: 'cyan', 163: 'magenta', 164: 'yellow' };

const FULL = 10_000;

function readMaintenance(bytes: Buffer): PrivateLevel[] {
  const levels: PrivateLevel[] = [];
  for (let at = 0; at + 3 <= bytes.length; ) {
    const [id, , length] = bytes.subarray(at, at + 3) as unknown as [number, number, number];
    const value = bytes.subarray(at + 3, at + 3 + length);
    if (value.length < length) break;
    const ink = INK[id];
    if (ink && length === 2 && value[1]! > 0 && value[0]! <= value[1]!) {
      levels.push({ kind: 'toner', colour: ink, percent: Math.round((1000 * value[0]!) / value[1]!) / 10 });
    }
    const remaining = REMAINING[id];
    if (remaining && length === 4 && value.readUInt32BE() <= FULL) {
      levels.push({ ...remaining, percent: Math.round(value.readUInt32BE() / 10) / 10 });
    }
    at += 3 + length;
  }
  return levels;
}

export const brother: Maker = {
  brands: [{ name: 'Brother', aliases: [] }],
  enterprises: [2435],
  serialObjects: [{ oid: '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.1.0' }],
  modelObjects: [{ oid: '1.3.6.1.4.1.2435.2.4.3.2435.5.13.3.0' }],
  deviceIdObjects: ['1.3.6.1.4.1.2435.2.3.9.1.1.7.0'],
  // sysDescr names the network card.
  notAModel: /^Brother NC-/i,
  technologies: [
    ['toner', /^(?:HL-\d|(?:HL|MFC|DCP)-L)/i],
    ['ink', /^(?:HL|MFC|DCP)-[JT]\d/i],
  ],
  levels: { oid: MAINTENANCE, read: readMaintenance },
};
