import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { LabelData, PaperDevice, PaperHead, PaperParcel, SlipData } from './types.ts';

/** Debian's packages of the programs that read papers as a warehouse would. */
const packageOf = {
  pdfinfo: 'poppler-utils',
  pdftotext: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  zbarimg: 'zbar-tools',
};

function run(program: keyof typeof packageOf, args: string[], acceptedExitCode = 0): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    const { code, status, stdout } = error as NodeJS.ErrnoException & { status: number | null; stdout: string };
    if (code === 'ENOENT')
      throw new Error(`${program} is needed to check papers: install it with "apt-get install ${packageOf[program]}".`);
    if (status === acceptedExitCode) return stdout;
    throw error;
  }
}

/** Does something with a PDF in a folder that ends with it. */
function inFolder<T>(pdf: Buffer, work: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'replenish-paper-'));
  try {
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, pdf);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the file says of itself. */
export const infoOf = (pdf: Buffer) => inFolder(pdf, (file) => run('pdfinfo', [file]));

/** Types of the structure elements with their texts, in reading order. */
export const structureOf = (pdf: Buffer) => inFolder(pdf, (file) => run('pdfinfo', ['-struct-text', file]));

/** The text as a screen reader says it. */
export const readAloud = (pdf: Buffer) =>
  [...structureOf(pdf).matchAll(/"(.*)"$/gm)]
    .map(([, text]) => text)
    .join('')
    .replaceAll(/\s+/g, ' ');

/** The text on one line, as it is copied from the file. */
export const textOf = (pdf: Buffer) =>
  inFolder(pdf, (file) => run('pdftotext', ['-raw', file, '-'])).replaceAll(/\s+/g, ' ');

export interface Word {
  page: number;
  text: string;
  xMin: number;
  yMin: number;
  xMax: number;
  yMax: number;
}

/** Every word with the box that it fills, in points from the upper left corner. */
export function wordsOf(pdf: Buffer): { pages: { width: number; height: number }[]; words: Word[] } {
  const html = inFolder(pdf, (file) => run('pdftotext', ['-bbox', file, '-']));
  const pages: { width: number; height: number }[] = [];
  const words: Word[] = [];
  for (const line of html.split('\n')) {
    const numbers = (pattern: RegExp) => pattern.exec(line)?.slice(1).map(Number);
    const [width, height] = numbers(/<page width="([\d.]+)" height="([\d.]+)"/) ?? [];
    if (width && height) pages.push({ width, height });
    const box = /<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*)<\/word>/.exec(line);
    if (!box) continue;
    const [xMin = 0, yMin = 0, xMax = 0, yMax = 0] = box.slice(1, 5).map(Number);
    words.push({ page: pages.length, text: box[5]!, xMin, yMin, xMax, yMax });
  }
  return { pages, words };
}

/** Words that leave the page or its margin, and pairs of words that cover one another. */
export function misplaced(pdf: Buffer, marginPt: number): string[] {
  const { pages, words } = wordsOf(pdf);
  const outside = ({ page, xMin, xMax, yMin, yMax }: Word) => {
    const { width, height } = pages[page - 1]!;
    return xMin < marginPt - 1 || xMax > width - marginPt + 1 || yMin < 0 || yMax > height;
  };
  const over = (a: Word, b: Word) =>
    a.page === b.page &&
    Math.min(a.xMax, b.xMax) - Math.max(a.xMin, b.xMin) > 1 &&
    // A box is as high as its font may be, and reaches a little into the next line's.
    Math.min(a.yMax, b.yMax) - Math.max(a.yMin, b.yMin) > 4;
  return [
    ...words.filter(outside).map(({ text }) => `outside: ${text}`),
    ...words.flatMap((a, i) => words.slice(i + 1).flatMap((b) => (over(a, b) ? [`${a.text} over ${b.text}`] : []))),
  ];
}

/** The bar codes of each page, printed at a resolution and scanned; sorted. */
export function barCodesOf(pdf: Buffer, dotsPerInch: number): string[][] {
  return inFolder(pdf, (file, folder) => {
    run('pdftoppm', ['-r', String(dotsPerInch), '-gray', file, join(folder, 'page')]);
    const pages = readdirSync(folder)
      .filter((name) => name.endsWith('.pgm'))
      .sort();
    // Exit code 4: nothing found.
    const scan = (name: string) =>
      run('zbarimg', ['-q', '--raw', '--nodbus', '-Sdisable', '-Scode128.enable', join(folder, name)], 4);
    return pages.map((name) =>
      scan(name)
        .split('\n')
        .filter((value) => value !== '')
        .sort(),
    );
  });
}

export const reception: PaperDevice = {
  maker: 'Alder',
  model: 'Alder AL-4100',
  serial: 'AL41-0078-5521',
  place: 'Bâtiment B, 2e étage',
};

export const head: PaperHead = {
  language: 'fr',
  createdAt: new Date('2026-11-22T08:00:00Z'),
  from: {
    name: 'Papeterie Réunie',
    addressLines: ['Entrepôt Nord', '3 rue du Port', '59000 Lille', 'France'],
  },
  to: {
    company: 'Imprimerie Réunie & Fils',
    lines: ['12 rue de la République', 'Bâtiment B'],
    postcode: '69002',
    city: 'Lyon',
    country: 'FR',
  },
  contact: { name: 'Zoé Lefèvre', phone: '+33 4 99 00 11 22' },
  deliveryInstructions: 'Quai à l’arrière, sonner. Caution : 5 €.',
  orderNumber: 42,
};

export const parcel: PaperParcel = { number: '42-1', position: 1, count: 2 };

export const label: LabelData = {
  ...head,
  parcel,
  items: [{ partNumber: 'AL-410K', supplyName: 'Toner', colour: 'black', quantity: 2, device: reception }],
};

export const slip: SlipData = {
  ...head,
  parcel,
  lines: [
    {
      partNumber: 'AL-410K',
      supplyName: 'Toner',
      colour: 'black',
      ordered: 3,
      shipped: 2,
      backordered: 1,
      expectedOn: '2026-12-02',
      device: reception,
    },
  ],
};

/** The longest that an address may reasonably be, and then some. */
export const longAddress = {
  company: 'Groupement d’intérêt économique des établissements hospitaliers réunis de la vallée du Haut-Grésivaudan',
  lines: [
    'Direction des achats, de la logistique et du développement durable – service des consommables d’impression',
    'Pavillon Saint-Barthélemy-le-Plain, escalier monumental côté jardin, troisième étage, couloir de gauche',
    '1234 bis, boulevard du Maréchal-de-Lattre-de-Tassigny prolongé',
    'BâtimentsansaucunespaceQuiDépasseLargementLaLargeurDUneÉtiquetteEtNeSeCoupeNullePartNaturellement',
    'CS 90210',
  ],
  postcode: '38660',
  city: 'Saint-Pierre-de-Chartreuse-et-Entremont-le-Vieux Cedex 09',
  country: 'FR',
};

const serial = fc
  .string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-/._'), minLength: 4, maxLength: 24 })
  .filter((text) => /^\S.*\S$/.test(text));

const device = fc.record({
  maker: fc.constantFrom('Alder', 'Brook', 'Élan'),
  model: fc.string({ minLength: 1, maxLength: 30 }),
  place: fc.option(fc.string({ maxLength: 60, unit: 'grapheme' })),
});

const items = fc.uniqueArray(serial, { minLength: 1, maxLength: 6 }).chain((serials) =>
  fc.tuple(
    ...serials.map((each) =>
      fc.record({
        partNumber: fc.string({ minLength: 3, maxLength: 20 }),
        supplyName: fc.constantFrom('Toner', 'Bac de récupération du toner usagé', 'Ink cartridge, high yield'),
        colour: fc.option(fc.constantFrom('black', 'cyan', 'magenta', 'yellow')),
        quantity: fc.integer({ min: 1, max: 4 }),
        device: device.map((rest) => ({ ...rest, serial: each })),
      }),
    ),
  ),
);

/** Orders as they come: one to six items, addresses short and long. */
export const anyOrder = fc.record({
  orderNumber: fc.integer({ min: 1, max: 9_999_999 }),
  position: fc.integer({ min: 1, max: 30 }),
  to: fc.constantFrom(head.to, longAddress),
  language: fc.constantFrom('en' as const, 'fr' as const),
  deliveryInstructions: fc.option(fc.lorem({ maxCount: 40 })),
  items,
});
