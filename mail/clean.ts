import { isolated, plainText } from '../domain/plain-text.ts';

/** A web address that may stand in a mail: http or https, with nothing but ASCII in it. */
export function safeUrl(url: string): string | null {
  const parsed = URL.parse(url.trim());
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : null;
}

export const cleanText = (text: string) => isolated(plainText(text));

/** Data of a notice with every string in it made harmless. What a key that ends in `Url` holds is a safe address or null. */
export function cleanData<T>(data: T): T {
  return cleanValue(data) as T;
}

function cleanValue(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return key.endsWith('Url') ? safeUrl(value) : cleanText(value);
  if (Array.isArray(value)) return value.map((each) => cleanValue(each, key));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, cleanValue(inside, name)]));
  return value;
}
