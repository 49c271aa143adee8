import { Random } from './random.ts';
import type { DevicePlan, SlotPlan } from './types.ts';

/** The cartridges of one slot: the one that is fitted, those in the cupboard, and what each of them will hold. */
export class Cartridges {
  readonly slot: SlotPlan;
  readonly device: DevicePlan;
  /** Left in the fitted one, in rated-yield cartridges. */
  left: number;
  capacity = 1;
  spares: number;
  /** Share by which the gauge reads higher since it was shaken. */
  shaken = 0;
  serial: string;
  readonly #seed: string;
  #number = 0;
  readonly #drawn: { capacity: number; changedAt: number }[] = [];

  constructor(seed: string, device: DevicePlan, slot: SlotPlan) {
    this.#seed = seed;
    this.device = device;
    this.slot = slot;
    this.capacity = this.#cartridge(0).capacity;
    this.left = slot.start.left * this.capacity;
    this.spares = slot.start.spares;
    this.serial = this.#serialOf('start');
  }

  /** Real yields differ from the rated one; some people change a cartridge before its end when they have another. */
  #cartridge(number: number): { capacity: number; changedAt: number } {
    while (this.#drawn.length <= number) {
      const random = new Random(this.#seed, 'cartridge', this.slot.id, this.#drawn.length);
      const capacity = Math.exp(random.normal() * 0.07);
      const changedAt = random.chance(this.device.early) ? random.between(0.04, 0.28) * capacity : 0;
      this.#drawn.push({ capacity, changedAt });
    }
    return this.#drawn[number]!;
  }

  #serialOf(...what: (string | number)[]): string {
    return String(new Random(this.#seed, 'serial', this.slot.id, ...what).whole(10_000_000, 99_999_999));
  }

  fit(): void {
    this.#number += 1;
    this.capacity = this.#cartridge(this.#number).capacity;
    this.left = this.capacity;
    this.shaken = 0;
    this.serial = this.#serialOf(this.#number);
  }

  /** What a day brings beside printing. */
  live(day: number): void {
    const random = new Random(this.#seed, 'life', this.slot.id, day);
    if (this.slot.partUsedDays.has(day)) {
      const found = random.between(0.3, 0.8);
      // Who has a part-used one from elsewhere fits it when the old one has less.
      if (found > this.left + 0.1) {
        this.left = found;
        this.capacity = 1;
        this.shaken = 0;
        this.serial = this.#serialOf('part-used', day);
      }
    }
    const share = this.left / this.capacity;
    const mayShake = this.device.shakes && this.slot.kind === 'toner' && !this.shaken && share > 0 && share < 0.08;
    if (mayShake && random.chance(0.2)) this.shaken = random.between(0.03, 0.09);
  }

  /** Takes a day's use; returns what could not be had because there was no cartridge any more. */
  use(amount: number): number {
    let wanted = amount;
    while (wanted > 1e-12) {
      const changedAt = this.spares > 0 ? this.#cartridge(this.#number).changedAt : 0;
      const taken = Math.min(wanted, Math.max(0, this.left - changedAt));
      this.left -= taken;
      wanted -= taken;
      if (wanted <= 1e-12) break;
      if (this.spares === 0) return wanted;
      this.spares -= 1;
      this.fit();
    }
    return 0;
  }

  /** Cartridges that can still be used with so many spares, less what is thrown away early. */
  usable(spares: number): number {
    let sum = this.left;
    for (let i = 0; i < spares; i += 1) {
      sum =
        Math.max(0, sum - this.#cartridge(this.#number + i).changedAt) + this.#cartridge(this.#number + i + 1).capacity;
    }
    return sum;
  }

  /** True days from the evening of `day` until the slot fails with so many spares; undefined: not within what is known. */
  coverDays(day: number, spares: number): number | undefined {
    const { used } = this.slot;
    const target = used[day]! + this.usable(spares);
    if (used.at(-1)! < target) return undefined;
    let [low, high] = [day, used.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (used[middle]! < target) low = middle + 1;
      else high = middle;
    }
    return low - day;
  }
}
