import type { EventMessage, LineMessage } from '../controller/protocol.ts';
import type { Days } from './days.ts';
import { Random } from './random.ts';
import type { Scenario } from './scenarios.ts';
import type { SitePlan } from './types.ts';

/** Chances of so many business days from the warehouse to the door. */
const leadBusinessDays = { 1: 8, 2: 30, 3: 30, 4: 17, 5: 9, 6: 6 };
/** The carrier owns up to a loss so many days late. */
const lossToldAfterDays = 9;

export interface Parcel {
  id: string;
  order: string;
  site: string;
  lines: LineMessage[];
  charged: boolean;
  shipsOn: number;
  arrivesOn: number;
  lost: boolean;
  unreported: boolean;
}

export interface Shipment {
  parcels: Parcel[];
  status: ('ok' | 'backordered')[];
}

/** The warehouse and its carrier. What happens to a parcel depends on its site and day alone, whoever orders. */
export class Supplier {
  readonly #seed: string;
  readonly #scenario: Scenario;
  readonly #days: Days;
  readonly #shortages = new Map<string, { from: number; until: number }[]>();
  #parcels = 0;

  constructor(seed: string, scenario: Scenario, days: Days) {
    this.#seed = seed;
    this.#scenario = scenario;
    this.#days = days;
  }

  #readyOn(sku: string, day: number): number {
    let spans = this.#shortages.get(sku);
    if (!spans) {
      const random = new Random(this.#seed, 'shortage', sku);
      spans = random
        .days(this.#scenario.shortagesPerYear, this.#days.dates.length)
        .map((from) => ({ from, until: from + random.whole(...this.#scenario.shortageDays) }));
      this.#shortages.set(sku, spans);
    }
    return spans.find(({ from, until }) => from <= day && day < until)?.until ?? day;
  }

  /** Splits an order into what can leave and what has to wait, each group a parcel. */
  take(
    order: string,
    site: SitePlan,
    lines: readonly (LineMessage & { sku: string })[],
    day: number,
    charged: boolean,
  ): Shipment {
    const ready = lines.map(({ sku }) => this.#readyOn(sku, day));
    const parcels = [...new Set(ready)].map((readyOn): Parcel => {
      const random = new Random(this.#seed, 'parcel', site.id, readyOn);
      const lead = Number(random.pick(leadBusinessDays));
      const shipsOn = this.#days.addBusiness(readyOn, 1);
      this.#parcels += 1;
      return {
        id: `P${this.#parcels}`,
        order,
        site: site.id,
        lines: lines.filter((_, i) => ready[i] === readyOn).map(({ device, supply, qty }) => ({ device, supply, qty })),
        charged,
        shipsOn,
        arrivesOn: this.#openDay(site, this.#days.addBusiness(shipsOn, lead)),
        lost: random.chance(this.#scenario.lost),
        unreported: random.chance(this.#scenario.unreported),
      };
    });
    return { parcels, status: ready.map((on) => (on > day ? 'backordered' : 'ok')) };
  }

  /** A carrier who finds a site closed comes back on the next day on which somebody is there. */
  #openDay({ activity }: SitePlan, from: number): number {
    let day = from;
    while (day < activity.length - 1 && !(this.#days.business[day] && activity[day]! > 0.05)) day += 1;
    return day;
  }

  shipped({ order, id, site, lines, shipsOn }: Parcel): EventMessage {
    const expected = this.#days.dates[this.#days.addBusiness(shipsOn, 3)]!;
    return { type: 'shipped', order, parcel: id, site, lines, expected };
  }

  /** The day on which a parcel's end is known: its arrival, or that it is lost. */
  settlesOn({ arrivesOn, lost }: Parcel): number {
    return lost ? arrivesOn + lossToldAfterDays : arrivesOn;
  }
}
