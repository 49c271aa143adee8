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

/** What the levels so far say of the gauge's step; grows by one sample at a time. */
export interface GaugeGrid {
  stated: number | undefined;
  /** Of the newest percentage: it counts from the next sample on, since an odd reading must not teach the step it is judged by. */
  newest: number | undefined;
  /** Levels that it showed; 0 and 100 show on every gauge, and count only as different ones. */
  shown: Set<number>;
  between: number;
  /** Of each usual step: readings between 0 and 100 that keep to it, and how many different ones. */
  onGrid: { readings: number; different: number }[];
}

export function emptyGrid(): GaugeGrid {
  const onGrid = usualSteps.map(() => ({ readings: 0, different: 0 }));
  return { stated: undefined, newest: undefined, shown: new Set(), between: 0, onGrid };
}

export function noteLevel(grid: GaugeGrid, { level }: Sample): void {
  if (grid.newest !== undefined) count(grid, grid.newest);
  grid.newest = level.type === 'percent' ? level.percent : undefined;
  if (level.type === 'percent' && level.resolution !== undefined) grid.stated = Math.min(100, level.resolution);
}

function count(grid: GaugeGrid, percent: number): void {
  const isNew = !grid.shown.has(percent);
  grid.shown.add(percent);
  if (percent <= 0 || percent >= 100) return;
  grid.between += 1;
  usualSteps.forEach((step, index) => {
    if (Math.abs(percent / step - Math.round(percent / step)) >= 1e-6) return;
    const kept = grid.onGrid[index]!;
    kept.readings += 1;
    if (isNew) kept.different += 1;
  });
}

/**
 * The gauge's step in points (0…100]: as the device states it, else the coarsest usual step that its levels keep to. 0 and
 * 100 show on every gauge, so it takes two levels in between to tell, or one that has stood for some readings and was come
 * to by a change; else the finest step is assumed.
 */
export function stepOf({ stated, shown, between, onGrid }: GaugeGrid): number {
  if (stated) return stated;
  const enough = between >= enoughReadings && shown.size >= 2 ? 1 : 2;
  const keptTo = onGrid.findIndex(
    ({ readings, different }) => between - readings <= tolerated(between) && different >= enough,
  );
  return usualSteps[keptTo] ?? finestStep;
}

export function gaugeStepPoints(samples: readonly Sample[]): number {
  const grid = emptyGrid();
  for (const sample of samples) noteLevel(grid, sample);
  return stepOf(grid);
}
