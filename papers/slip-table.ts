import { deviceWords, supplyWords } from '../domain/naming.ts';
import type { Language } from '../domain/reasons.ts';
import type { Area, Flow } from './flow.ts';
import { barCodeFits, mmPt, type Paper, type Structure, type Style } from './paper.ts';
import type { SlipLine } from './types.ts';
import { paperWords } from './words.ts';

/** Every line of every cell is this high, so that a row can go on to the next page between any two. */
const pitchPt = 13;
const barDots = [2] as const;
const barHeightPt = 8 * mmPt;
const columnGapPt = 3 * mmPt;

const styles = {
  head: { font: 'bold', size: 9 },
  strong: { font: 'bold', size: 10 },
  text: { font: 'regular', size: 10 },
  code: { font: 'code', size: 10 },
  small: { font: 'regular', size: 8 },
} as const satisfies Record<string, Style>;

/** Left edges and widths of the columns, in millimetres from the left edge of the table. */
const columns = {
  supply: { xMm: 0, widthMm: 50 },
  device: { xMm: 50, widthMm: 60 },
  ordered: { xMm: 110, widthMm: 22 },
  shipped: { xMm: 132, widthMm: 20 },
  backordered: { xMm: 152, widthMm: 28 },
} as const;
type Column = keyof typeof columns;
const columnNames = Object.keys(columns) as Column[];

/** What stands in each cell of a row: texts, each in its style. */
type Cells = Record<Column, { text: string; style: Style }[]>;

/** A row divided into lines. `bands`: as many as its longest cell has. */
interface LaidRow {
  lines: Record<Column, { line: string; style: Style }[]>;
  bands: number;
}

/** The lines of a slip: columns of text and, below each row, the bar code of the serial number. */
export function drawTable(paper: Paper, flow: Flow, area: Area, lines: readonly SlipLine[], language: Language): void {
  const words = paperWords[language];
  const days = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'fr', { dateStyle: 'medium', timeZone: 'UTC' });
  const table = new Table(paper, flow, area, {
    supply: [{ text: words.supply, style: styles.head }],
    device: [{ text: words.device, style: styles.head }],
    ordered: [{ text: words.ordered, style: styles.head }],
    shipped: [{ text: words.shipped, style: styles.head }],
    backordered: [{ text: words.backordered, style: styles.head }],
  });
  for (const line of lines) {
    const { maker, model, serial, place } = line.device;
    const expected = line.expectedOn ? words.expected(dayOf(days, line.expectedOn)) : words.expectedUnknown;
    table.row(
      {
        supply: [
          { text: line.partNumber, style: styles.strong },
          { text: supplyWords(line.supplyName, line.colour, language), style: styles.text },
        ],
        device: [
          { text: deviceWords(maker, model), style: styles.text },
          { text: serial, style: styles.code },
          { text: place ?? '', style: styles.text },
        ],
        ordered: [{ text: String(line.ordered), style: styles.strong }],
        shipped: [{ text: String(line.shipped), style: styles.strong }],
        backordered: [
          { text: String(line.backordered), style: styles.strong },
          { text: line.backordered > 0 ? expected : '', style: styles.small },
        ],
      },
      { value: serial, alt: words.barCode(serial) },
    );
  }
}

function dayOf(format: Intl.DateTimeFormat, day: string): string {
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? day : format.format(at);
}

/** Rows that stay together where a page can hold them; the head stands again on top of each further page. */
class Table {
  readonly #paper: Paper;
  readonly #flow: Flow;
  readonly #area: Area;
  readonly #head: Cells;
  readonly #element: Structure;

  constructor(paper: Paper, flow: Flow, area: Area, head: Cells) {
    this.#paper = paper;
    this.#flow = flow;
    this.#area = area;
    this.#head = head;
    this.#element = paper.element('Table');
    flow.keep(6 * pitchPt);
    this.#drawHead(true);
  }

  row(cells: Cells, barCode: { value: string; alt: string }): void {
    const laid = this.#lay(cells);
    const box = this.#barBox();
    const hasBarCode = barCodeFits(barCode.value, box.widthPt, barDots);
    const barPt = hasBarCode ? barHeightPt + 2 * mmPt : 0;
    this.#keep(laid.bands * pitchPt + barPt + 2 * mmPt);
    const row = this.#paper.element('TR', this.#element);
    const elements = this.#cellElements('TD', row);
    this.#drawBands(laid, elements, () => this.#keep(pitchPt));
    if (hasBarCode) {
      this.#keep(barHeightPt);
      this.#flow.barCode(barCode.value, box, barCode.alt, elements.device);
      this.#flow.gap(2 * mmPt);
    }
    this.#paper.rule(this.#area.xPt, this.#flow.yPt, this.#area.widthPt, 0.5);
    this.#flow.gap(2 * mmPt);
  }

  #keep(heightPt: number): void {
    const { pages } = this.#flow;
    this.#flow.keep(heightPt);
    if (this.#flow.pages > pages) this.#drawHead(false);
  }

  /** @param first the one that belongs to the structure; the others repeat it. */
  #drawHead(first: boolean): void {
    const elements = first ? this.#cellElements('TH', this.#paper.element('TR', this.#element)) : null;
    this.#drawBands(this.#lay(this.#head), elements, () => {});
    this.#paper.rule(this.#area.xPt, this.#flow.yPt, this.#area.widthPt, 1);
    this.#flow.gap(2 * mmPt);
  }

  #cellElements(type: 'TH' | 'TD', row: Structure): Record<Column, Structure> {
    const options = type === 'TH' ? { scope: 'Column' } : {};
    return Object.fromEntries(columnNames.map((name) => [name, this.#paper.element(type, row, options)])) as Record<
      Column,
      Structure
    >;
  }

  #lay(cells: Cells): LaidRow {
    const lines = Object.fromEntries(
      columnNames.map((name) => {
        const widthPt = columns[name].widthMm * mmPt - columnGapPt;
        const texts = cells[name].flatMap(({ text, style }) =>
          this.#paper.lay(text, widthPt, style).lines.map((line) => ({ line, style })),
        );
        return [name, texts];
      }),
    ) as LaidRow['lines'];
    return { lines, bands: Math.max(...Object.values(lines).map(({ length }) => length)) };
  }

  #drawBands({ lines, bands }: LaidRow, elements: Record<Column, Structure> | null, keep: () => void): void {
    for (let band = 0; band < bands; band++) {
      keep();
      for (const name of columnNames) {
        const part = lines[name][band];
        const xPt = this.#area.xPt + columns[name].xMm * mmPt;
        if (part) this.#paper.line(part.line, xPt, this.#flow.yPt, part.style, elements?.[name] ?? null);
      }
      this.#flow.gap(pitchPt);
    }
  }

  #barBox() {
    const xPt = this.#area.xPt + columns.device.xMm * mmPt;
    return { xPt, widthPt: this.#area.xPt + this.#area.widthPt - xPt, heightPt: barHeightPt, dots: barDots };
  }
}
