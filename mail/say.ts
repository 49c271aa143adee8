import { type Language, type Reason, sayReason } from '../domain/reasons.ts';
import { en, type Words } from './words/en.ts';
import { fr } from './words/fr.ts';

const wordsOf: Record<Language, Words> = { en, fr };

/** British English dates: unlike American ones they read the same everywhere. */
const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' };

/** What a template speaks with: words, and dates and figures as its reader writes them. */
export interface Say {
  language: Language;
  words: Words;
  /** A day, `YYYY-MM-DD`. */
  day(day: string): string;
  /** An instant to the minute (cut, not rounded: a deadline never reads as later than it is), with its time zone. */
  instant(iso: string): string;
  /** The site's day of an instant. */
  dayOf(iso: string): string;
  figure(value: number): string;
  reason(reason: Reason): string;
}

/** Day, month and year stay together at the end of a line. */
const unbroken = (date: string) => date.replace(/(\d) (\p{L}+) (\d{4})/u, '$1\u00a0$2\u00a0$3');

/** @param timeZone of the site, IANA. */
export function speaker(language: Language, timeZone: string): Say {
  const locale = locales[language];
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
  const siteDays = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone });
  const instants = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone },
  });
  const figures = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  // Data written by another version must not keep a mail from leaving: what is no date is shown as it is.
  const date = (format: Intl.DateTimeFormat, text: string, instant: string) => {
    const at = new Date(instant);
    return Number.isNaN(at.getTime()) ? text : unbroken(format.format(at));
  };
  return {
    language,
    words: wordsOf[language],
    day: (day) => date(days, day, `${day.slice(0, 10)}T00:00:00Z`),
    instant: (iso) => date(instants, iso, iso),
    dayOf: (iso) => date(siteDays, iso, iso),
    figure: (value) => figures.format(value),
    reason: (reason) => sayReason(reason, language, timeZone),
  };
}
