import { dayMs } from '../../domain/time.ts';
import type { ReadingMessage } from '../controller/protocol.ts';
import type { Cartridges } from './cartridges.ts';
import type { Days } from './days.ts';
import { readGauge } from './gauge.ts';
import { Random } from './random.ts';
import type { Scenario } from './scenarios.ts';
import type { DevicePlan } from './types.ts';

/** Brings the readings of an evening, some later, some twice, some never. */
export class Post {
  readonly #seed: string;
  readonly #scenario: Scenario;
  readonly #days: Days;
  readonly #later = new Map<number, ReadingMessage[]>();

  constructor(seed: string, scenario: Scenario, days: Days) {
    this.#seed = seed;
    this.#scenario = scenario;
    this.#days = days;
  }

  /** What arrives on the evening of `day`, of the devices that are there. `counts`: pages printed so far. */
  collect(day: number, devices: readonly { plan: DevicePlan; slots: readonly Cartridges[]; counts: number }[]) {
    const arriving = this.#later.get(day) ?? [];
    this.#later.delete(day);
    for (const { plan, slots, counts } of devices) {
      if (plan.silentDays.has(day)) continue;
      const random = new Random(this.#seed, 'reading', plan.id, day);
      const reading = this.#read(plan, slots, counts, day, random);
      const delay = random.chance(this.#scenario.late) ? random.whole(1, 4) : 0;
      this.#deliver(reading, day, delay, arriving);
      if (random.chance(this.#scenario.doubled)) this.#deliver(reading, day, delay + random.whole(0, 1), arriving);
    }
    return arriving.toSorted((a, b) => compare(a.device, b.device) || compare(a.ts, b.ts));
  }

  #deliver(reading: ReadingMessage, day: number, delay: number, today: ReadingMessage[]): void {
    if (delay === 0) today.push(reading);
    else this.#later.set(day + delay, [...(this.#later.get(day + delay) ?? []), reading]);
  }

  #read(plan: DevicePlan, slots: readonly Cartridges[], counts: number, day: number, random: Random): ReadingMessage {
    const wrong = plan.wrongClocks.find(({ from, until }) => from <= day && day < until)?.days ?? 0;
    const date = new Date(Date.parse(`${this.#days.dates[day]}T00:00:00Z`) + wrong * dayMs).toISOString().slice(0, 10);
    const clock = `${random.whole(16, 22)}:${String(random.whole(0, 59)).padStart(2, '0')}:00`;
    return {
      device: plan.id,
      ts: `${date}T${clock}`,
      ...(plan.counterStart !== null && { pages: plan.counterStart + counts }),
      supplies: slots.map((each) => {
        const shown = readGauge(each.slot.gauge, each.left / each.capacity, each.shaken, random);
        const mute = random.chance(plan.mute);
        return {
          k: each.slot.key,
          ...(mute ? { level: -2 } : shown),
          ...(plan.cartridgeSerials && each.slot.kind !== 'waste' && { serial: each.serial }),
        };
      }),
    };
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
