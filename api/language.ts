import type { Language } from '../domain/reasons.ts';

/** A sentence in every language of the product. */
export type Words = Record<Language, string>;

const range = /^\s*([a-z]{2})(?:-[a-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/i;

/** The language a request asks for by Accept-Language (RFC 9110, 12.5.4): the best one we have, English if none. */
export function languageOf(header: string | undefined): Language {
  let best: { language: Language; quality: number } = { language: 'en', quality: 0 };
  for (const part of (header ?? '').slice(0, 200).split(',')) {
    const [, tag = '', quality = '1'] = range.exec(part) ?? [];
    const language = tag.toLowerCase();
    if ((language === 'en' || language === 'fr') && Number(quality) > best.quality) {
      best = { language, quality: Number(quality) };
    }
  }
  return best.language;
}
