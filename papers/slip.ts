import { postalLines } from '../domain/postal-address.ts';
import { Flow } from './flow.ts';
import { mmPt, Paper, type Style } from './paper.ts';
import { drawTable } from './slip-table.ts';
import type { SlipData } from './types.ts';
import { type PaperWords, paperWords } from './words.ts';

const page = { widthPt: 210 * mmPt, heightPt: 297 * mmPt };
const area = { xPt: 15 * mmPt, widthPt: 180 * mmPt, topPt: 15 * mmPt, bottomPt: 280 * mmPt };
const parcelBar = { xPt: area.xPt, widthPt: area.widthPt, heightPt: 12 * mmPt, dots: [3, 2] } as const;

const styles = {
  title: { font: 'bold', size: 20 },
  heading: { font: 'bold', size: 13 },
  strong: { font: 'bold', size: 10 },
  text: { font: 'regular', size: 10 },
  small: { font: 'regular', size: 8 },
  code: { font: 'code', size: 10 },
} as const satisfies Record<string, Style>;

/**
 * The packing slip of a parcel, or of an order as a whole, A4: per line what was ordered, shipped and is to follow, and the device that
 * it is for, by serial number in text and bar code (A15).
 */
export async function packingSlip(data: SlipData): Promise<Buffer> {
  const words = paperWords[data.language];
  const heading = [
    words.order(data.orderNumber),
    ...(data.parcel ? [words.parcel(data.parcel.position, data.parcel.count)] : []),
  ].join(' – ');
  const paper = new Paper({
    size: [page.widthPt, page.heightPt],
    language: data.language,
    title: `${words.slipTitle} – ${heading}`,
    createdAt: data.createdAt,
  });
  const flow = new Flow(paper, area);
  flow.text(words.slipTitle, styles.title, paper.element('H1'));
  flow.text(heading, styles.heading, paper.element('P'));
  drawParcel(paper, flow, data, words);
  drawAddresses(paper, flow, data, words);
  drawTable(paper, flow, area, data.lines, data.language);
  flow.gap(4 * mmPt);
  flow.text(words.slipNote, styles.text, paper.element('P'));
  numberPages(paper, flow.pages, heading, words);
  return paper.finish();
}

function drawParcel(paper: Paper, flow: Flow, { parcel }: SlipData, words: PaperWords): void {
  flow.gap(2 * mmPt);
  if (!parcel) return;
  const element = paper.element('P');
  flow.barCode(parcel.number, parcelBar, words.barCode(parcel.number), element);
  flow.gap(mmPt);
  flow.text(words.labelled(words.parcelNumber, parcel.number), styles.code, element);
  flow.gap(2 * mmPt);
}

function drawAddresses(paper: Paper, flow: Flow, data: SlipData, words: PaperWords): void {
  const sender = [data.from.name, ...data.from.addressLines];
  flow.text(words.labelled(words.from, sender.join(', ')), styles.small, paper.element('P'));
  flow.gap(3 * mmPt);
  const [company = '', ...rest] = postalLines(data.to, data.language);
  flow.text(words.to, styles.small, paper.element('P'));
  const address = paper.element('P');
  flow.text(company, styles.strong, address);
  for (const line of rest) flow.text(line, styles.text, address);
  flow.gap(2 * mmPt);
  if (data.contact) {
    const contact = [data.contact.name, data.contact.phone].filter(Boolean).join(', ');
    flow.text(words.labelled(words.contact, contact), styles.text, paper.element('P'));
  }
  if (data.deliveryInstructions)
    flow.text(words.labelled(words.instructions, data.deliveryInstructions), styles.text, paper.element('P'));
  flow.gap(5 * mmPt);
}

function numberPages(paper: Paper, count: number, heading: string, words: PaperWords): void {
  for (let number = 1; number <= count; number++) {
    paper.doc.switchToPage(number - 1);
    const yPt = area.bottomPt + 4 * mmPt;
    const text = words.slipPage(number, count);
    paper.line(heading, area.xPt, yPt, styles.small, null);
    paper.line(text, area.xPt + area.widthPt - paper.widthOf(text, styles.small), yPt, styles.small, null);
  }
}
