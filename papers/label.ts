import { deviceWords, supplyWords } from '../domain/naming.ts';
import { postalLines } from '../domain/postal-address.ts';
import { Flow } from './flow.ts';
import { barCodeFits, mmPt, Paper, type Structure, type Style } from './paper.ts';
import type { LabelData } from './types.ts';
import { type PaperWords, paperWords } from './words.ts';

const page = { widthPt: 105 * mmPt, heightPt: 148 * mmPt, marginPt: 5 * mmPt };
const contentPt = page.widthPt - 2 * page.marginPt;
/** What stands at the foot of every label: parcel, its bar code, its number. */
const footPt = 29 * mmPt;
const parcelBar = { xPt: page.marginPt, widthPt: contentPt, heightPt: 14 * mmPt, dots: [4, 3, 2] } as const;
const serialBar = { xPt: page.marginPt, widthPt: contentPt, heightPt: 9 * mmPt, dots: [3, 2] } as const;

const styles = {
  small: { font: 'regular', size: 8 },
  text: { font: 'regular', size: 9 },
  strong: { font: 'bold', size: 9 },
  to: { font: 'regular', size: 12 },
  toStrong: { font: 'bold', size: 13 },
  foot: { font: 'bold', size: 11 },
  serial: { font: 'code', size: 10 },
} as const satisfies Record<string, Style>;

/**
 * The shipping label of a parcel, A6: from, to, contact and instructions, then each item with the serial number of its device, as text
 * and as bar code (A15). What one label cannot hold goes on to a further one; each carries the parcel's bar code.
 */
export async function shippingLabel(data: LabelData): Promise<Buffer> {
  const words = paperWords[data.language];
  const paper = new Paper({
    size: [page.widthPt, page.heightPt],
    language: data.language,
    title: words.labelTitle(data.orderNumber, data.parcel.number),
    createdAt: data.createdAt,
  });
  const area = {
    xPt: page.marginPt,
    widthPt: contentPt,
    topPt: page.marginPt,
    bottomPt: page.heightPt - footPt - 2 * mmPt,
  };
  const flow = new Flow(paper, area, (number) => drawFoot(paper, data, words, number === 1));
  drawAddresses(paper, flow, data, words);
  drawItems(paper, flow, data, words);
  numberLabels(paper, flow.pages, words);
  return paper.finish();
}

/** On the first label for everyone; on further ones it repeats what has been said. */
function drawFoot(paper: Paper, data: LabelData, words: PaperWords, first: boolean): void {
  const { number, position, count } = data.parcel;
  const element = first ? paper.element('P') : null;
  const xPt = page.marginPt;
  let yPt = page.heightPt - footPt;
  paper.rule(xPt, yPt, contentPt);
  yPt += 1.5 * mmPt;
  paper.line(`${words.order(data.orderNumber)} – ${words.parcel(position, count)} `, xPt, yPt, styles.foot, element);
  yPt += 5.5 * mmPt;
  paper.barCode(number, { ...parcelBar, yPt }, words.barCode(number), element);
  yPt += parcelBar.heightPt + mmPt;
  const [line = ''] = paper.lay(number, contentPt, styles.serial).lines;
  paper.line(line, xPt, yPt, styles.serial, element);
}

function drawAddresses(paper: Paper, flow: Flow, data: LabelData, words: PaperWords): void {
  const sender = [data.from.name, ...data.from.addressLines];
  flow.text(words.labelled(words.from, sender.join(', ')), styles.small, paper.element('P'));
  flow.gap(1.5 * mmPt);
  paper.rule(page.marginPt, flow.yPt, contentPt);
  flow.gap(1.5 * mmPt);
  flow.text(words.to, styles.small, paper.element('P'));
  const [company = '', ...rest] = postalLines(data.to, data.language);
  flow.text(company, styles.toStrong, paper.element('H1'));
  const address = paper.element('P');
  for (const line of rest) flow.text(line, styles.to, address);
  flow.gap(1.5 * mmPt);
  if (data.contact) {
    const { name, phone } = data.contact;
    flow.text(words.labelled(words.contact, [name, phone].filter(Boolean).join(', ')), styles.text, paper.element('P'));
  }
  if (data.deliveryInstructions)
    flow.text(words.labelled(words.instructions, data.deliveryInstructions), styles.text, paper.element('P'));
  flow.gap(1.5 * mmPt);
}

function drawItems(paper: Paper, flow: Flow, data: LabelData, words: PaperWords): void {
  const heading = paper.lay(words.contents, contentPt, styles.strong);
  const items = data.items.map((item) => itemOf(paper, item, data, words));
  paper.rule(page.marginPt, flow.yPt, contentPt);
  flow.gap(1.5 * mmPt);
  flow.keep(heading.heightPt + (items[0]?.heightPt ?? 0));
  flow.laid(heading, page.marginPt, paper.element('H2'));
  const list = paper.element('L');
  for (const item of items) {
    flow.gap(1.5 * mmPt);
    flow.keep(item.heightPt);
    item.draw(flow, paper.element('LBody', paper.element('LI', list)));
  }
}

/** An item measured, so that its serial number stays beside what it is for. */
function itemOf(paper: Paper, item: LabelData['items'][number], { language }: LabelData, words: PaperWords) {
  const { maker, model, serial, place } = item.device;
  const lay = (text: string, style: Style) => paper.lay(text, contentPt, style);
  const texts = [
    lay(words.item(item.quantity, item.partNumber, supplyWords(item.supplyName, item.colour, language)), styles.strong),
    lay(words.forDevice(deviceWords(maker, model), place), styles.text),
    lay(serial, styles.serial),
  ];
  const hasBarCode = barCodeFits(serial, serialBar.widthPt, serialBar.dots);
  const heightPt = texts.reduce((sum, text) => sum + text.heightPt, 0) + (hasBarCode ? serialBar.heightPt + mmPt : 0);
  return {
    heightPt,
    draw(flow: Flow, element: Structure) {
      for (const text of texts) flow.laid(text, page.marginPt, paper.element('P', element));
      if (!hasBarCode) return;
      flow.gap(mmPt);
      flow.barCode(serial, serialBar, words.barCode(serial), element);
    },
  };
}

/** "Label 2 of 3", where there are several; known only when all are drawn. */
function numberLabels(paper: Paper, count: number, words: PaperWords): void {
  if (count === 1) return;
  for (let number = 1; number <= count; number++) {
    paper.doc.switchToPage(number - 1);
    const text = words.labelPage(number, count);
    const xPt = page.widthPt - page.marginPt - paper.widthOf(text, styles.small);
    paper.line(text, xPt, page.heightPt - footPt + 2 * mmPt, styles.small, null);
  }
}
