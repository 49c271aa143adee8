import { dayMs } from '../../domain/time.ts';
import { frenchCalendar } from '../controller/calendar.ts';

/** The days of a world by number, day 0 being its first. */
export class Days {
  readonly dates: readonly string[];
  /** 0 = Monday. */
  readonly weekdays: readonly number[];
  readonly business: readonly boolean[];

  constructor(start: string, count: number) {
    const first = Date.parse(`${start}T00:00:00Z`);
    this.dates = Array.from({ length: count }, (_, day) => new Date(first + day * dayMs).toISOString().slice(0, 10));
    this.weekdays = this.dates.map((date) => (new Date(date).getUTCDay() + 6) % 7);
    const { holidays } = frenchCalendar(Number(start.slice(0, 4)), 5);
    const closed = new Set(holidays);
    this.business = this.dates.map((date, day) => this.weekdays[day]! < 5 && !closed.has(date));
  }

  /** The `count`-th business day after `day`; the last one there is where the world ends before. */
  addBusiness(day: number, count: number): number {
    let reached = day;
    for (let left = count; left > 0 && reached < this.dates.length - 1; ) {
      reached += 1;
      if (this.business[reached]) left -= 1;
    }
    return reached;
  }
}
