import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { loadDeviceFacts } from '../db/queries/facts.ts';
import { devices, models, notices, silenceStages, sites } from '../db/schema/index.ts';
import { assessDevice, type DeviceFacts } from '../domain/assessment.ts';
import { deviceStateMeanings } from '../domain/device-life.ts';
import { factKey } from '../domain/notices.ts';
import { leavesAt, silenceStages as stages } from '../domain/silence.ts';
import { plannedTask } from '../domain/tasks.ts';
import { queueNotice } from './notices.ts';
import { openTask } from './tasks.ts';
import { publishSilence } from './webhooks/facts.ts';

/**
 * A16: does what the present stage of a device's silence asks for, once: puts it into its site's mail of that stage, which leaves at
 * the site's time of day, or asks the helpdesk; records earlier stages as skipped.
 */
export async function remind(tx: Transaction, outbox: Outbox, deviceId: string, now: Date): Promise<void> {
  const [device] = await tx.select().from(devices).where(eq(devices.id, deviceId)).for('update');
  const [facts] = await loadDeviceFacts(tx, [deviceId], now);
  if (!device || !facts || !deviceStateMeanings[facts.state].reminders) return;
  const { silence } = assessDevice(facts, now);
  if (!silence.due) return;
  const silentSince = facts.silentSince ?? silence.since;
  const record = (stage: number, outcome: 'mail' | 'task' | 'skipped', noticeId: string | null = null) =>
    tx
      .insert(silenceStages)
      .values({ accountId: facts.accountId, deviceId, silentSince, stage, outcome, noticeId, recordedAt: now })
      .onConflictDoNothing();

  for (const skipped of silence.due.skipped) await record(skipped, 'skipped');
  const stage = stages.find((each) => each.stage === silence.due!.stage)!;
  const about = { deviceId, siteId: facts.siteId, accountId: facts.accountId };
  const occasion = silentSince.toISOString();
  const days = Math.floor(silence.ageDays);
  if (facts.managed) {
    await openTask(
      tx,
      facts.accountId,
      plannedTask(stage.managedTask, about, { days, serial: facts.serial }, `${occasion}/${stage.stage}`),
      now,
    );
    await record(stage.stage, 'task');
  } else {
    await record(stage.stage, 'mail', await joinSiteMail(tx, outbox, facts, stage, now));
    if (stage.task)
      await openTask(
        tx,
        facts.accountId,
        plannedTask(stage.task, about, { days, serial: facts.serial }, occasion),
        now,
      );
  }
  await tx.update(devices).set({ silentSince }).where(eq(devices.id, deviceId));
  const reached = { deviceId, serial: facts.serial, siteId: facts.siteId, silentSince: occasion, stage: stage.stage };
  await publishSilence(tx, facts.accountId, reached, now);
}

/** The mail that devices of one site at one stage share; which of them are still silent is looked up when it leaves. */
async function joinSiteMail(
  tx: Transaction,
  outbox: Outbox,
  facts: DeviceFacts,
  stage: (typeof stages)[number],
  now: Date,
): Promise<string> {
  let leaves = leavesAt(now, facts.settings, facts.calendar.timeZone);
  for (;;) {
    const key = factKey.silence(facts.siteId, stage.stage, leaves);
    const made = await queueNotice(
      tx,
      outbox,
      {
        accountId: facts.accountId,
        siteId: facts.siteId,
        kind: stage.notice,
        factKey: key,
        thread: `site/${facts.siteId}/silence`,
        data: { siteName: '', devices: [] },
        leavesAt: leaves,
      },
      now,
    );
    if (made) return made;
    const [shared] = await tx
      .select({ id: notices.id, state: notices.state })
      .from(notices)
      .where(eq(notices.factKey, key))
      .for('update');
    if (shared!.state === 'waiting') return shared!.id;
    // That one has left in this very moment; the next one takes it along.
    leaves = leavesAt(new Date(leaves.getTime() + 1000), facts.settings, facts.calendar.timeZone);
  }
}

/** The devices that a silence mail is about, as of the moment it leaves: what has reported since, or is paused or gone, is not in it. */
export async function stillSilent(tx: Transaction, noticeId: string, now: Date) {
  const rows = await tx
    .select({ deviceId: silenceStages.deviceId, silentSince: silenceStages.silentSince })
    .from(silenceStages)
    .innerJoin(devices, and(eq(devices.id, silenceStages.deviceId), eq(devices.silentSince, silenceStages.silentSince)))
    .where(eq(silenceStages.noticeId, noticeId));
  const facts = await loadDeviceFacts(
    tx,
    rows.map(({ deviceId }) => deviceId),
    now,
  );
  const silent = facts.flatMap((device) => {
    const found = assessDevice(device, now);
    return found.silence.silent && deviceStateMeanings[device.state].reminders ? [{ device, found }] : [];
  });
  const details = await Promise.all(
    silent.map(async ({ device, found }) => {
      const [row] = await tx
        .select({ place: devices.place, model: models.name, siteName: sites.name })
        .from(devices)
        .innerJoin(models, eq(models.id, devices.modelId))
        .innerJoin(sites, eq(sites.id, devices.siteId))
        .where(eq(devices.id, device.deviceId));
      return { device, found, ...row! };
    }),
  );
  return details;
}
