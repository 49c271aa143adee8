import { deviceWords, supplyWords } from '../domain/naming.ts';
import { Flow } from './flow.ts';
import { barCodeFits, mmPt, Paper, type Style } from './paper.ts';
import type { SpareLabelData } from './types.ts';
import { type PaperWords, paperWords } from './words.ts';

const page = { widthPt: 105 * mmPt, heightPt: 148 * mmPt, marginPt: 7 * mmPt };
const contentPt = page.widthPt - 2 * page.marginPt;
const serialBar = { xPt: page.marginPt, widthPt: contentPt, heightPt: 16 * mmPt, dots: [4, 3, 2] } as const;

const styles = {
  small: { font: 'regular', size: 9 },
  text: { font: 'regular', size: 11 },
  item: { font: 'bold', size: 12 },
  heading: { font: 'bold', size: 15 },
  serial: { font: 'code', size: 15 },
} as const satisfies Record<string, Style>;

/**
 * New labels for spares that were moved to another device, A6, one for each box: its shipping label bears the serial number of the
 * device that it was sent for (A15).
 */
export async function spareLabels(data: SpareLabelData): Promise<Buffer> {
  const words = paperWords[data.language];
  const paper = new Paper({
    size: [page.widthPt, page.heightPt],
    language: data.language,
    title: words.spareTitle(data.orderNumber),
    createdAt: data.createdAt,
  });
  const area = {
    xPt: page.marginPt,
    widthPt: contentPt,
    topPt: page.marginPt,
    bottomPt: page.heightPt - page.marginPt,
  };
  const flow = new Flow(paper, area);
  const boxes = data.spares.flatMap((spare) => Array.from({ length: spare.quantity }, () => spare));
  for (const [i, spare] of boxes.entries()) {
    if (i > 0) flow.nextPage();
    drawLabel(paper, flow, spare, data, words);
  }
  return paper.finish();
}

function drawLabel(
  paper: Paper,
  flow: Flow,
  { partNumber, supplyName, colour, device, from }: SpareLabelData['spares'][number],
  { siteName, orderNumber, language }: SpareLabelData,
  words: PaperWords,
): void {
  const rule = () => {
    flow.gap(2 * mmPt);
    paper.rule(page.marginPt, flow.yPt, contentPt);
    flow.gap(3 * mmPt);
  };
  flow.text(words.spareHeading, styles.heading, paper.element('H1'));
  flow.text(siteName, styles.small, paper.element('P'));
  rule();
  flow.text(words.item(1, partNumber, supplyWords(supplyName, colour, language)), styles.item, paper.element('P'));
  flow.gap(3 * mmPt);
  flow.text(words.forDevice(deviceWords(device.maker, device.model), device.place), styles.text, paper.element('P'));
  const serial = paper.element('P');
  flow.text(device.serial, styles.serial, serial);
  if (barCodeFits(device.serial, serialBar.widthPt, serialBar.dots)) {
    flow.gap(mmPt);
    flow.barCode(device.serial, serialBar, words.barCode(device.serial), serial);
  }
  rule();
  flow.text(words.spareFrom(deviceWords(from.maker, from.model), from.serial), styles.small, paper.element('P'));
  flow.text(words.spareNote(orderNumber), styles.small, paper.element('P'));
}
