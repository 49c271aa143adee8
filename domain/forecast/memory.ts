import type { Observation } from '../reading.ts';
import { type Seen, seenSample, tellsAmount } from './bands.ts';
import { cleanObservation, cleanObservations, preference, type Sample } from './clean.ts';
import { noiseOf, noRises, noteRise, type Rises } from './gauge-noise.ts';
import { emptyGrid, type GaugeGrid, noteLevel, stepOf } from './gauge-step.ts';
import { Tracer } from './trace.ts';
import type { SlotProfile } from './types.ts';

export interface MemoryOptions {
  profile: SlotProfile;
  /** Hours after which a second accepted reading confirms an odd one (A05). */
  confirmationHours: number;
}

/** A slot of which no usual rate is known is followed as if a cartridge lasted this long, until its own use tells. */
const unknownLifeDays = 90;

/** The readings are gone through anew when what is thought of the gauge's noise (share) has moved by more than this. */
const noiseTolerance = 0.01;

/**
 * What the readings of one slot come to, as a fold: `advance` takes one reading after the other, at a constant cost; one that
 * comes late, or that changes what is thought of the gauge, has the history gone through anew. So the same readings give the
 * same memory, in whatever order and however often they came.
 */
export interface SlotMemory {
  readonly options: MemoryOptions;
  /** In order of time, one for each instant. */
  samples: Sample[];
  grid: GaugeGrid;
  rises: Rises;
  /** What the gauge was taken for in `tracer`. */
  gauge: { stepPoints: number; noise: number; hasWords: boolean };
  /** undefined: no reading has said anything of the level. */
  tracer: Tracer | undefined;
}

/** The memory of a slot of which nothing has been read. */
export function blankMemory(options: MemoryOptions): SlotMemory {
  const gauge = { stepPoints: stepOf(emptyGrid()), noise: 0, hasWords: false };
  return { options, samples: [], grid: emptyGrid(), rises: noRises, gauge, tracer: undefined };
}

export function remember(options: MemoryOptions, observations: readonly Observation[]): SlotMemory {
  const memory = blankMemory(options);
  for (const sample of cleanObservations(observations)) append(memory, sample);
  return memory;
}

/** The memory with one reading more. It is changed in place and given back: whoever needs the one before keeps its readings. */
export function advance(memory: SlotMemory, observation: Observation): SlotMemory {
  const sample = cleanObservation(observation);
  const newest = memory.samples.at(-1);
  if (!sample) return memory;
  if (!newest || sample.at > newest.at) append(memory, sample);
  else insert(memory, sample);
  return memory;
}

function append(memory: SlotMemory, sample: Sample): void {
  memory.samples.push(sample);
  noteLevel(memory.grid, sample);
  const { gauge } = memory;
  const hasWords = gauge.hasWords || tellsAmount(sample);
  const seen = seenBy(memory, sample, { ...gauge, hasWords });
  if (seen) memory.rises = noteRise(memory.rises, seen);
  const stepPoints = stepOf(memory.grid);
  const noise = noiseOf(memory.rises, stepPoints);
  const sameNoise = noise === gauge.noise || (noise > 0 && Math.abs(noise - gauge.noise) <= noiseTolerance);
  if (stepPoints === gauge.stepPoints && hasWords === gauge.hasWords && sameNoise) follow(memory, seen);
  else retrace(memory, { stepPoints, noise, hasWords });
}

function follow(memory: SlotMemory, seen: Seen | undefined): void {
  if (!seen) return;
  if (memory.tracer) memory.tracer.read(seen);
  else memory.tracer = new Tracer(seen, traceOptions(memory));
}

/** What the gauge is taken for has changed: all readings are seen with that. */
function retrace(memory: SlotMemory, gauge: SlotMemory['gauge']): void {
  memory.gauge = gauge;
  memory.tracer = undefined;
  for (const sample of memory.samples) follow(memory, seenBy(memory, sample, gauge));
}

/** A late reading: the memory becomes what it would be, had it come in time. */
function insert(memory: SlotMemory, sample: Sample): void {
  const index = memory.samples.findLastIndex(({ at }) => at <= sample.at);
  const same = memory.samples[index];
  if (same?.at !== sample.at) replay(memory, memory.samples.toSpliced(index + 1, 0, sample));
  else if (preference(sample, same) < 0) replay(memory, memory.samples.with(index, sample));
}

function replay(memory: SlotMemory, samples: readonly Sample[]): void {
  Object.assign(memory, blankMemory(memory.options));
  for (const sample of samples) append(memory, sample);
}

function seenBy({ options }: SlotMemory, sample: Sample, gauge: SlotMemory['gauge']): Seen | undefined {
  return seenSample(sample, { ...gauge, lowShare: options.profile.lowShare });
}

function traceOptions({ options: { profile, confirmationHours }, gauge: { stepPoints, noise } }: SlotMemory) {
  return {
    stepPoints,
    noise,
    confirmationHours,
    usualRatePerDay: profile.usualRatePerDay || 1 / unknownLifeDays,
    ratedYieldPages: profile.ratedYieldPages,
  };
}
