import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { plainText } from '../domain/plain-text.ts';
import type { Language } from '../domain/reasons.ts';
import { code128, dotPt, moduleWidthPt } from './code128.ts';
import { wrapLines } from './wrap.ts';

/** DejaVu: Latin with all accents, Greek, Cyrillic and more; a character of another script shows as a box. */
const fontFiles = { regular: 'DejaVuSansCondensed', bold: 'DejaVuSansCondensed-Bold', code: 'DejaVuSansMono-Bold' };
export type Font = keyof typeof fontFiles;
const resolveFont = createRequire(import.meta.url).resolve;
const fonts = Object.entries(fontFiles).map(
  ([name, file]) => [name, readFileSync(resolveFont(`dejavu-fonts-ttf/ttf/${file}.ttf`))] as const,
);

export const mmPt = 72 / 25.4;

export interface Style {
  font: Font;
  /** Points. */
  size: number;
}

export type Structure = PDFKit.PDFStructureElement;

/** A text divided into lines for one width. */
export interface Laid {
  lines: string[];
  style: Style;
  linePt: number;
  heightPt: number;
}

/**
 * A tagged PDF with the few things that papers are made of, each at a place its caller has computed: nothing flows by itself, so nothing
 * can overflow unseen. Everything drawn belongs to a structure element or is an artifact.
 */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly #root: Structure;
  readonly #chunks: Buffer[] = [];
  readonly #done: Promise<Buffer>;

  constructor(options: {
    size: [widthPt: number, heightPt: number];
    language: Language;
    title: string;
    createdAt: Date;
  }) {
    this.doc = new PDFDocument({
      autoFirstPage: false,
      bufferPages: true,
      size: options.size,
      margin: 0,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: options.language,
      info: { Title: options.title, CreationDate: options.createdAt, Producer: 'Replenish', Creator: 'Replenish' },
    });
    for (const [name, file] of fonts) this.doc.registerFont(name, file);
    this.doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#done = new Promise((resolve, reject) => {
      this.doc.on('end', () => resolve(Buffer.concat(this.#chunks)));
      this.doc.on('error', reject);
    });
    this.#root = this.doc.struct('Document');
    this.doc.addStructure(this.#root);
  }

  /** An element of the document's structure, below `parent` or the document itself. */
  element(type: string, parent: Structure = this.#root, options: { alt?: string; scope?: string } = {}): Structure {
    const element = this.doc.struct(type, options);
    parent.add(element);
    return element;
  }

  lay(text: string, widthPt: number, style: Style): Laid {
    this.doc.font(style.font).fontSize(style.size);
    const lines = wrapLines(this.#printable(plainText(text)), widthPt, (part) => this.doc.widthOfString(part));
    // What follows in the same element begins another word.
    if (lines.length > 0) lines.push(`${lines.pop()} `);
    const linePt = this.doc.currentLineHeight(true);
    return { lines, style, linePt, heightPt: lines.length * linePt };
  }

  /** Characters that the present font lacks as the replacement character: what stands for them by itself is as wide as each reader likes. */
  #printable(text: string): string {
    const { font } = (this.doc as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
      ._font;
    return Array.from(text, (character) =>
      font.hasGlyphForCodePoint(character.codePointAt(0)!) ? character : '\ufffd',
    ).join('');
  }

  /** Draws one line of text; `element` null: an artifact, such as a page number. */
  line(text: string, xPt: number, yPt: number, style: Style, element: Structure | null): void {
    const draw = () => {
      this.doc.font(style.font).fontSize(style.size).fillColor('black').text(text, xPt, yPt, { lineBreak: false });
    };
    if (element) element.add(draw);
    else this.#artifact(draw);
  }

  widthOf(text: string, style: Style): number {
    return this.doc.font(style.font).fontSize(style.size).widthOfString(text);
  }

  rule(xPt: number, yPt: number, widthPt: number, thickPt = 0.75): void {
    this.#artifact(() => this.doc.rect(xPt, yPt, widthPt, thickPt).fill('black'));
  }

  /** Draws a bar code with its left edge on the nearest dot of a label printer. @returns whether there is one: see `barCodeFits`. */
  barCode(value: string, box: BarCodeBox, alt: string, element: Structure | null): void {
    const code = code128(value);
    const module = code && moduleWidthPt(code, box.widthPt, box.dots);
    if (!code || !module) return;
    const draw = () => {
      let x = Math.round(box.xPt / dotPt) * dotPt;
      code.widths.forEach((width, i) => {
        if (i % 2 === 0) this.doc.rect(x, box.yPt, width * module, box.heightPt);
        x += width * module;
      });
      this.doc.fill('black');
    };
    if (element) this.element('Figure', element, { alt }).add(draw);
    else this.#artifact(draw);
  }

  /** The file, once every page is drawn. */
  finish(): Promise<Buffer> {
    this.#root.end();
    this.doc.end();
    return this.#done;
  }

  #artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }
}

export interface BarCodeBox {
  xPt: number;
  yPt: number;
  widthPt: number;
  heightPt: number;
  /** Widths of a module in dots, widest first. */
  dots: readonly number[];
}

/** Whether a value can be printed as a bar code that is read: if not, its text stands alone. */
export function barCodeFits(value: string, widthPt: number, dots: readonly number[]): boolean {
  const code = code128(value);
  return code !== null && moduleWidthPt(code, widthPt, dots) !== null;
}
