import { DateTime } from 'luxon';

export const timeZone = 'Europe/Paris';

/** French holidays that have a fixed date. */
const fixedHolidays = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** Closed for the summer, weekends around included. Nobody tells the product. */
const closure = { from: '08-02', until: '08-16' };

/** One local day of the simulated year. */
export interface Day {
  /** From 0; negative before the year begins. */
  number: number;
  /** `YYYY-MM-DD`. */
  date: string;
  /** Somebody is there to print, to sign for parcels, to change cartridges. */
  open: boolean;
  /** The warehouse and the carriers work. */
  business: boolean;
  /** The instant at this local time. */
  at(hour: number, minute?: number): Date;
}

export class Days {
  readonly #first: DateTime;

  /** @param firstDate `YYYY-MM-DD`: day 0. */
  constructor(firstDate: string) {
    this.#first = DateTime.fromISO(firstDate, { zone: timeZone });
  }

  day(number: number): Day {
    const local = this.#first.plus({ days: number });
    const monthDay = local.toFormat('MM-dd');
    const business = local.weekday <= 5 && !fixedHolidays.includes(monthDay);
    return {
      number,
      date: local.toISODate()!,
      business,
      open: business && !(monthDay >= closure.from && monthDay <= closure.until),
      at: (hour, minute = 0) => local.set({ hour, minute }).toJSDate(),
    };
  }

  /** The number of a `MM-DD` of the year that day 0 is in. */
  numberOf(monthDay: string): number {
    const that = DateTime.fromISO(`${this.#first.year}-${monthDay}`, { zone: timeZone });
    return Math.round(that.diff(this.#first, 'days').days);
  }

  /** The `count`-th day from `from` on that is `which`, which day `from` itself may be for 0. */
  later(from: number, count: number, which: 'open' | 'business'): number {
    let number = from;
    for (let left = count; ; number += 1) {
      if (!this.day(number)[which]) continue;
      if (left === 0) return number;
      left -= 1;
    }
  }

  /** What the site tells the product, for this year and the next. */
  holidays(): string[] {
    const { year } = this.#first;
    return [year - 1, year, year + 1].flatMap((each) => fixedHolidays.map((monthDay) => `${each}-${monthDay}`));
  }
}
