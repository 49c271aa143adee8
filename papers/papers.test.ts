import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippingLabel } from './label.ts';
import {
  anyOrder,
  barCodesOf,
  head,
  infoOf,
  label,
  longAddress,
  misplaced,
  parcel,
  readAloud,
  reception,
  slip,
  structureOf,
  textOf,
  wordsOf,
} from './papers.testkit.ts';
import { packingSlip } from './slip.ts';
import type { LabelData, SlipData } from './types.ts';

const papers = {
  label: {
    write: () => shippingLabel(label),
    withHead: (part: Partial<LabelData>) => shippingLabel({ ...label, ...part }),
  },
  slip: { write: () => packingSlip(slip), withHead: (part: Partial<SlipData>) => packingSlip({ ...slip, ...part }) },
};
const kinds = ['label', 'slip'] as const;
/** Printing and scanning takes long: a failing order is shown as it is, not made smaller. */
const manyOrders = { numRuns: 24, endOnFailure: true };
const minutes = 60_000;

describe.each(kinds)('every %s', (kind) => {
  const paper = papers[kind];

  test('says from whom, to whom, whom to ask, how to deliver, which order and parcel', async () => {
    const text = textOf(await paper.write());
    for (const said of [
      'De : Papeterie Réunie, Entrepôt Nord, 3 rue du Port, 59000 Lille, France',
      'Imprimerie Réunie & Fils 12 rue de la République Bâtiment B 69002 Lyon France',
      'Contact : Zoé Lefèvre, +33 4 99 00 11 22',
      'Instructions de livraison : Quai à l’arrière, sonner. Caution : 5 €.',
      'Commande n° 42 – Colis 1 sur 2',
      '42-1',
    ])
      expect(text).toContain(said);
  });

  test('names for each item part number, colour in words, device, serial number and place (A15)', async () => {
    const text = textOf(await paper.write());
    for (const said of ['AL-410K', 'Toner (noir)', 'Alder AL-4100', 'AL41-0078-5521', 'Bâtiment B, 2e étage'])
      expect(text).toContain(said);
  });

  test('speaks the language of the site', async () => {
    const text = textOf(await paper.withHead({ language: 'en' }));
    for (const said of ['From: Papeterie', 'Toner (black)', 'Order no. 42 – Parcel 1 of 2', 'Contact: Zoé'])
      expect(text).toContain(said);
  });

  test('leaves out what is not known', async () => {
    const bare = {
      contact: null,
      deliveryInstructions: null,
      from: { name: 'Sender', addressLines: [] },
      parcel: { ...parcel, count: null },
    };
    const text = textOf(await paper.withHead(bare));
    expect(text).toContain('Commande n° 42 – Colis 1 ');
    expect(text).not.toMatch(/Contact|Instructions|null|undefined|Colis 1 sur/);
  });

  test('is a tagged PDF with a language and a title, and reads in order', async () => {
    const pdf = await paper.write();
    expect(infoOf(pdf)).toMatch(/Tagged: +yes/);
    expect(infoOf(pdf)).toMatch(/Title: +\S/);
    expect(pdf.toString('latin1')).toContain('/Lang (fr)');
    const structure = structureOf(pdf);
    expect(structure).toContain('Figure');
    const order = ['Imprimerie', 'Contact', 'AL-410K', 'AL41-0078-5521'].map((text) => structure.indexOf(text));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Math.min(...order)).toBeGreaterThan(0);
  });

  test('is the same file for the same data, and another one on another day', async () => {
    expect((await paper.write()).equals(await paper.write())).toBe(true);
    const later = await paper.withHead({ createdAt: new Date('2026-11-23T08:00:00Z') });
    expect(later.equals(await paper.write())).toBe(false);
    expect(infoOf(later)).toMatch(/CreationDate: +Mon Nov 23/);
  });

  test('has room for the longest address, nothing over anything', async () => {
    const pdf = await paper.withHead({ to: longAddress });
    expect(misplaced(pdf, 14)).toEqual([]);
    const text = readAloud(pdf);
    for (const part of [longAddress.company, ...longAddress.lines, longAddress.city]) expect(text).toContain(part);
  });

  test('goes on to further pages with instructions that no page can hold', async () => {
    const pdf = await paper.withHead({ deliveryInstructions: `${'Sonner deux fois puis attendre. '.repeat(300)}Fin.` });
    expect(wordsOf(pdf).pages.length).toBeGreaterThan(1);
    expect(misplaced(pdf, 14)).toEqual([]);
    expect(readAloud(pdf)).toContain('attendre. Fin.');
  });

  test('shows what its font lacks as boxes and the rest as text', async () => {
    const pdf = await paper.withHead({ to: { ...head.to, company: '東京印刷 Łódź Ελλάδα Київ 😀 SA' } });
    expect(misplaced(pdf, 14)).toEqual([]);
    expect(textOf(pdf)).toMatch(/Łódź Ελλάδα Київ .* ?SA 12 rue/);
  });

  test('cannot be disturbed by controls in names', async () => {
    const pdf = await paper.withHead({ contact: { name: 'a\r\n\u0000\u202eb\ud800', phone: null } });
    expect(textOf(pdf)).toContain('Contact : a b');
  });
});

test.each(kinds)('%s: a serial number that no bar code can hold stands there as text', async (kind) => {
  const unprintable = { ...reception, serial: 'SÉRIE-7' };
  const tooLong = { ...reception, serial: 'X'.repeat(80) };
  const pdf =
    kind === 'label'
      ? await shippingLabel({
          ...label,
          items: [unprintable, tooLong].map((device) => ({ ...label.items[0]!, device })),
        })
      : await packingSlip({ ...slip, lines: [unprintable, tooLong].map((device) => ({ ...slip.lines[0]!, device })) });
  expect(readAloud(pdf)).toContain('SÉRIE-7');
  expect(readAloud(pdf)).toContain('X'.repeat(80));
  expect(new Set(barCodesOf(pdf, 203).flat())).toEqual(new Set(['42-1']));
});

test('A15: what the font cannot print keeps the rest in its place', async () => {
  const place = '𖢓ఠ𓋥↋𞸑ꌤ𐔶ꈍ𛰅𲎯';
  const device = { ...label.items[0]!.device, maker: 'Élan', model: '`J%g@J<w,`Vk', place };
  const pdf = await shippingLabel({ ...label, items: [{ ...label.items[0]!, device }] });
  expect(misplaced(pdf, 14)).toEqual([]);
});

describe('A15: bar codes are read as they were meant', () => {
  test.each([203, 300])(
    'on labels printed at %i dpi: each label the parcel, each item its device',
    { timeout: 3 * minutes },
    async (dpi) => {
      await fc.assert(
        fc.asyncProperty(anyOrder, async ({ position, items, ...order }) => {
          const number = `${order.orderNumber}-${position}`;
          const pdf = await shippingLabel({ ...head, ...order, items, parcel: { number, position, count: null } });
          const pages = barCodesOf(pdf, dpi);
          for (const page of pages) expect(page).toContain(number);
          expect(
            pages
              .flat()
              .filter((value) => value !== number)
              .sort(),
          ).toEqual(items.map((item) => item.device.serial).sort());
          expect(misplaced(pdf, 14)).toEqual([]);
        }),
        manyOrders,
      );
    },
  );

  test.each([203, 300])(
    'on slips printed at %i dpi: the parcel, and each line its device',
    { timeout: 3 * minutes },
    async (dpi) => {
      await fc.assert(
        fc.asyncProperty(anyOrder, async ({ position, items, ...order }) => {
          const number = `${order.orderNumber}-${position}`;
          const lines = items.map(({ quantity, ...item }, i) => ({
            ...item,
            ordered: quantity,
            shipped: i % 2 ? quantity : 0,
            backordered: i % 2 ? 0 : quantity,
            expectedOn: i % 4 ? null : '2026-12-02',
          }));
          const pdf = await packingSlip({ ...head, ...order, lines, parcel: { number, position, count: 30 } });
          expect(barCodesOf(pdf, dpi).flat().sort()).toEqual(
            [number, ...items.map((item) => item.device.serial)].sort(),
          );
          expect(misplaced(pdf, 40)).toEqual([]);
        }),
        manyOrders,
      );
    },
  );
});

describe('labels', () => {
  const many = Array.from({ length: 7 }, (_, i) => ({
    ...label.items[0]!,
    device: { ...reception, serial: `AL41-${i}` },
  }));

  test('are A6, and there are as many as the items need, numbered', async () => {
    const one = await shippingLabel(label);
    expect(infoOf(one)).toMatch(/Page size: +297\.6\d* x 419\.5\d* pts/);
    expect(infoOf(one)).toMatch(/Pages: +1\n/);
    expect(textOf(one)).not.toContain('Étiquette');
    const several = await shippingLabel({ ...label, items: many });
    const pages = wordsOf(several).pages.length;
    expect(pages).toBeGreaterThan(1);
    for (let page = 1; page <= pages; page++) expect(textOf(several)).toContain(`Étiquette ${page} sur ${pages}`);
  });

  test('keep each item, its serial number and its bar code on one label', async () => {
    const several = await shippingLabel({ ...label, items: many });
    const { words } = wordsOf(several);
    barCodesOf(several, 203).forEach((codes, i) => {
      const serials = words
        .filter(({ page, text }) => page === i + 1 && text.startsWith('AL41-'))
        .map(({ text }) => text);
      expect(codes.filter((code) => code !== '42-1')).toEqual(serials.sort());
    });
  });

  test('say how many of an item', async () => {
    expect(textOf(await shippingLabel(label))).toContain('2 × AL-410K – Toner (noir)');
  });
});

describe('slips', () => {
  test('say what was ordered, shipped and is to follow, and when', async () => {
    const pdf = await packingSlip(slip);
    expect(infoOf(pdf)).toMatch(/Page size: +595\.2\d* x 841\.8\d* pts \(A4\)/);
    const text = textOf(pdf);
    for (const said of ['Bordereau de livraison', 'Commandé', 'Expédié', 'À suivre', 'Page 1 sur 1'])
      expect(text).toContain(said);
    expect(readAloud(pdf)).toContain('attendu le 2 déc. 2026');
    // Three ordered, two shipped, one to follow, each below its heading.
    const { words } = wordsOf(pdf);
    const below = (heading: string) => {
      const { xMin, yMax } = words.findLast(({ text }) => text === heading)!;
      return words.find((word) => Math.abs(word.xMin - xMin) < 1 && word.yMin > yMax - 2)?.text;
    };
    expect([below('Commandé'), below('Expédié'), below('À')]).toEqual(['3', '2', '1']);
  });

  test('give no date where nothing is to follow, and say so where none is known', async () => {
    const [line] = slip.lines;
    const done = await packingSlip({ ...slip, lines: [{ ...line!, shipped: 3, backordered: 0 }] });
    expect(textOf(done)).not.toContain('attendu');
    const open = await packingSlip({ ...slip, lines: [{ ...line!, expectedOn: null }] });
    expect(readAloud(open)).toContain('pas encore de date');
  });

  test('of a whole order name no parcel', async () => {
    const pdf = await packingSlip({ ...slip, parcel: null });
    expect(textOf(pdf)).not.toContain('olis');
    expect(barCodesOf(pdf, 203)).toEqual([['AL41-0078-5521']]);
  });

  test('repeat the head of the table on every page that it goes on to', async () => {
    const lines = Array.from({ length: 20 }, () => slip.lines[0]!);
    const pdf = await packingSlip({ ...slip, lines });
    const { pages, words } = wordsOf(pdf);
    expect(pages.length).toBeGreaterThan(1);
    expect(words.filter(({ text }) => text === 'Commandé').map(({ page }) => page)).toEqual(pages.map((_, i) => i + 1));
  });

  test('tag the lines as a table with a head for each column', async () => {
    const structure = structureOf(await packingSlip(slip));
    expect(structure.match(/\bTH\b/g)).toHaveLength(5);
    expect(structure.match(/\bTD\b/g)).toHaveLength(5);
    expect(structure).toContain('/Scope /Column');
  });

  test('divide a row that no page can hold', async () => {
    const lines = [{ ...slip.lines[0]!, supplyName: 'Toner '.repeat(900) }];
    const pdf = await packingSlip({ ...slip, lines });
    expect(wordsOf(pdf).pages.length).toBeGreaterThan(1);
    expect(misplaced(pdf, 40)).toEqual([]);
    expect(textOf(pdf).match(/Toner/g)).toHaveLength(900);
  });
});
