import type { Words } from '../language.ts';

/** A form that a text may have: how it is checked, and what is said where it is not so. */
interface Format {
  test(value: string): boolean;
  expected: Words;
  /** The same for machines (ECMA-262, flag u), where one can say it: it stands in the description of the API. */
  pattern?: string;
}

/** Characters that no line holds: controls, and what begins another line; and the spaces that remain. Spelt out: not every reader of a pattern knows \\p. */
const breaking = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029';
const spaces = ' \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000\\ufeff';

const byPattern = (pattern: string, expected: Words): Format => {
  const compiled = new RegExp(pattern, 'u');
  return { test: (value) => compiled.test(value) && value.isWellFormed(), expected, pattern };
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const instant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const control = /[\p{Cc}\u2028\u2029]/u;

/** A day that exists, within the centuries that a printer can have to do with. */
function isDay(value: string): boolean {
  const match = /^(\d{4})-\d{2}-\d{2}$/.exec(value);
  if (!match || Number(match[1]) < 1990 || Number(match[1]) > 2199) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

const timeZones = new Map<string, boolean>();

function isTimeZone(value: string): boolean {
  const known = timeZones.get(value);
  if (known !== undefined) return known;
  let valid = value.includes('/') || value === 'UTC';
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    valid = false;
  }
  if (timeZones.size < 1000) timeZones.set(value, valid);
  return valid;
}

/** Every format of the API's schemas, one row each. */
export const formats = {
  uuid: {
    test: (value) => uuid.test(value),
    expected: { en: 'an id as the API gives them (a UUID)', fr: 'un identifiant donné par l’API (un UUID)' },
  },
  'date-time': {
    test: (value) => instant.test(value) && isDay(value.slice(0, 10)),
    expected: {
      en: 'an instant with its offset, such as 2026-11-22T09:00:00Z',
      fr: 'un instant avec son décalage, comme 2026-11-22T09:00:00Z',
    },
  },
  date: {
    test: isDay,
    expected: { en: 'a day such as 2026-11-22', fr: 'un jour comme 2026-11-22' },
  },
  email: {
    test: (value) => /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(value) && !control.test(value),
    expected: { en: 'an e-mail address', fr: 'une adresse électronique' },
  },
  line: byPattern(`^[${spaces}]*[^${breaking}${spaces}][^${breaking}]*$`, {
    en: 'one line of text, not blank',
    fr: 'une ligne de texte, non vide',
  }),
  'part-number': byPattern(`^[^${breaking}${spaces}]([^${breaking}]*[^${breaking}${spaces}])?$`, {
    en: 'a number as it is printed on the product',
    fr: 'une référence telle qu’imprimée sur le produit',
  }),
  'time-zone': {
    test: isTimeZone,
    expected: { en: 'an IANA time zone such as Europe/Paris', fr: 'un fuseau horaire IANA, comme Europe/Paris' },
  },
  country: byPattern('^[A-Z]{2}$', {
    en: 'two capital letters of ISO 3166-1, such as FR',
    fr: 'deux majuscules (ISO 3166-1), comme FR',
  }),
  'idempotency-key': byPattern('^[!-~]{1,255}$', {
    en: '1 to 255 visible ASCII characters, such as a UUID',
    fr: '1 à 255 caractères ASCII visibles, un UUID par exemple',
  }),
} satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;
