import type { DaysLeft } from '../controller/protocol.ts';
import type { Cartridges } from './cartridges.ts';
import {
  type Cause,
  type Cost,
  causes,
  type ForecastSample,
  farTruthDays,
  type Scores,
  scoresOf,
  type Tally,
} from './scores.ts';
import type { Parcel } from './supplier.ts';
import type { DevicePlan } from './types.ts';
import type { Device, UnderWay } from './world.ts';

/** So many days without a reading, and a stock-out is put down to the silence. */
const silenceDays = 7;
/** A line is doubled that joins another under way, or ordered so short a time ago, … */
const recentDays = 14;
/** … while true cover is above this. */
const neededBelowDays = 30;
/** Units that arrive above so much cover were not needed by the published rules: 21 + 45 days. */
const earlyAboveDays = 66;

/** Watches a run and judges it by what is true, from the end of the warm-up on. Devices of very high use are judged apart (A10). */
export class Exam {
  readonly warmUpDays: number;
  readonly samples: ForecastSample[] = [];
  readonly tally: Tally;
  readonly #lastOrdered = new Map<Cartridges, number>();
  readonly #dry = new Map<Cartridges, Cause | undefined>();
  readonly #flagged = new Set<string>();

  constructor(warmUpDays: number) {
    this.warmUpDays = warmUpDays;
    this.tally = {
      deviceDays: 0,
      stockOutDeviceDays: 0,
      stockOutSlotDays: Object.fromEntries(causes.map((cause) => [cause, 0])) as Record<Cause, number>,
      parcels: 0,
      spareDays: 0,
      used: 0,
      obsolete: 0,
      arrived: 0,
      arrivedEarly: 0,
      lines: 0,
      units: 0,
      doubled: 0,
      refused: 0,
    };
  }

  #counts(day: number, { veryHigh }: DevicePlan): boolean {
    return day >= this.warmUpDays && !veryHigh;
  }

  used(day: number, slot: Cartridges, wanted: number, missing: number): void {
    this.#dry.set(slot, missing > 1e-12 ? this.#dry.get(slot) : undefined);
    if (missing > 1e-12) this.#missed.add(slot);
    else this.#missed.delete(slot);
    if (!this.#counts(day, slot.device)) return;
    this.tally.used += wanted;
    this.tally.spareDays += slot.spares;
  }

  readonly #missed = new Set<Cartridges>();

  /** The device's day is over: was there something to print that could not be? */
  lived(day: number, { plan, site, slots }: Device, underWay: (slot: Cartridges) => UnderWay): void {
    const open = plan.pages[day]! > 0 && site.activity[day]! > 0.05;
    const dry = slots.filter((slot) => this.#missed.has(slot));
    for (const slot of dry) {
      // The cause is what was so on its first day.
      if (!this.#dry.get(slot)) this.#dry.set(slot, causeOf(day, plan, underWay(slot)));
    }
    if (!this.#counts(day, plan)) return;
    this.tally.deviceDays += 1;
    if (!open || dry.length === 0) return;
    this.tally.stockOutDeviceDays += 1;
    for (const slot of dry) this.tally.stockOutSlotDays[this.#dry.get(slot)!] += 1;
  }

  shipped(day: number, parcels: readonly Parcel[], devices: ReadonlyMap<string, Device>): void {
    const charged = ({ lines }: Parcel) => lines.some(({ device }) => this.#counts(day, devices.get(device)!.plan));
    this.tally.parcels += parcels.filter(charged).length;
  }

  arrived(day: number, slot: Cartridges, units: number): void {
    if (!this.#counts(day, slot.device)) return;
    for (let i = 0; i < units; i += 1) {
      const cover = slot.coverDays(Math.max(0, day - 1), slot.spares + i) ?? Number.POSITIVE_INFINITY;
      this.tally.arrived += 1;
      if (cover > earlyAboveDays) this.tally.arrivedEarly += 1;
    }
  }

  ended(day: number, { plan }: Device, units: readonly number[]): void {
    if (this.#counts(day, plan)) this.tally.obsolete += units.reduce((sum, each) => sum + each, 0);
  }

  ordered(day: number, slot: Cartridges, units: number, { units: coming }: UnderWay): void {
    const recent = day - (this.#lastOrdered.get(slot) ?? Number.NEGATIVE_INFINITY) <= recentDays;
    this.#lastOrdered.set(slot, day);
    if (!this.#counts(day, slot.device)) return;
    this.tally.lines += 1;
    this.tally.units += units;
    const cover = slot.coverDays(day, slot.spares + coming) ?? Number.POSITIVE_INFINITY;
    if ((coming > 0 || recent) && cover > neededBelowDays) this.tally.doubled += 1;
  }

  refused(): void {
    this.tally.refused += 1;
  }

  forecast(day: number, slot: Cartridges, { days_left: days, lo, hi }: DaysLeft): void {
    if (!this.#counts(day, slot.device)) return;
    const truth = slot.coverDays(day, slot.spares);
    if (truth !== undefined && truth <= farTruthDays)
      this.samples.push({ slot: slot.slot.id, day, days, lo, hi, truth });
  }

  flagged(devices: readonly string[]): void {
    for (const device of devices) this.#flagged.add(device);
  }

  result(devices: readonly Device[], siteYears: number): { scores: Scores; cost: Cost } {
    const veryHigh = new Set(devices.filter(({ plan }) => plan.veryHigh).map(({ plan }) => plan.id));
    const found = [...this.#flagged].filter((id) => veryHigh.has(id)).length;
    const falseAlarms = this.#flagged.size - found;
    return scoresOf(this.tally, this.samples, { siteYears, veryHigh: veryHigh.size, found, falseAlarms });
  }
}

function causeOf(day: number, plan: DevicePlan, { units, parcels }: UnderWay): Cause {
  const heard = Array.from({ length: silenceDays }, (_, i) => day - 1 - i).some(
    (each) => each >= plan.enrolsOn && !plan.silentDays.has(each),
  );
  if (units === 0) return heard ? 'not-ordered' : 'silent';
  const all = [...parcels];
  if (all.every(({ lost }) => lost)) return 'lost';
  return all.every(({ shipsOn }) => shipsOn > day) ? 'shortage' : 'late';
}
