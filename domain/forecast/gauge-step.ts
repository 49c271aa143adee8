import type { Sample } from './clean.ts';

/** Steps that gauges are known to have, in points of a hundred, coarsest first (A05). */
const usualSteps = [25, 20, 10, 5, 2];
const finestStep = 1;

/** From this step on a gauge counts full bars: a bar shows until it is used up. Finer ones round to the nearest. */
export const coarseStepPoints = 10;

/** This many readings off the grid do not change what the others say of it: one odd reading, or 3 % of many. */
function tolerated(readings: number): number {
  return Math.max(readings >= enoughReadings ? 1 : 0, Math.floor(readings * 0.03));
}

const enoughReadings = 6;

/**
 * The gauge's step in points (0…100]: as the device states it, else the coarsest usual step that its levels keep to. 0 and
 * 100 show on every gauge, so it takes two levels in between to tell, or one that has stood for some readings and was come
 * to by a change; else the finest step is assumed. The newest sample is left out: an odd reading must not teach the step it
 * is judged by.
 */
export function gaugeStepPoints(samples: readonly Sample[]): number {
  const stated = samples.findLast(({ level }) => level.type === 'percent' && level.resolution !== undefined)?.level;
  if (stated?.type === 'percent' && stated.resolution) return Math.min(100, stated.resolution);
  const shown = samples.slice(0, -1).flatMap(({ level }) => (level.type === 'percent' ? [level.percent] : []));
  const between = shown.filter((percent) => percent > 0 && percent < 100);
  const enough = between.length >= enoughReadings && new Set(shown).size >= 2 ? 1 : 2;
  const keptTo = usualSteps.find((step) => {
    const onGrid = between.filter((percent) => Math.abs(percent / step - Math.round(percent / step)) < 1e-6);
    return between.length - onGrid.length <= tolerated(between.length) && new Set(onGrid).size >= enough;
  });
  return keptTo ?? finestStep;
}
