import type { Sample } from './clean.ts';
import { coarseStepPoints } from './gauge-step.ts';
import { bookJobs, type RegularUse } from './jobs.ts';
import { tellsLevel } from './level.ts';
import { remember, type SlotMemory } from './memory.ts';
import { type LearnedRate, learnRate } from './rate.ts';
import { type Sensor, sensorOf } from './sensor.ts';
import type { Trace } from './trace-state.ts';
import type { ForecastInput, Swap } from './types.ts';

/** Gauges in figures come to zero before the last page: makers keep about so much of a cartridge in reserve. */
const reserveShare = 0.04;

/** A gauge that rounds shows zero up to half a step; one that counts full bars shows the last until it is used up. */
const roundedAway = (stepPoints: number) => (stepPoints < coarseStepPoints ? stepPoints / 200 : 0);

/** What the readings of one slot come to, before any question is put to them. */
export type SlotHistory =
  | { told: false; reason: 'no-reading' | 'level-unknown'; swaps: Swap[] }
  | {
      told: true;
      samples: readonly Sample[];
      noise: number;
      /** Share (0…1) that may be left although the gauge reads empty. */
      hiddenShare: number;
      trace: Trace;
      sensor: Sensor;
      /** Use that is not booked to jobs (A14), and the rate that it shows. */
      regular: RegularUse;
      rate: LearnedRate | undefined;
    };

export function slotHistory({
  profile,
  confirmationHours,
  observations,
  jobs,
}: Omit<ForecastInput, 'now'>): SlotHistory {
  return historyOf(remember({ profile, confirmationHours }, observations), jobs);
}

export function historyOf(memory: SlotMemory, jobs: ForecastInput['jobs'] = []): SlotHistory {
  const { samples, tracer, gauge, options } = memory;
  if (samples.length === 0) return { told: false, reason: 'no-reading', swaps: [] };
  if (!tracer) return { told: false, reason: 'level-unknown', swaps: [] };
  const { stepPoints, noise } = gauge;
  const { ratedYieldPages } = options.profile;
  const trace = tracer.result();
  if (!tellsLevel(trace)) return { told: false, reason: 'level-unknown', swaps: trace.swaps };
  const sensor = sensorOf(trace, stepPoints, ratedYieldPages);
  const usualRatePerDay = options.profile.usualRatePerDay || undefined;
  const rateOptions = { usualRatePerDay, blindShare: sensor.blindShare };
  const regular = bookJobs(trace.curve.points, jobs, (before) => learnRate(before, rateOptions)?.perDay);
  const known = usualRatePerDay !== undefined || sensor.tellsRate;
  const rate = known ? learnRate(regular.points, rateOptions) : undefined;
  const hiddenShare = trace.last.band.type === 'percent' ? reserveShare + roundedAway(stepPoints) : 0;
  return { told: true, samples, noise, hiddenShare, trace, sensor, regular, rate };
}
