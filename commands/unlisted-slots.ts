import type { Transaction } from '../db/database.ts';
import { slots } from '../db/schema/index.ts';
import type { SlotReading } from '../domain/reading.ts';
import { type SupplyKind, supplyKinds } from '../domain/supply-kinds.ts';

/** A position that the catalogue does not list is tracked and shown all the same (A04). */
export async function addUnlistedSlots(
  tx: Transaction,
  usable: readonly { device: { id: string; accountId: string }; levels: readonly SlotReading[] }[],
): Promise<void> {
  const wanted = new Map<string, typeof slots.$inferInsert>();
  for (const { device, levels } of usable) {
    for (const { key, kind, colour } of levels) {
      if (!kind || !(kind in supplyKinds)) continue;
      wanted.set(`${device.id}/${key}`, {
        accountId: device.accountId,
        deviceId: device.id,
        key,
        label: [colour, kind].filter(Boolean).join(' '),
        kind: kind as SupplyKind,
        colour: colour ?? null,
      });
    }
  }
  if (wanted.size > 0) {
    await tx
      .insert(slots)
      .values([...wanted.values()])
      .onConflictDoNothing({ target: [slots.deviceId, slots.key] });
  }
}
