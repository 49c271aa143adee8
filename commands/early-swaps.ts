import { inArray } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { earlySwapsOfSite } from '../db/queries/swaps.ts';
import { supplies } from '../db/schema/index.ts';
import type { DeviceAssessment, DeviceFacts } from '../domain/assessment.ts';
import { localDate } from '../domain/calendar.ts';
import { earlySwapsToTell } from '../domain/early-swap.ts';
import { factKey } from '../domain/notices.ts';
import { latest, plusDays } from '../domain/time.ts';
import { deviceForMail, siteName } from './mail-data.ts';
import { queueNotice } from './notices.ts';

/** The site's figure is that of so many days. */
const figureDays = 365;

/** C: cartridges of a device that were just changed early are told of, once, in one mail: what to do, and how often it happens there. */
export async function tellEarlySwaps(
  tx: Transaction,
  outbox: Outbox,
  facts: DeviceFacts,
  found: DeviceAssessment,
  now: Date,
): Promise<void> {
  const early = earlySwapsToTell(facts, found, now);
  const newest = latest(early.map(({ at }) => at));
  if (!newest) return;
  const supplyIds = early.flatMap(({ supplyId }) => supplyId ?? []);
  const known = await tx.select().from(supplies).where(inArray(supplies.id, supplyIds));
  const supplyOf = new Map(known.map((supply) => [supply.id, supply]));
  const { timeZone } = facts.calendar;
  const {
    swaps,
    early: earlyCount,
    cartridgesLeft,
  } = await earlySwapsOfSite(tx, facts.siteId, plusDays(now, -figureDays), now);
  await queueNotice(
    tx,
    outbox,
    {
      accountId: facts.accountId,
      siteId: facts.siteId,
      kind: 'early-swap',
      factKey: factKey.earlySwap(facts.deviceId, newest),
      thread: `device/${facts.deviceId}`,
      data: {
        siteName: await siteName(tx, facts.siteId),
        device: await deviceForMail(tx, facts.deviceId),
        cartridges: early.map(({ label, supplyId, at, leftShare, daysLeft }) => {
          const supply = supplyId ? supplyOf.get(supplyId) : undefined;
          return {
            label,
            supplyName: supply?.name ?? null,
            partNumber: supply?.partNumber ?? null,
            colour: supply?.colour ?? null,
            swappedOn: localDate(timeZone, at),
            leftPercent: Math.round(leftShare * 100),
            daysLeft,
          };
        }),
        figure: { days: figureDays, swaps, early: earlyCount, cartridgesLeft },
      },
      leavesAt: now,
    },
    now,
  );
}
