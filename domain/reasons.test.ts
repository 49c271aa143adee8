import { describe, expect, test } from 'vitest';
import { lineReasons } from './order/types.ts';
import { reasonWords } from './reason-words.ts';
import { languages, type ReasonCode, reason, sayReason } from './reasons.ts';

const codes = Object.keys(reasonWords) as ReasonCode[];
const placeholders = (text: string) => [...text.matchAll(/\{([^}:]+)/g)].map(([, name]) => name).toSorted();

describe('the vocabulary of reasons', () => {
  test.each(codes)('%s needs the same values in every language', (code) => {
    expect(placeholders(reasonWords[code].fr)).toEqual(placeholders(reasonWords[code].en));
  });

  test.each(codes)('%s is a sentence, and French has its non-breaking spaces', (code) => {
    const { en, fr } = reasonWords[code];
    for (const text of [en, fr]) expect(text).toMatch(/^[A-ZÀ-Ý{“].*[.}]$/);
    // Formats within braces are not text.
    const said = fr.replaceAll(/\{[^}]*\}/g, 'x');
    expect(said).not.toMatch(/(^|[^\u00a0])[:»%]/);
    expect(said).not.toMatch(/(^|[^\u202f])[;!?]/);
    expect(said).not.toMatch(/«[^\u00a0]/);
    expect(said).not.toMatch(/['"]/);
    expect(en).not.toMatch(/['"\u00a0\u202f]/);
  });

  test('numbers carry their noun, in the right number and language', () => {
    const say = (cover: number, language: 'en' | 'fr') => sayReason(reason('empty-believed', { cover }), language);
    expect(say(1, 'en')).toContain('down to 1\u00a0day already');
    expect(say(0, 'en')).toContain('0\u00a0days');
    expect(say(1.5, 'en')).toContain('1.5\u00a0days');
    expect(say(0, 'fr')).toContain('0\u00a0jour.');
    expect(say(1.5, 'fr')).toContain('1,5\u00a0jour.');
    expect(say(2, 'fr')).toContain('2\u00a0jours.');
  });

  test('figures are cut, not rounded: 20.99 is not yet 21', () => {
    expect(sayReason(reason('cover-above-trigger', { cover: 21.04, trigger: 21 }), 'en')).toContain(
      '21\u00a0days, above',
    );
    expect(sayReason(reason('cover-at-trigger', { cover: 20.99, trigger: 21 }), 'en')).toContain('20.9\u00a0days');
    expect(sayReason(reason('cover-at-trigger', { cover: 0.3, trigger: 21 }), 'en')).toContain('0.3\u00a0days');
  });

  test('dates are written out, instants as the date at the site', () => {
    const on = '2026-03-09T23:00:00.000Z';
    expect(sayReason(reason('otherwise-due', { on }), 'en')).toContain('9\u00a0March\u00a02026');
    expect(sayReason(reason('otherwise-due', { on }), 'fr')).toContain('9\u00a0mars\u00a02026');
    expect(sayReason(reason('otherwise-due', { on }), 'en', 'Europe/Paris')).toContain('10\u00a0March\u00a02026');
    const day = reason('contract-ended', { on: '2026-03-09' });
    expect(sayReason(day, 'en', 'America/New_York')).toContain('9\u00a0March\u00a02026');
    expect(sayReason({ code: 'otherwise-due', values: { on: 'soon' } }, 'en')).toContain('due on soon.');
  });

  test('a value that is missing leaves a gap, not a fault', () => {
    expect(sayReason({ code: 'urgent' }, 'en')).toBe('Less than … of cover: the order leaves at once.');
  });

  test('a value is never read as a placeholder or a format', () => {
    const said = sayReason(reason('ordering-paused', { scope: '{why}', why: '$& {scope}' }), 'en');
    expect(said).toBe('Ordering is paused ({why}): $& {scope}');
  });

  test('each language says every code', () => {
    for (const code of codes)
      for (const language of languages) expect(sayReason({ code }, language)).not.toMatch(/[{}]/);
  });

  test('the compiler knows which values a reason needs', () => {
    // @ts-expect-error: cover is missing
    reason('empty-believed', {});
    // @ts-expect-error: takes none
    reason('device-paused', { cover: 1 });
    expect(reason('device-paused')).toEqual({ code: 'device-paused' });
  });
});

test('every reason for a line has words of its own', () => {
  const codeOf: Record<(typeof lineReasons)[number], ReasonCode> = {
    trigger: 'cover-at-trigger',
    consolidation: 'consolidated',
    surge: 'surge',
    lost: 'lost-again',
    exceptional: 'exceptional',
    blind: 'blind',
    moved: 'moved',
  };
  expect(Object.keys(codeOf).toSorted()).toEqual(lineReasons.toSorted());
  expect(new Set(Object.values(codeOf)).size).toBe(lineReasons.length);
});
