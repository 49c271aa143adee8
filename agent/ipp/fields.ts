import { decodeText, LONG_TEXT_LENGTH } from '../text.ts';
import type { AttributeName } from './ask.ts';
import type { IppAnswer } from './message.ts';

/** The attributes of an answer as what they are asked for: texts and numbers, null where a value is none. */
export interface Attributes {
  texts(name: AttributeName): string[];
  text(name: AttributeName): string | null;
  numbers(name: AttributeName): (number | null)[];
  number(name: AttributeName): number | null;
}

export function attributesOf({ attributes }: IppAnswer): Attributes {
  const texts = (name: AttributeName) =>
    (attributes.get(name) ?? []).map((value) =>
      typeof value === 'number' ? String(value) : decodeText(value, undefined, LONG_TEXT_LENGTH),
    );
  const numbers = (name: AttributeName) =>
    (attributes.get(name) ?? []).map((value) => (typeof value === 'number' ? value : null));
  return {
    texts,
    numbers,
    text: (name) => texts(name)[0] || null,
    number: (name) => numbers(name)[0] ?? null,
  };
}

/**
 * `code=markerTonerEmpty;index=1;severity=critical;` as a map (PWG 5100.9). Printers leave out keys and semicolons, and
 * some write the attribute's name in front; what is no key and value is passed over.
 */
export function parseKeyValues(text: string): Map<string, string> {
  const content = text.replace(/^[\w-]+\[\d+\]\s*=\s*/, '');
  const fields = new Map<string, string>();
  for (const field of content.split(';')) {
    const [, key, value] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(field) ?? [];
    if (key && value && !fields.has(key.toLowerCase())) fields.set(key.toLowerCase(), value);
  }
  return fields;
}

/** A whole number of one of those fields. */
export function integerOf(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : null;
}
