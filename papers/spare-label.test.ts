import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyOrder, barCodesOf, infoOf, misplaced, reception, structureOf, textOf, wordsOf } from './papers.testkit.ts';
import { spareLabels } from './spare-label.ts';
import type { SpareLabelData } from './types.ts';

const from = { ...reception, serial: 'AL41-0099-0001', place: 'Cave' };
const item = { partNumber: 'AL-410K', supplyName: 'Toner', colour: 'black', device: reception, from };
const data: SpareLabelData = {
  language: 'fr',
  createdAt: new Date('2026-11-22T08:00:00Z'),
  orderNumber: 42,
  siteName: 'Lyon',
  spares: [{ ...item, quantity: 2 }],
};

describe('C: new labels for spares that were moved', () => {
  test('one for each box, with the serial number of the device that it is for now, in text and bar code (A15)', async () => {
    const other = { ...item, quantity: 1, device: { ...reception, serial: 'AL41-0078-7777' } };
    const pdf = await spareLabels({ ...data, spares: [...data.spares, other] });
    expect(wordsOf(pdf).pages).toHaveLength(3);
    expect(barCodesOf(pdf, 203)).toEqual([['AL41-0078-5521'], ['AL41-0078-5521'], ['AL41-0078-7777']]);
    for (const said of [
      'Nouvelle étiquette Lyon',
      '1 × AL-410K – Toner (noir)',
      'Pour Alder AL-4100, Bâtiment B, 2e étage, numéro de série AL41-0078-5521',
      'Jusqu’ici pour Alder AL-4100, numéro de série AL41-0099-0001.',
      'au lieu de la commande n° 42. Merci de coller cette étiquette sur l’ancienne.',
    ])
      expect(textOf(pdf).replaceAll('\u00a0', ' ')).toContain(said);
  });

  test('speaks the language of the site, and is a tagged PDF that reads in order', async () => {
    const pdf = await spareLabels({ ...data, language: 'en' });
    expect(textOf(pdf)).toContain('Until now for Alder AL-4100, serial number AL41-0099-0001.');
    expect(infoOf(pdf)).toMatch(/Tagged: +yes/);
    expect(infoOf(pdf)).toMatch(/Title: +New labels for spares, instead of order 42/);
    const order = ['New label', 'AL-410K', 'AL41-0078-5521', 'AL41-0099-0001'].map((each) =>
      structureOf(pdf).indexOf(each),
    );
    expect(Math.min(...order)).toBeGreaterThan(0);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect((await spareLabels({ ...data, language: 'en' })).equals(pdf)).toBe(true);
  });

  test('nothing lies over anything, however long the names; what no bar code can hold stands there as text', {
    timeout: 60_000,
  }, async () => {
    const unprintable = { ...item, quantity: 1, device: { ...reception, serial: 'SÉRIE-7' } };
    expect(textOf(await spareLabels({ ...data, spares: [unprintable] }))).toContain('SÉRIE-7');
    await fc.assert(
      fc.asyncProperty(anyOrder, async ({ items, language, orderNumber }) => {
        const spares = items.map((each) => ({ ...each, from }));
        const pdf = await spareLabels({ ...data, language, orderNumber, siteName: 'Lyon '.repeat(30), spares });
        expect(misplaced(pdf, 19)).toEqual([]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
