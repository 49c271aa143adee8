/** A step of the gauge in points of percent, or a gauge that speaks in states. */
export type GaugeType = '1' | '5' | '10' | '20' | 'states';
export type MachineType = 'mono' | 'colour' | 'ink' | 'large';

/**
 * What a world is like. No field data of gauges is public: every number is a guess of what happens, made to be varied and not to be
 * learnt by heart. Shares and chances are 0…1.
 */
export interface Scenario {
  devicesPerSite: number;
  machines: Record<MachineType, number>;
  lateEnrolments: number;
  endsPerYear: number;
  /** Typical days of life of the most used cartridge of a device, and its scatter (of the logarithm). */
  lifeDays: number;
  lifeScatter: number;
  dayScatter: number;
  weekScatter: number;
  /** Shares of the devices whose use … */
  drifting: number;
  changing: number;
  growing: number;
  bursting: number;
  sporadic: number;
  veryHigh: number;
  /** Of the bursts, those for which the customer orders beforehand. */
  announced: number;
  gauges: Partial<Record<GaugeType, number>>;
  noisy: number;
  bend: number;
  reserve: number;
  shaken: number;
  mute: number;
  counters: number;
  cartridgeSerials: number;
  missedDays: number;
  silencesPerYear: number;
  wrongClocksPerYear: number;
  late: number;
  doubled: number;
  unknownStock: number;
  changesEarly: number;
  partUsedPerYear: number;
  borrows: number;
  shortagesPerYear: number;
  shortageDays: readonly [number, number];
  lost: number;
  unreported: number;
}

const everyday: Scenario = {
  devicesPerSite: 4.5,
  machines: { mono: 35, colour: 35, ink: 12, large: 18 },
  lateEnrolments: 0.12,
  endsPerYear: 0.05,
  lifeDays: 80,
  lifeScatter: 0.6,
  dayScatter: 0.5,
  weekScatter: 0.22,
  drifting: 0.25,
  changing: 0.15,
  growing: 0.05,
  bursting: 0.15,
  sporadic: 0.1,
  veryHigh: 0.01,
  announced: 0.5,
  gauges: { 1: 60, 5: 8, 10: 20, 20: 8, states: 4 },
  noisy: 0.25,
  bend: 0.1,
  reserve: 0.05,
  shaken: 0.15,
  mute: 0.015,
  counters: 0.8,
  cartridgeSerials: 0.55,
  missedDays: 0.04,
  silencesPerYear: 0.6,
  wrongClocksPerYear: 0.08,
  late: 0.015,
  doubled: 0.015,
  unknownStock: 0.12,
  changesEarly: 0.25,
  partUsedPerYear: 0.08,
  borrows: 0.35,
  shortagesPerYear: 0.45,
  shortageDays: [4, 18],
  lost: 0.003,
  unreported: 0.04,
};

/** The worlds by name; each is the everyday one with one side of it turned up. */
export const scenarios = {
  everyday,
  clean: {
    ...everyday,
    gauges: { 1: 1 },
    ...{ noisy: 0, bend: 0, reserve: 0, shaken: 0, mute: 0, counters: 1, missedDays: 0, silencesPerYear: 0 },
    ...{ wrongClocksPerYear: 0, late: 0, doubled: 0, unknownStock: 0, changesEarly: 0, partUsedPerYear: 0 },
    ...{ borrows: 0, lost: 0, unreported: 0 },
  },
  coarse: {
    ...everyday,
    gauges: { 1: 20, 5: 15, 10: 30, 20: 25, states: 10 },
    ...{ noisy: 0.5, bend: 0.18, reserve: 0.09, shaken: 0.35, mute: 0.06, counters: 0.5, cartridgeSerials: 0.25 },
    ...{
      missedDays: 0.1,
      silencesPerYear: 2,
      wrongClocksPerYear: 0.4,
      late: 0.05,
      doubled: 0.05,
      partUsedPerYear: 0.25,
    },
  },
  restless: { ...everyday, drifting: 0.5, changing: 0.6, growing: 0.12, bursting: 0.45 },
  sporadic: { ...everyday, sporadic: 0.65, lifeDays: 140 },
  heavy: { ...everyday, lifeDays: 30, growing: 0.1, veryHigh: 0.04 },
  shortages: { ...everyday, shortagesPerYear: 1.8, shortageDays: [6, 40], lost: 0.02, unreported: 0.1 },
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];
