import { isCovered } from '../../../domain/supply-kinds.ts';
import type { Dice } from '../random.ts';
import type { Day } from './days.ts';
import type { DevicePlan } from './fleet.ts';
import { type Model, models, type SlotModel } from './models.ts';

/** A cartridge changed by somebody on the site. */
export interface TrueSwap {
  day: number;
  /** Share (0…1) left in the one that was taken out. */
  left: number;
}

/** What is really in and beside a printer: the truth that the product does not see. */
export interface Position {
  model: SlotModel;
  /** Share (0…1) of the installed cartridge, or of the room in the container. */
  left: number;
  /** True capacity of the installed one, times its rated yield. */
  capacity: number;
  /** Unused ones on the shelf. */
  spares: number;
  swaps: TrueSwap[];
  /** Open days on which it stood dry with no spare. */
  dryDays: number[];
  /** Share at the end of each day, by day number. */
  record: Map<number, number>;
}

/** Habits of the people who change cartridges, as chances per open day. */
const changesWhenDry = 0.9;
const changesWhenLow = { below: 0.08, chance: 0.15 };
const changesFarTooEarly = { below: 0.4, chance: 0.002 };

/** Somebody prints on a closed day now and then. */
const shareOnClosedDays = 0.02;

export class Printer {
  readonly serial: string;
  readonly plan: DevicePlan;
  readonly model: Model;
  readonly positions: Position[];
  /** Lifetime counter. */
  pages: number;
  readonly #dice: Dice;

  constructor(serial: string, plan: DevicePlan, dice: Dice) {
    this.serial = serial;
    this.plan = plan;
    this.model = models[plan.model];
    this.#dice = dice;
    this.pages = dice.whole(2_000, 90_000);
    this.positions = this.model.slots.map((model) => ({
      model,
      left: 0.1 + 0.9 * dice.next(),
      capacity: dice.about(1, 0.06),
      spares: dice.chance(0.5) ? 1 : 0,
      swaps: [],
      dryDays: [],
      record: new Map(),
    }));
  }

  position(key: string): Position | undefined {
    return this.positions.find(({ model }) => model.key === key);
  }

  /** A day of printing. `factor`: how much more than usual; `endless`: spares come from nowhere, as before the year. */
  work(day: Day, factor: number, endless: boolean): void {
    const wanted = this.#dice.about(this.plan.pagesPerDay * factor, 0.45) * (day.open ? 1 : shareOnClosedDays);
    let printed = Math.round(wanted);
    for (const position of this.positions) {
      const does = this.#use(position, Math.round(wanted), day, endless || !isCovered(position.model.kind));
      // Without black, or with a full waste container, nothing is printed.
      if (position.model.perPage === 1) printed = Math.min(printed, does);
    }
    this.pages += printed;
  }

  /** @returns pages that this position allowed. */
  #use(position: Position, pages: number, day: Day, endless: boolean): number {
    const dice = this.#dice;
    const perPage = position.model.perPage / (position.model.yieldPages * position.capacity);
    // What is on a page differs from day to day, for all pages of the day alike.
    const use = pages * perPage * dice.about(1, 0.2);
    const spare = () => endless || position.spares > 0;
    const changesIt =
      day.open &&
      spare() &&
      ((position.left < changesWhenLow.below && dice.chance(changesWhenLow.chance)) ||
        (position.left < changesFarTooEarly.below && dice.chance(changesFarTooEarly.chance)));
    if (changesIt) this.#change(position, day, endless);
    let short = use - position.left;
    if (short > 0 && day.open && spare() && dice.chance(changesWhenDry)) {
      position.left = 0;
      this.#change(position, day, endless);
      position.left = Math.max(0, 1 - short);
      short = 0;
    } else position.left = Math.max(0, position.left - use);
    if (day.open && position.left <= 0 && !spare()) position.dryDays.push(day.number);
    position.record.set(day.number, position.left);
    return short <= 0 || use === 0 ? pages : Math.round(pages * (1 - short / use));
  }

  #change(position: Position, day: Day, endless: boolean): void {
    position.swaps.push({ day: day.number, left: position.left });
    if (!endless) position.spares -= 1;
    position.left = 1;
    position.capacity = this.#dice.about(1, 0.06);
  }
}
