import { dayMs } from '../time.ts';
import { coarseStepPoints } from './gauge-step.ts';
import { cartridgesPerPage } from './page-use.ts';
import type { Trace } from './trace-state.ts';
import { lastPoint } from './use.ts';

/** What a slot's rate can be read from. */
export interface Sensor {
  basis: 'readings' | 'page-counter';
  /** Share (0…1) that may pass unseen between two changes of the gauge; 0 where the page counter fills the gap. */
  blindShare: number;
  /** Its own readings tell a rate, even if no usual rate is known. */
  tellsRate: boolean;
}

/** Without a usual rate, use must have been seen over this time; a fine gauge that never moved must have been still for that. */
const shortestDays = 7;
const stillDays = 14;

/** A05: the page counter is the sensor where the gauge is too coarse and both together have shown what a page takes. */
export function sensorOf({ curve, last, pageUse }: Trace, stepPoints: number, ratedYieldPages?: number): Sensor {
  const coarse = last.band.type === 'state' || stepPoints >= coarseStepPoints;
  const counted =
    coarse &&
    last.pages !== undefined &&
    pageUse.pages > 0 &&
    cartridgesPerPage(pageUse, ratedYieldPages) !== undefined;
  const days = (last.at - curve.points[0]!.at) / dayMs;
  const moved = curve.from > 0 && lastPoint(curve).use > 0;
  return {
    basis: counted ? 'page-counter' : 'readings',
    blindShare: counted ? 0 : last.band.type === 'state' ? 1 : stepPoints / 100,
    tellsRate: days >= shortestDays && (moved || counted || (!coarse && days >= stillDays)),
  };
}
