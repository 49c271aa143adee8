import { eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { loadDeviceFacts } from '../db/queries/facts.ts';
import { agents, devices, silenceStages } from '../db/schema/index.ts';
import { assessDevice } from '../domain/assessment.ts';
import { deviceStateMeanings } from '../domain/device-life.ts';
import { factKey } from '../domain/notices.ts';
import { silenceStages as stages } from '../domain/silence.ts';
import { plannedTask } from '../domain/tasks.ts';
import { remindOfAgent } from './remind-agent.ts';
import { joinSiteMail } from './site-reminder.ts';
import { openTask } from './tasks.ts';
import { publishSilence } from './webhooks/facts.ts';

/**
 * A16: does what the present stage of a device's silence asks for, once: puts it into its site's mail of that stage, which leaves at
 * the site's time of day, or asks the helpdesk; records earlier stages as skipped. Where its agent is silent, the agent is what is told.
 */
export async function remind(tx: Transaction, outbox: Outbox, deviceId: string, now: Date): Promise<void> {
  const [device] = await tx.select().from(devices).where(eq(devices.id, deviceId)).for('update');
  await lockAgent(tx, device?.heardThrough ?? null);
  const [facts] = await loadDeviceFacts(tx, [deviceId], now);
  if (!device || !facts || !deviceStateMeanings[facts.state].reminders) return;
  const { silence, agent } = assessDevice(facts, now);
  if (agent?.due) await remindOfAgent(tx, outbox, facts, { ...agent, due: agent.due }, now);
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
    const mail = {
      kind: stage.notice,
      keyAt: (leaves: Date) => factKey.silence(facts.siteId, stage.stage, leaves),
      thread: `site/${facts.siteId}/silence`,
      data: { siteName: '', devices: [] },
    };
    await record(stage.stage, 'mail', await joinSiteMail(tx, outbox, facts, mail, now));
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

/** The devices behind one agent are all reminded at about the same time; one of them does it. */
async function lockAgent(tx: Transaction, credentialId: string | null): Promise<void> {
  if (credentialId) await tx.select().from(agents).where(eq(agents.credentialId, credentialId)).for('update');
}
