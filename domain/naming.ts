import type { Language } from './reasons.ts';

/** Colours of supplies in words; keys as printers and catalogues name them, in lower case. */
const colourWords: Record<string, Record<Language, string>> = {
  black: { en: 'black', fr: 'noir' },
  cyan: { en: 'cyan', fr: 'cyan' },
  magenta: { en: 'magenta', fr: 'magenta' },
  yellow: { en: 'yellow', fr: 'jaune' },
  'photo black': { en: 'photo black', fr: 'noir photo' },
  'matte black': { en: 'matte black', fr: 'noir mat' },
  'light black': { en: 'light black', fr: 'noir clair' },
  'light cyan': { en: 'light cyan', fr: 'cyan clair' },
  'light magenta': { en: 'light magenta', fr: 'magenta clair' },
  gray: { en: 'grey', fr: 'gris' },
  grey: { en: 'grey', fr: 'gris' },
  'light gray': { en: 'light grey', fr: 'gris clair' },
  'light grey': { en: 'light grey', fr: 'gris clair' },
  red: { en: 'red', fr: 'rouge' },
  green: { en: 'green', fr: 'vert' },
  blue: { en: 'blue', fr: 'bleu' },
  orange: { en: 'orange', fr: 'orange' },
  violet: { en: 'violet', fr: 'violet' },
  white: { en: 'white', fr: 'blanc' },
};

/** The colour in words; one that has none here is said as it was stored. */
export function colourWord(colour: string, language: Language): string {
  return colourWords[colour.trim().toLowerCase()]?.[language] ?? colour;
}

/** A supply with its colour in words, unless its name says it already. */
export function supplyWords(name: string, colour: string | null, language: Language): string {
  const word = colour ? colourWord(colour, language) : '';
  return word === '' || name.toLowerCase().includes(word.toLowerCase()) ? name : `${name} (${word})`;
}

/** Maker and model, without the maker where the model's name begins with it. */
export function deviceWords(maker: string, model: string): string {
  return model.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${maker} ${model}`;
}
