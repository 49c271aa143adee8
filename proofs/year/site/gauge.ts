import type { Level } from '../../../domain/reading.ts';
import type { Gauge } from './models.ts';

/** Below this the printer calls a supply low. */
const lowShare = 0.1;
/** Steps from here on are bars, each of which shows until it is used up; finer gauges round. */
const barStep = 10;

/** What a gauge says of a cartridge (or of the room in a container) of which `left` (0…1) remains. */
export function shown(gauge: Gauge, left: number): Level {
  if (gauge.shows === 'states') return { type: 'state', state: left <= 0 ? 'empty' : left <= lowShare ? 'low' : 'ok' };
  const steps = (left * 100) / gauge.step;
  const percent = (gauge.step >= barStep ? Math.ceil(steps - 1e-9) : Math.round(steps)) * gauge.step;
  return { type: 'percent', percent: Math.min(100, percent) };
}

/** For the picture: the share that a level speaks of, null where it names none. */
export function shareOf(level: Level): number | null {
  if (level.type === 'percent') return Math.min(1, Math.max(0, level.percent / 100));
  return level.type === 'state' ? { ok: null, low: lowShare, empty: 0 }[level.state] : null;
}
