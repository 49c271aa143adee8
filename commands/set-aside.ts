import { eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { recordAudit } from '../db/queries/audit.ts';
import { loadDeviceFacts } from '../db/queries/facts.ts';
import { devices } from '../db/schema/index.ts';
import { assessDevice } from '../domain/assessment.ts';
import { factKey } from '../domain/notices.ts';
import { plannedTask } from '../domain/tasks.ts';
import { deviceForMail, siteName } from './mail-data.ts';
import { queueNotice } from './notices.ts';
import { openTask } from './tasks.ts';

/** A10: a device of very high use gets no new orders; its contact and the helpdesk are told once. Staff may restore it. */
export async function setAside(tx: Transaction, outbox: Outbox, deviceId: string, now: Date): Promise<void> {
  const [device] = await tx.select().from(devices).where(eq(devices.id, deviceId)).for('update');
  const [facts] = await loadDeviceFacts(tx, [deviceId], now);
  if (!device || !facts) return;
  const found = assessDevice(facts, now);
  if (device.state !== 'enrolled' || found.veryHighUse.length === 0) return;
  await tx
    .update(devices)
    .set({ state: 'set-aside', version: device.version + 1 })
    .where(eq(devices.id, deviceId));
  await recordAudit(tx, {
    accountId: device.accountId,
    at: now,
    actor: 'workflow',
    action: 'device.set-aside',
    entity: 'device',
    entityId: deviceId,
    after: { veryHighUse: found.veryHighUse },
  });
  await queueNotice(
    tx,
    outbox,
    {
      accountId: device.accountId,
      siteId: device.siteId,
      kind: 'set-aside',
      factKey: factKey.setAside(deviceId, now),
      thread: `device/${deviceId}`,
      data: {
        siteName: await siteName(tx, device.siteId),
        device: await deviceForMail(tx, deviceId),
        slots: found.veryHighUse,
      },
      leavesAt: now,
    },
    now,
  );
  const about = { deviceId, siteId: device.siteId, accountId: device.accountId };
  await openTask(
    tx,
    device.accountId,
    plannedTask('set-aside-told', about, { serial: device.serial }, now.toISOString()),
    now,
  );
}
