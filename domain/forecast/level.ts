import { dayMs } from '../time.ts';
import { type Band, notEmptyShare } from './bands.ts';
import type { Sample } from './clean.ts';
import type { LearnedRate } from './rate.ts';
import type { Trace } from './trace-state.ts';
import { daysSinceTold } from './use.ts';

/** Share (0…1) of the installed cartridge at an instant, with its standard deviation. */
export interface EstimatedLevel {
  at: Date;
  share: number;
  sd: number;
}

/** A band that leaves more than this open says nothing of the level. */
const widestBand = 0.95;

/** Cartridges differ from their rated yield, and gauges from a straight line, by so much of what is left. */
const yieldScatter = 0.06;

/** Whether the readings tell a level at all: the gauge has told it once, or at least leaves no more than a part of it open. */
export function tellsLevel({ curve }: Trace): boolean {
  return daysSinceTold(curve) !== undefined || curve.band.top - curve.band.bottom < widestBand;
}

/** By the accepted readings, at the newest of them. */
export function levelOf({ curve, last }: Trace, { weekSd }: LearnedRate, noise: number): EstimatedLevel {
  const since = daysSinceTold(curve);
  const walked = since === undefined ? 1 : weekSd * Math.sqrt(since / 7);
  return {
    at: new Date(last.at),
    share: curve.share,
    sd: Math.sqrt(Math.min(walked, uniformSd(curve.band)) ** 2 + noise ** 2 + (yieldScatter * curve.share) ** 2),
  };
}

/**
 * By all readings: an odd one at the end counts here at its face value, whether or not it is confirmed; after it, or after
 * the newest that tells an amount, "some is left" moves the estimate on in time, but not down to nothing.
 */
export function newestLevel(
  trace: Trace,
  samples: readonly Sample[],
  rate: LearnedRate,
  noise: number,
): EstimatedLevel {
  const odd = trace.pending.at(-1);
  const level = odd
    ? {
        at: new Date(odd.at),
        share: (odd.band.top + odd.band.bottom) / 2,
        sd: Math.sqrt(uniformSd(odd.band) ** 2 + noise ** 2),
      }
    : levelOf(trace, rate, noise);
  const some = newestSome(samples, level.at.getTime());
  if (!some) return level;
  const days = (some.at - level.at.getTime()) / dayMs;
  return {
    at: new Date(some.at),
    share: Math.max(notEmptyShare, level.share - rate.perDay * days),
    sd: Math.sqrt(level.sd ** 2 + (rate.sd * days) ** 2 + (rate.weekSd ** 2 * days) / 7),
  };
}

/** Only what is newer than the estimate is looked at: there is little of that, however long the history. */
function newestSome(samples: readonly Sample[], after: number): Sample | undefined {
  for (let index = samples.length - 1; index >= 0 && samples[index]!.at > after; index -= 1) {
    if (samples[index]!.level.type === 'some') return samples[index];
  }
  return undefined;
}

/** The estimate carried to a later instant by the rate, never below nothing. */
export function shareAt(level: EstimatedLevel, { perDay }: LearnedRate, now: Date): number {
  const days = Math.max(0, (now.getTime() - level.at.getTime()) / dayMs);
  return Math.max(0, level.share - perDay * days);
}

/** Standard deviation of a share that lies anywhere in the band. */
function uniformSd({ top, bottom }: Band): number {
  return (top - bottom) / Math.sqrt(12);
}
