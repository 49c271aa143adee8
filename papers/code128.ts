import bwipjs from 'bwip-js/node';

/** A dot of a 203 dpi label printer, 1/8 mm, in points. Bars that are whole dots wide and start on a dot print sharp. */
export const dotPt = 72 / 25.4 / 8;
/** Modules that must stay blank on either side (ISO/IEC 15417). */
const quietModules = 10;

/** Alternate widths of bars and spaces in modules, from the first bar to the last. */
export interface Code128 {
  widths: number[];
  modules: number;
}

/** Null where Code 128 cannot say it so that every scanner reads the same: only printable ASCII is safe. */
export function code128(text: string): Code128 | null {
  if (!/^[\x20-\x7e]+$/.test(text)) return null;
  const [symbol] = bwipjs.raw({ bcid: 'code128', text });
  if (!symbol || !('sbs' in symbol)) return null;
  return { widths: symbol.sbs, modules: symbol.sbs.reduce((sum, width) => sum + width, 0) };
}

/**
 * Width of one module in points: the most dots of `choices` (widest first) with which bars and right quiet zone fit `widthPt`; the left
 * one is the margin's. Null where none does: such a bar code would not be read.
 */
export function moduleWidthPt({ modules }: Code128, widthPt: number, choices: readonly number[]): number | null {
  const dots = choices.find((each) => (modules + quietModules) * each * dotPt <= widthPt);
  return dots === undefined ? null : dots * dotPt;
}
