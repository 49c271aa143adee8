import type { Dice } from '../random.ts';
import type { Day, Days } from './days.ts';

/** A line that waits in the warehouse. */
export interface WaitingLine {
  orderId: string;
  lineId: string;
  urgent: boolean;
  /** Not shipped yet. */
  units: number;
}

/** What the warehouse or the carrier says, as `POST /v1/fulfilment/events` takes it. */
export interface Said {
  type: 'shipped' | 'backordered' | 'available' | 'delivered' | 'lost';
  eventId: string;
  orderId: string;
  lines: { lineId: string; quantity: number; expectedOn?: string }[];
  parcel?: { carrier: string; tracking: string; expectedOn?: string };
}

/** A box on its way, as it really is. */
interface Box {
  said: Said;
  arrivesOn: number | null;
  /** Day on which somebody says so; null: nobody ever does. */
  toldOn: number | null;
}

interface Plan {
  orderId: string;
  lineId: string;
  units: number;
  shipsOn: number;
}

const likely = {
  backordered: 0.07,
  dateChanges: 0.25,
  availableIsSaid: 0.5,
  split: 0.15,
  lost: 0.03,
  lossIsSaid: 0.7,
  late: 0.1,
  deliveryIsNotSaid: 0.15,
  saidTwice: 0.03,
};

/** Ships within three business days, with the misfortunes of such places. Days are numbers of the year. */
export class Warehouse {
  readonly #days: Days;
  readonly #dice: Dice;
  #plans: Plan[] = [];
  #boxes: Box[] = [];
  /** Lines that are out of stock, and those of them whose new date is still to be told. */
  readonly #out = new Set<string>();
  #slips: { lineId: string; tellOn: number }[] = [];
  #said = 0;
  /** Lines that it has planned for. */
  readonly #known = new Set<string>();
  readonly counts = { parcels: 0, lost: 0, backordered: 0, split: 0, untold: 0 };

  constructor(days: Days, dice: Dice) {
    this.#days = days;
    this.#dice = dice;
  }

  /**
   * A business day: looks at what waits, says what is out of stock, ships what is ready, and tells of boxes. `arrive` is called for what
   * really arrives, told or not.
   */
  work(day: Day, waiting: readonly WaitingLine[], arrive: (lineId: string, units: number) => void): Said[] {
    const said: Said[] = [];
    const fresh = waiting.filter(({ lineId }) => !this.#known.has(lineId));
    for (const lines of Map.groupBy(fresh, ({ orderId }) => orderId).values()) said.push(...this.#plan(day, lines));
    said.push(...this.#tellNewDates(day), ...this.#ship(day, waiting));
    said.push(...this.#deliver(day, arrive));
    return said.flatMap((each) => (this.#dice.chance(likely.saidTwice) ? [each, each] : [each]));
  }

  #plan(day: Day, lines: WaitingLine[]): Said[] {
    const out: Said['lines'] = [];
    for (const { orderId, lineId, units, urgent } of lines) {
      this.#known.add(lineId);
      if (this.#dice.chance(likely.backordered)) {
        const wait = this.#dice.whole(5, 18);
        const expectedOn = this.#days.day(this.#days.later(day.number, wait, 'business')).date;
        const slips = this.#dice.chance(likely.dateChanges) ? this.#dice.whole(2, 8) : 0;
        const shipsOn = this.#days.later(day.number, wait + slips, 'business');
        this.#plans.push({ orderId, lineId, units, shipsOn });
        this.#out.add(lineId);
        if (slips > 0) this.#slips.push({ lineId, tellOn: this.#days.later(day.number, wait, 'business') });
        out.push({ lineId, quantity: units, expectedOn });
        continue;
      }
      const first = this.#days.later(day.number, urgent ? 0 : this.#dice.whole(0, 2), 'business');
      const rest = units > 1 && this.#dice.chance(likely.split) ? 1 : 0;
      this.#plans.push({ orderId, lineId, units: units - rest, shipsOn: first });
      if (rest > 0) {
        this.counts.split += 1;
        const shipsOn = this.#days.later(first, this.#dice.whole(2, 4), 'business');
        this.#plans.push({ orderId, lineId, units: rest, shipsOn });
      }
    }
    if (out.length === 0) return [];
    this.counts.backordered += out.length;
    return [this.#say('backordered', lines[0]!.orderId, out)];
  }

  #tellNewDates(day: Day): Said[] {
    const due = this.#slips.filter(({ tellOn }) => tellOn <= day.number);
    this.#slips = this.#slips.filter(({ tellOn }) => tellOn > day.number);
    return due.flatMap(({ lineId }) => {
      const plan = this.#plans.find((each) => each.lineId === lineId);
      if (!plan) return [];
      const expectedOn = this.#days.day(plan.shipsOn).date;
      return [this.#say('backordered', plan.orderId, [{ lineId, quantity: plan.units, expectedOn }])];
    });
  }

  #ship(day: Day, waiting: readonly WaitingLine[]): Said[] {
    const left = new Map(waiting.map(({ lineId, units }) => [lineId, units]));
    const due = this.#plans.filter(({ shipsOn }) => shipsOn <= day.number);
    this.#plans = this.#plans.filter(({ shipsOn }) => shipsOn > day.number);
    return [...Map.groupBy(due, ({ orderId }) => orderId)].flatMap(([orderId, plans]) => {
      const lines = plans.flatMap(({ lineId, units }) => {
        // What has been withdrawn meanwhile is not there to be shipped.
        const quantity = Math.min(units, left.get(lineId) ?? 0);
        left.set(lineId, (left.get(lineId) ?? 0) - quantity);
        return quantity > 0 ? [{ lineId, quantity }] : [];
      });
      return lines.length === 0 ? [] : this.#send(day, orderId, lines);
    });
  }

  #send(day: Day, orderId: string, lines: Said['lines']): Said[] {
    const dice = this.#dice;
    this.counts.parcels += 1;
    const tracking = `RX${String(this.counts.parcels).padStart(6, '0')}`;
    const expectedOn = this.#days.day(this.#days.later(day.number, 2, 'business')).date;
    const shipped = {
      ...this.#say('shipped', orderId, lines),
      parcel: { carrier: 'Relais Express', tracking, expectedOn },
    };
    const lost = dice.chance(likely.lost);
    if (lost) this.counts.lost += 1;
    const transit = dice.chance(likely.late) ? dice.whole(4, 6) : dice.whole(1, 3);
    const arrivesOn = lost ? null : this.#days.later(day.number, transit, 'open');
    const silent = dice.chance(lost ? 1 - likely.lossIsSaid : likely.deliveryIsNotSaid);
    if (silent) this.counts.untold += 1;
    const toldOn = silent ? null : (arrivesOn ?? this.#days.later(day.number, 8, 'business'));
    this.#boxes.push({ said: shipped, arrivesOn, toldOn });
    const wasOut = lines.filter(({ lineId }) => this.#out.delete(lineId) && dice.chance(likely.availableIsSaid));
    return wasOut.length > 0 ? [this.#say('available', orderId, wasOut), shipped] : [shipped];
  }

  #deliver(day: Day, arrive: (lineId: string, units: number) => void): Said[] {
    const said: Said[] = [];
    for (const box of this.#boxes) {
      if (box.arrivesOn === day.number) for (const { lineId, quantity } of box.said.lines) arrive(lineId, quantity);
      if (box.toldOn !== day.number) continue;
      const type = box.arrivesOn === null ? 'lost' : 'delivered';
      said.push({ ...this.#say(type, box.said.orderId, box.said.lines), parcel: box.said.parcel! });
    }
    return said;
  }

  #say(type: Said['type'], orderId: string, lines: Said['lines']): Said {
    this.#said += 1;
    return { type, eventId: `w-${this.#said}`, orderId, lines };
  }
}
