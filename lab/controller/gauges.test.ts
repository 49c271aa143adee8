import { expect, test } from 'vitest';
import { historyOf } from '../../domain/forecast/slot-history.ts';
import { resolveSettings } from '../../domain/settings.ts';
import { plusDays } from '../../domain/time.ts';
import { frenchCalendar } from './calendar.ts';
import { enrol, read } from './device.ts';
import { learnGauges } from './gauges.ts';

const start = new Date('2024-06-03T18:00:00Z');

/** A printer of the same model as the others; it has read so much each day. */
function printer(serial: string, levels: readonly number[]) {
  const supplies = [{ k: 'K', kind: 'toner', sku: 'MONO-1-K', yield_pages: 5000, stock: 0 }];
  const enrolled = { device: serial, site: 'S1', model: 'mono-1', class: 'mono', supplies };
  const device = enrol(enrolled, start, frenchCalendar(2024, 2), resolveSettings({}));
  levels.forEach((level, day) => {
    const at = plusDays(start, day);
    const pages = 1000 + 30 * day;
    read(device, { device: serial, ts: at.toISOString().slice(0, 19), pages, supplies: [{ k: 'K', level }] }, at);
  });
  return device;
}

test('what others of its model have shown tells a printer’s bars, though it has never shown but one', () => {
  const bars = [100, 75, 50].flatMap((level) => Array(10).fill(level));
  const alone = printer('C', Array(30).fill(25));
  const devices = [printer('A', bars), printer('B', bars), alone];
  const slot = alone.slots.get('K')!;
  const used = () => {
    const history = historyOf(slot.facts.memory, []);
    return history.told ? history.trace.curve.points.at(-1)!.use : Number.NaN;
  };
  expect(used()).toBeLessThan(0.01);
  learnGauges(devices, plusDays(start, 30));
  expect(slot.facts.gauge).toMatchObject({ resolutionPercent: 25, resolutionBy: 'readings' });
  expect(slot.facts.observations.at(-1)!.level).toMatchObject({ percent: 25, resolution: 25 });
  expect(used()).toBeGreaterThan(0.1);
  // A reading taken from now on is seen with it, too.
  const at = plusDays(start, 31);
  read(alone, { device: 'C', ts: at.toISOString().slice(0, 19), supplies: [{ k: 'K', level: 25 }] }, at);
  expect(slot.facts.observations.at(-1)!.level).toMatchObject({ resolution: 25 });
});
