import type { DeviceAssessment } from '../../domain/assessment.ts';
import { installedFromNowhere, mayHaveLent } from '../../domain/borrowed.ts';

/**
 * A15, for the devices of one site: who may have lent a cartridge that was installed from nowhere is believed to have one less. `askedAt`: when
 * that was last asked for a slot; kept up to date. Answers the devices whose shelves have changed by it.
 */
export function lend(found: readonly DeviceAssessment[], askedAt: Map<string, Date>, now: Date): Set<string> {
  const slots = found.flatMap((each) => each.slots);
  const shelves = slots.map(({ situation: { deviceId, supplyId, shelf }, slot }) => ({
    deviceId,
    supplyId,
    shelf,
    slot,
  }));
  const lenders = new Set<string>();
  for (const { slot, stock, situation } of slots) {
    if (!installedFromNowhere(stock, askedAt.get(slot.slotId) ?? null, now)) continue;
    askedAt.set(slot.slotId, now);
    for (const lender of mayHaveLent(situation, shelves)) {
      lender.slot.stock.adjustments = [...lender.slot.stock.adjustments, { at: now, units: -1 }];
      lenders.add(lender.deviceId);
    }
  }
  return lenders;
}
