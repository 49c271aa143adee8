import type { Queryable } from '../db/database.ts';
import type { LoadedDevice } from '../db/queries/facts.ts';
import type { DeviceAssessment } from '../domain/assessment.ts';
import { type ContradictionEnd, contradictionEnd } from '../domain/gauges/cross-check.ts';
import { knownGauge } from '../domain/gauges/known-gauge.ts';
import { taskKey } from '../domain/tasks.ts';
import { settleTask } from './tasks.ts';

/** A05: nobody need find out which is right any more: gauge and alerts do not contradict one another since. */
export async function settleContradicted(
  tx: Queryable,
  { openContradictions }: LoadedDevice,
  { slots }: DeviceAssessment,
  now: Date,
): Promise<void> {
  for (const { slot } of slots) {
    const ofSlot = `${taskKey('gauge-contradicted', slot.slotId)}/`;
    for (const key of openContradictions.filter((each) => each.startsWith(ofSlot))) {
      const since = new Date(key.slice(ofSlot.length));
      const end = contradictionEnd(slot.observations, slot.gauge ?? knownGauge(null, null), since);
      if (end) await settleTask(tx, key, { by: 'system', now, remark: remarkOf(end) });
    }
  }
}

function remarkOf({ percent, alert }: ContradictionEnd): string {
  if (percent === null) return 'What its gauge said is known by now to be no level.';
  return alert
    ? `Its gauge agrees with the alert now: it shows ${percent}%.`
    : `The device gives no such alert any more; its gauge shows ${percent}%.`;
}
