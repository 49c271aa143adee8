/** Colours as `#RRGGBB`, which IPP has instead of names: only those that printers mix from, since others would be a guess. */
const CODES: Record<string, string> = {
  '#000000': 'black',
  '#00FFFF': 'cyan',
  '#FF00FF': 'magenta',
  '#FFFF00': 'yellow',
  '#FF0000': 'red',
  '#00FF00': 'green',
  '#008000': 'green',
  '#0000FF': 'blue',
  '#FFFFFF': 'white',
  '#808080': 'gray',
  '#FFA500': 'orange',
};

/** The name of the colour; null for `none`, for several in one (`#00FFFF#FF00FF#FFFF00`) and for shades. */
export function colourFromCode(code: string): string | null {
  return CODES[code.trim().toUpperCase()] ?? null;
}
