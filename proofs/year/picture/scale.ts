import type { Days } from '../site/days.ts';

const dayMs = 86_400_000;

/** Where things stand in the picture, in pixels. */
export const layout = {
  labels: 268,
  plot: 1120,
  right: 16,
  rowHeight: 26,
  rowGap: 3,
  deviceGap: 20,
  laneHeight: 15,
} as const;

export const pictureWidth = layout.labels + layout.plot + layout.right;

/** From instants and days to the horizontal place. */
export class Scale {
  readonly #start: number;
  readonly #perDay: number;
  readonly days: number;

  constructor(days: Days, count: number) {
    this.#start = days.day(0).at(0).getTime();
    this.#perDay = layout.plot / count;
    this.days = count;
  }

  /** Of a day's beginning; parts of days are allowed. */
  day(number: number): number {
    return layout.labels + Math.min(this.days, Math.max(0, number)) * this.#perDay;
  }

  at(instant: Date): number {
    return this.day((instant.getTime() - this.#start) / dayMs);
  }
}
