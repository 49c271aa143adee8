import { Random } from './random.ts';
import type { MachineType, Scenario } from './scenarios.ts';
import type { Gauge } from './types.ts';

interface Position {
  key: string;
  kind: 'toner' | 'ink' | 'waste';
  /** Rated pages, from … to. */
  yields: readonly [number, number];
}

const colours = ['C', 'M', 'Y'];
const positions: Record<MachineType, readonly Position[]> = {
  mono: [{ key: 'K', kind: 'toner', yields: [2000, 11_000] }],
  colour: [
    { key: 'K', kind: 'toner', yields: [3000, 11_000] },
    ...colours.map((key): Position => ({ key, kind: 'toner', yields: [2500, 8500] })),
    { key: 'W', kind: 'waste', yields: [14_000, 40_000] },
  ],
  ink: [
    { key: 'K', kind: 'ink', yields: [1500, 7000] },
    ...colours.map((key): Position => ({ key, kind: 'ink', yields: [1000, 4500] })),
    { key: 'W', kind: 'waste', yields: [12_000, 30_000] },
  ],
  large: [
    { key: 'K', kind: 'toner', yields: [18_000, 32_000] },
    ...colours.map((key): Position => ({ key, kind: 'toner', yields: [10_000, 22_000] })),
    { key: 'W', kind: 'waste', yields: [40_000, 80_000] },
  ],
};

/** A model of the catalogue, with the traits of its gauges, which nobody is told. */
export interface Machine {
  name: string;
  type: MachineType;
  counter: boolean;
  cartridgeSerials: boolean;
  slots: { key: string; kind: Position['kind']; sku: string; ratedYieldPages: number; gauge: Omit<Gauge, 'noise'> }[];
}

const modelsOfType = 4;

export function machinesOf(seed: string, scenario: Scenario): Record<MachineType, Machine[]> {
  const make = (type: MachineType, number: number): Machine => {
    const random = new Random(seed, 'model', type, number);
    const name = `${type}-${number}`;
    const usual = gaugeOf(random, scenario);
    // Colours are alike; only black, and what is wasted, differ.
    const colourYield = hundreds(random.between(...positions[type].at(1 % positions[type].length)!.yields));
    return {
      name,
      type,
      counter: random.chance(scenario.counters),
      cartridgeSerials: random.chance(scenario.cartridgeSerials),
      slots: positions[type].map(({ key, kind, yields }) => ({
        key,
        kind,
        sku: `${name}-${key}`.toUpperCase(),
        ratedYieldPages: colours.includes(key) ? colourYield : hundreds(random.between(...yields)),
        // Containers rarely have a gauge as good as the cartridges'.
        gauge: kind === 'waste' && random.chance(0.4) ? { ...usual, step: 'states' } : usual,
      })),
    };
  };
  const types = Object.keys(positions) as MachineType[];
  return Object.fromEntries(
    types.map((type) => [type, Array.from({ length: modelsOfType }, (_, number) => make(type, number))]),
  ) as Record<MachineType, Machine[]>;
}

function gaugeOf(random: Random, scenario: Scenario): Omit<Gauge, 'noise'> {
  const type = random.pick(scenario.gauges);
  return {
    step: type === 'states' ? type : Number(type),
    bend: random.normal() * scenario.bend,
    reserve: random.next() * scenario.reserve,
    roundsUp: random.chance(0.6),
  };
}

const hundreds = (pages: number) => Math.round(pages / 100) * 100;
