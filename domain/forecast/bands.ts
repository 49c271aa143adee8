import type { Level } from '../reading.ts';
import type { Sample } from './clean.ts';
import { coarseStepPoints } from './gauge-step.ts';

/** What a level says of the true share (0…1) of the cartridge: it lies between `bottom` and `top`. */
export interface Band {
  /** The share as the gauge shows it. */
  shown: number;
  top: number;
  bottom: number;
  type: 'percent' | 'state';
}

/** A sample whose level says something. */
export interface Seen extends Omit<Sample, 'level'> {
  band: Band;
}

/** What is not empty holds at least this share: an estimate may come down to it, but not contradict the gauge. */
export const notEmptyShare = 0.005;

const empty = { shown: 0, top: 0, bottom: 0 };

/** A05: a percentage is true to its step; a coarse state is a wide band, of which "low" ends at the model's low share. */
export function bandOf(level: Level, stepPoints: number, lowShare: number): Band | undefined {
  if (level.type === 'percent') return { ...percentBand(level.percent / 100, stepPoints / 100), type: 'percent' };
  if (level.type !== 'state') return undefined;
  const states = {
    ok: { shown: 1, top: 1, bottom: lowShare },
    low: { shown: lowShare, top: lowShare, bottom: Math.min(notEmptyShare, lowShare) },
    empty,
  };
  return { ...states[level.state], type: 'state' };
}

function percentBand(shown: number, step: number): Omit<Band, 'type'> {
  if (shown <= 0) return empty;
  const above = step * 100 >= coarseStepPoints ? 0 : step / 2;
  const bottom = Math.max(Math.min(notEmptyShare, shown), shown + above - step);
  return { shown, top: Math.min(1, shown + above), bottom };
}

/** Whether a sample tells an amount by which "some is left" can be judged: a percentage, or a word other than "empty". */
export function tellsAmount({ level }: Sample): boolean {
  return level.type === 'percent' || (level.type === 'state' && level.state !== 'empty');
}

const someIsLeft: Band = { shown: 1, top: 1, bottom: notEmptyShare, type: 'state' };

/**
 * The sample as far as it says something of the level. "Some is left" says nothing where the gauge has words or figures for it
 * (`hasWords`); where it knows only "some" and "empty", it tells the cartridge that is not empty from the one that is.
 */
export function seenSample(
  { level, ...rest }: Sample,
  gauge: { stepPoints: number; lowShare: number; hasWords: boolean },
): Seen | undefined {
  const band = level.type === 'some' && !gauge.hasWords ? someIsLeft : bandOf(level, gauge.stepPoints, gauge.lowShare);
  return band && { ...rest, band };
}

export function seenSamples(samples: readonly Sample[], stepPoints: number, lowShare: number): Seen[] {
  const gauge = { stepPoints, lowShare, hasWords: samples.some(tellsAmount) };
  return samples.flatMap((sample) => seenSample(sample, gauge) ?? []);
}
