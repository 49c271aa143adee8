import type { BarCodeBox, Laid, Paper, Structure, Style } from './paper.ts';

/** The part of each page that content may fill. */
export interface Area {
  xPt: number;
  widthPt: number;
  topPt: number;
  bottomPt: number;
}

/** Content from top to bottom: what does not fit goes to the next page, line by line if it must. */
export class Flow {
  readonly #paper: Paper;
  readonly #area: Area;
  readonly #beginPage: (page: number) => void;
  #pages = 0;
  #yPt = 0;

  /** @param beginPage draws what stands on every page outside of the area; pages count from 1. */
  constructor(paper: Paper, area: Area, beginPage: (page: number) => void = () => {}) {
    this.#paper = paper;
    this.#area = area;
    this.#beginPage = beginPage;
    this.nextPage();
  }

  get yPt(): number {
    return this.#yPt;
  }

  get pages(): number {
    return this.#pages;
  }

  nextPage(): void {
    this.#paper.doc.addPage();
    this.#pages += 1;
    this.#yPt = this.#area.topPt;
    this.#beginPage(this.#pages);
  }

  /** Keeps what is `heightPt` high together on one page, where a page can hold it. */
  keep(heightPt: number): void {
    const full = this.#yPt > this.#area.topPt;
    if (full && this.#yPt + heightPt > this.#area.bottomPt) this.nextPage();
  }

  gap(heightPt: number): void {
    this.#yPt += heightPt;
  }

  text(text: string, style: Style, element: Structure): void {
    const { xPt, widthPt } = this.#area;
    this.laid(this.#paper.lay(text, widthPt, style), xPt, element);
  }

  laid({ lines, style, linePt }: Laid, xPt: number, element: Structure): void {
    for (const line of lines) {
      this.keep(linePt);
      this.#paper.line(line, xPt, this.#yPt, style, element);
      this.#yPt += linePt;
    }
  }

  barCode(value: string, box: Omit<BarCodeBox, 'yPt'>, alt: string, element: Structure): void {
    this.keep(box.heightPt);
    this.#paper.barCode(value, { ...box, yPt: this.#yPt }, alt, element);
    this.#yPt += box.heightPt;
  }
}
