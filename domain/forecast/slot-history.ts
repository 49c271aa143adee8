import { seenSamples } from './bands.ts';
import { cleanObservations, type Sample } from './clean.ts';
import { gaugeNoise } from './gauge-noise.ts';
import { coarseStepPoints, gaugeStepPoints } from './gauge-step.ts';
import { bookJobs, type RegularUse } from './jobs.ts';
import { tellsLevel } from './level.ts';
import { type LearnedRate, learnRate } from './rate.ts';
import { type Sensor, sensorOf } from './sensor.ts';
import { type Trace, traceSlot } from './trace.ts';
import type { ForecastInput, Swap } from './types.ts';

/** What the readings of one slot come to, before any question is put to them. */
export type SlotHistory =
  | { told: false; reason: 'no-reading' | 'level-unknown'; swaps: Swap[] }
  | {
      told: true;
      samples: Sample[];
      noise: number;
      /** Share (0…1) that may be left although the gauge reads empty; none where it counts full bars, or speaks in words. */
      emptyHides: number;
      trace: Trace;
      sensor: Sensor;
      /** Use that is not booked to jobs (A14), and the rate that it shows. */
      regular: RegularUse;
      rate: LearnedRate | undefined;
    };

/** A slot of which no usual rate is known is followed as if a cartridge lasted this long, until its own use tells. */
const unknownLifeDays = 90;

export function slotHistory({
  profile,
  observations,
  confirmationHours,
  jobs = [],
}: Omit<ForecastInput, 'now'>): SlotHistory {
  const samples = cleanObservations(observations);
  if (samples.length === 0) return { told: false, reason: 'no-reading', swaps: [] };
  const stepPoints = gaugeStepPoints(samples);
  const seen = seenSamples(samples, stepPoints, profile.lowShare);
  if (seen.length === 0) return { told: false, reason: 'level-unknown', swaps: [] };
  const noise = gaugeNoise(seen, stepPoints);
  const usualRatePerDay = profile.usualRatePerDay || undefined;
  const trace = traceSlot(seen, {
    stepPoints,
    noise,
    confirmationHours,
    usualRatePerDay: usualRatePerDay ?? 1 / unknownLifeDays,
    ratedYieldPages: profile.ratedYieldPages,
  });
  if (!tellsLevel(trace)) return { told: false, reason: 'level-unknown', swaps: trace.swaps };
  const sensor = sensorOf(trace, stepPoints, profile.ratedYieldPages);
  const rateOptions = { usualRatePerDay, blindShare: sensor.blindShare };
  const regular = bookJobs(trace.curve.points, jobs, (before) => learnRate(before, rateOptions)?.perDay);
  const known = usualRatePerDay !== undefined || sensor.tellsRate;
  const rate = known ? learnRate(regular.points, rateOptions) : undefined;
  const rounds = trace.last.band.type === 'percent' && stepPoints < coarseStepPoints;
  const emptyHides = rounds ? stepPoints / 200 : 0;
  return { told: true, samples, noise, emptyHides, trace, sensor, regular, rate };
}
