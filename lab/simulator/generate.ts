import { Days } from './days.ts';
import { type Machine, machinesOf } from './machines.ts';
import { Random } from './random.ts';
import { type MachineType, type Scenario, type ScenarioName, scenarios } from './scenarios.ts';
import { siteActivity } from './sites.ts';
import { type DevicePlan, lookAheadDays, type SitePlan, type SlotPlan } from './types.ts';
import { volumesOf } from './volumes.ts';

/** A world before anybody orders anything. */
export interface WorldPlan {
  seed: string;
  scenario: Scenario;
  days: Days;
  runDays: number;
  sites: SitePlan[];
}

export interface WorldOptions {
  seed: string;
  scenario: ScenarioName;
  devices: number;
  runDays: number;
}

/** The same options, the same world. */
export function generateWorld({ seed, scenario: name, devices, runDays }: WorldOptions): WorldPlan {
  const scenario = scenarios[name];
  const start = new Date(Date.UTC(2025, 0, 1 + new Random(seed, 'start').whole(0, 364)));
  const days = new Days(start.toISOString().slice(0, 10), runDays + lookAheadDays);
  const machines = machinesOf(seed, scenario);
  const sites: SitePlan[] = [];
  for (let left = devices; left > 0; ) {
    const id = `S${sites.length}`;
    const random = new Random(seed, 'site', id);
    const size = Math.min(left, 1 + Math.min(19, Math.floor(random.wait(scenario.devicesPerSite - 0.5))));
    const activity = siteActivity(days, seed, id);
    const usual = Object.fromEntries(Object.entries(machines).map(([type, all]) => [type, all[random.whole(0, 3)]!]));
    const make = (number: number) => {
      const type = random.pick(scenario.machines);
      const machine = random.chance(0.7) ? usual[type]! : machines[type as MachineType][random.whole(0, 3)]!;
      return deviceOf(`${id}-D${number}`, id, machine, activity, { seed, scenario, runDays });
    };
    sites.push({ id, activity, devices: Array.from({ length: size }, (_, number) => make(number)) });
    left -= size;
  }
  return { seed, scenario, days, runDays, sites };
}

interface Around {
  seed: string;
  scenario: Scenario;
  runDays: number;
}

function deviceOf(id: string, siteId: string, machine: Machine, activity: Float64Array, around: Around): DevicePlan {
  const { seed, scenario, runDays } = around;
  const random = new Random(seed, 'device', id);
  const { use, job } = volumesOf(activity, runDays, scenario, seed, id);
  const count = activity.length;
  const enrolsOn = random.chance(scenario.lateEnrolments) ? random.whole(15, Math.max(16, runDays - 80)) : 0;
  const endsBy = enrolsOn + random.wait(365 / Math.max(scenario.endsPerYear, 1e-9));
  const blackYield = machine.slots[0]!.ratedYieldPages;
  const colour = random.between(0.15, 0.8);
  const noise = random.chance(scenario.noisy) ? random.between(0.008, 0.03) : 0;
  const slots = machine.slots.map((slot) => slotOf(id, slot, use, { blackYield, colour, noise, enrolsOn }, around));
  return {
    id,
    siteId,
    model: machine.name,
    type: machine.type,
    enrolsOn,
    endsOn: endsBy < runDays && endsBy > enrolsOn + 60 ? Math.floor(endsBy) : Number.POSITIVE_INFINITY,
    endAnnounced: random.chance(0.5),
    veryHigh: slots.some(({ used }) => usesVeryMuch(used, runDays)),
    pages: use.map((cartridges) => Math.round(cartridges * blackYield)),
    counterStart: machine.counter ? random.whole(300, 150_000) : null,
    cartridgeSerials: machine.cartridgeSerials,
    job,
    early: random.chance(scenario.changesEarly) ? random.between(0.4, 1) : scenario.changesEarly * 0.1,
    shakes: random.chance(scenario.shaken),
    mute: scenario.mute * random.between(0, 2),
    silentDays: silences(random, count, scenario),
    wrongClocks: random.days(scenario.wrongClocksPerYear, count).map((from) => ({
      from,
      until: from + random.whole(4, 45),
      days: Number(random.pick({ '-2': 2, 1: 1, 400: 1, '-20000': 1 })),
    })),
    slots,
  };
}

function silences(random: Random, count: number, { missedDays, silencesPerYear }: Scenario): Set<number> {
  const silent = new Set<number>();
  for (const from of random.days(silencesPerYear, count)) {
    const length = random.chance(0.65) ? random.whole(3, 10) : random.whole(11, 42);
    for (let i = 0; i < length; i += 1) silent.add(from + i);
  }
  for (let day = 0; day < count; day += 1) if (random.chance(missedDays)) silent.add(day);
  return silent;
}

/** A10: two cartridges or more in each of four weeks on end. */
const [veryHighWeeks, veryHighPerWeek] = [4, 2];

function usesVeryMuch(used: Float64Array, runDays: number): boolean {
  let weeks = 0;
  for (let day = 7; day < runDays && weeks < veryHighWeeks; day += 7) {
    weeks = used[day]! - used[day - 7]! >= veryHighPerWeek ? weeks + 1 : 0;
  }
  return weeks >= veryHighWeeks;
}

/** Ink is also used by cleaning, printed or not. */
const cleaningPerDay = [0.0004, 0.002] as const;

function slotOf(
  deviceId: string,
  { key, kind, sku, ratedYieldPages, gauge }: Machine['slots'][number],
  use: Float64Array,
  { blackYield, colour, noise, enrolsOn }: { blackYield: number; colour: number; noise: number; enrolsOn: number },
  { seed, scenario }: Around,
): SlotPlan {
  const id = `${deviceId}/${key}`;
  const random = new Random(seed, 'slot', id);
  const share =
    key === 'K' ? 1 : kind === 'waste' ? random.between(0.7, 1.1) : colour * Math.exp(random.normal() * 0.2);
  const cleaning = kind === 'ink' ? random.between(...cleaningPerDay) : 0;
  let sum = 0;
  const used = use.map((cartridges) => {
    const scatter = Math.exp(random.normal() * 0.14);
    sum += cartridges > 0 ? (cartridges * blackYield * share * scatter) / ratedYieldPages + cleaning : cleaning;
    return sum;
  });
  const fresh = enrolsOn > 0 && random.chance(0.4);
  return {
    id,
    key,
    kind,
    sku,
    ratedYieldPages,
    gauge: { ...gauge, noise },
    used,
    start: {
      left: fresh ? 1 : random.between(0.1, 1),
      spares: random.chance(0.4) ? 1 : 0,
      told: !random.chance(scenario.unknownStock),
    },
    partUsedDays: new Set(random.days(scenario.partUsedPerYear, use.length)),
  };
}
