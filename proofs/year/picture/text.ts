import { DateTime } from 'luxon';
import { timeZone } from '../site/days.ts';

/** For element content and for attributes in double quotes. */
export const safe = (text: string | number): string =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** One decimal is a tenth of a pixel. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

export const dateOf = (at: Date): string =>
  DateTime.fromJSDate(at, { zone: timeZone }).setLocale('en').toFormat('d LLL');
