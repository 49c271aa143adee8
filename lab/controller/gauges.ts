import { type KnownGauge, knownGauge } from '../../domain/gauges/known-gauge.ts';
import { type GaugeHistory, learnGauge } from '../../domain/gauges/learn-gauge.ts';
import type { Observation } from '../../domain/reading.ts';
import { plusDays } from '../../domain/time.ts';
import { type DeviceRecord, setGauge } from './device.ts';

/** As much as the product's maintenance looks at. */
const mostDevices = 25;
const lookBackDays = 60;

/** C, honest gauges: what each model's gauges can tell, learned from those in the field, and their devices seen with it. */
export function learnGauges(devices: Iterable<DeviceRecord>, now: Date): void {
  const since = plusDays(now, -lookBackDays);
  for (const fleet of Map.groupBy(devices, ({ model }) => model).values()) {
    const gauges = new Map<string, KnownGauge>();
    for (const key of new Set(fleet.flatMap(({ slots }) => [...slots.keys()]))) {
      const histories = fleet
        .slice(0, mostDevices)
        .map(({ slots }) => historySince(slots.get(key)?.readings ?? [], since));
      gauges.set(key, knownGauge(learnGauge(histories), null));
    }
    for (const { slots } of fleet) for (const [key, slot] of slots) setGauge(slot, gauges.get(key)!);
  }
}

/** In order of time but for what came late, which teaches nothing else. */
function historySince(readings: readonly Observation[], since: Date): GaugeHistory {
  const first = readings.findLastIndex(({ at }) => at < since) + 1;
  return readings.slice(first).map(({ level }) => ({ level }));
}
