import { and, desc, eq, inArray, isNull, like, or, sql } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { recordAudit } from '../db/queries/audit.ts';
import { contacts, credentials, devices, models, notices, readings, sites, tasks } from '../db/schema/index.ts';
import { plannedTask } from '../domain/tasks.ts';
import { openTask } from './tasks.ts';

type DeviceRow = typeof devices.$inferSelect;
type TaskRow = typeof tasks.$inferSelect;

/** Of each kind, how many stand in the case. */
const mostContacts = 5;

/**
 * A17: a case for the contact centre to help reconnect a device, with what is known of device, agent, network and last contacts at
 * hand. While one is open, asking again gives that one.
 */
export async function openReconnectCase(
  tx: Transaction,
  device: DeviceRow,
  asked: { network: string | null; remark: string | null; actor: string; requestId: string; now: Date },
): Promise<{ task: TaskRow; created: boolean }> {
  const about = { deviceId: device.id, siteId: device.siteId, accountId: device.accountId };
  const planned = plannedTask('reconnect-case', about, { serial: device.serial });
  const before = await openOf(tx, planned.key);
  if (before) return { task: before, created: false };
  await openTask(tx, device.accountId, planned, asked.now, await atHand(tx, device, asked));
  const task = (await openOf(tx, planned.key))!;
  await recordAudit(tx, {
    accountId: device.accountId,
    at: asked.now,
    actor: asked.actor,
    action: 'device.reconnect-case',
    entity: 'device',
    entityId: device.id,
    after: { taskId: task.id, remark: asked.remark },
    requestId: asked.requestId,
  });
  return { task, created: true };
}

async function openOf(tx: Transaction, key: string): Promise<TaskRow | undefined> {
  const [task] = await tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.dedupKey, key), eq(tasks.state, 'open')));
  return task;
}

async function atHand(tx: Transaction, device: DeviceRow, asked: { network: string | null; remark: string | null }) {
  const [[place], agents, lastReadings, people, mails] = await Promise.all([
    tx
      .select({ model: models.name, site: sites.name })
      .from(devices)
      .innerJoin(models, eq(models.id, devices.modelId))
      .innerJoin(sites, eq(sites.id, devices.siteId))
      .where(eq(devices.id, device.id)),
    tx
      .select({ name: credentials.name, lastUsedAt: credentials.lastUsedAt, revokedAt: credentials.revokedAt })
      .from(credentials)
      .where(
        and(
          eq(credentials.accountId, device.accountId),
          or(eq(credentials.siteId, device.siteId), isNull(credentials.siteId)),
          sql`${credentials.roles} && array['agent', 'device']`,
        ),
      )
      .orderBy(desc(credentials.lastUsedAt)),
    tx
      .select({ at: readings.at, receivedAt: readings.receivedAt, source: readings.source })
      .from(readings)
      .where(eq(readings.deviceId, device.id))
      .orderBy(desc(readings.at))
      .limit(mostContacts),
    tx
      .select({ name: contacts.name, role: contacts.role, email: contacts.email, phone: contacts.phone })
      .from(contacts)
      .where(
        and(
          eq(contacts.accountId, device.accountId),
          or(eq(contacts.siteId, device.siteId), isNull(contacts.siteId)),
          isNull(contacts.endedAt),
          inArray(contacts.role, ['replenishment', 'administrator', 'device-manager']),
        ),
      ),
    tx
      .select({ kind: notices.kind, sentAt: notices.sentAt, to: notices.recipientEmail })
      .from(notices)
      .where(and(eq(notices.siteId, device.siteId), eq(notices.state, 'sent'), like(notices.kind, 'silence-%')))
      .orderBy(desc(notices.sentAt))
      .limit(mostContacts),
  ]);
  const { maker, serial, connection, state, silentSince } = device;
  return {
    device: {
      maker,
      model: place!.model,
      serial,
      site: place!.site,
      place: device.place,
      connection,
      state,
      silentSince,
    },
    agents,
    network: asked.network,
    remark: asked.remark,
    lastReadings,
    contacts: people,
    lastMails: mails,
  };
}
