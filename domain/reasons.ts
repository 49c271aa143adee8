import { reasonWords } from './reason-words.ts';

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** The one vocabulary of reasons: API, mails, tasks, portal and Temporal UI say the same words. */
export type ReasonCode = keyof typeof reasonWords;

type PlaceholdersOf<Text extends string> = Text extends `${string}{${infer Inside}}${infer Rest}`
  ? (Inside extends `${infer Name}:${string}` ? Name : Inside) | PlaceholdersOf<Rest>
  : never;

/** What the words of a reason need to be filled with; the same names in every language. */
export type ReasonValues<Code extends ReasonCode> = Record<
  PlaceholdersOf<(typeof reasonWords)[Code][Language]>,
  string | number
>;

/** Why something is, was or was not done: a code and what fills its words. Plain JSON. */
export interface Reason {
  code: ReasonCode;
  values?: Record<string, string | number>;
}

/** A reason whose values are checked against its words by the compiler. */
export function reason<Code extends ReasonCode>(
  code: Code,
  ...values: keyof ReasonValues<Code> extends never ? [] : [ReasonValues<Code>]
): Reason {
  return values[0] === undefined ? { code } : { code, values: values[0] };
}

const plurals = { en: new Intl.PluralRules('en'), fr: new Intl.PluralRules('fr') };
const numbers = {
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 1 }),
  fr: new Intl.NumberFormat('fr', { maximumFractionDigits: 1 }),
};
const nbsp = '\u00a0';

/** 20.96 must not read as the 21 it has not reached: figures are cut, not rounded, to one decimal. */
function number(language: Language, value: number): string {
  return numbers[language].format(Math.trunc(Number((value * 10).toFixed(6))) / 10);
}

/** A date is the same everywhere; an instant is the date that the site's calendar shows. */
function date(language: Language, value: string, timeZone: string): string {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(value);
  const at = new Date(isDate ? `${value}T00:00:00Z` : value);
  if (Number.isNaN(at.getTime())) return value;
  const format = { dateStyle: 'long', timeZone: isDate ? 'UTC' : timeZone } as const;
  return at.toLocaleDateString(language === 'en' ? 'en-GB' : 'fr', format).replaceAll(' ', nbsp);
}

function fill(language: Language, inside: string, values: Record<string, string | number>, timeZone: string): string {
  const [name = '', format] = inside.split(':');
  const value = values[name];
  // A reason stored by another version may lack a value: a gap in the sentence is better than no sentence.
  if (value === undefined) return '…';
  if (format === 'date') return date(language, String(value), timeZone);
  if (typeof value === 'string') return value;
  if (format === undefined) return number(language, value);
  const [one = '', other = one] = format.split('|');
  const shown = Math.trunc(Number((value * 10).toFixed(6))) / 10;
  return `${number(language, value)}${nbsp}${plurals[language].select(shown) === 'one' ? one : other}`;
}

/**
 * The reason in words. In the table, `{name}` stands for a value, `{name:day|days}` for a figure with its noun in the right
 * number, `{name:date}` for a date (`YYYY-MM-DD`) or the date of an instant (ISO 8601) in the time zone given.
 */
export function sayReason(reason: Reason, language: Language, timeZone = 'UTC'): string {
  const words: string = reasonWords[reason.code][language];
  return words.replaceAll(/\{([^}]+)\}/g, (_, inside: string) => fill(language, inside, reason.values ?? {}, timeZone));
}
