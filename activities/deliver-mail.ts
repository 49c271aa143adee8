import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import { linkToken } from '../commands/links.ts';
import { settleRefused } from '../commands/mail-refused.ts';
import { recipientOf } from '../commands/recipient.ts';
import { stillSilent, stillSilentAgents } from '../commands/silent-now.ts';
import { openTask } from '../commands/tasks.ts';
import type { Database, Transaction } from '../db/database.ts';
import { contacts, links, notices, sites } from '../db/schema/index.ts';
import type { DeviceAssessment, DeviceFacts } from '../domain/assessment.ts';
import { localDate } from '../domain/calendar.ts';
import { deviceProtectedUntil } from '../domain/protected-until.ts';
import { plannedTask } from '../domain/tasks.ts';
import { daysBetween } from '../domain/time.ts';
import { automaticHeaders, identityOf } from '../mail/headers.ts';
import type { AgentSilentData, NoticeData, OrderMadeData, SilentDevice } from '../mail/notice-data.ts';
import { renderNotice } from '../mail/render.ts';
import { PermanentRefusal } from '../mail/transport.ts';
import { countBlocked } from '../metrics/blocked.ts';
import type { ActivityDeps } from './index.ts';

type MailDeps = Pick<ActivityDeps, 'db' | 'mailer' | 'config' | 'log'>;
type NoticeRow = typeof notices.$inferSelect;

/**
 * Sends the mail of one fact. What is sent is written down first, so that a repeat after an unanswered DATA is the same mail with the
 * same Message-ID; what a server refuses for good is not tried again but becomes a task (A11).
 */
export async function deliverMail(
  deps: MailDeps,
  noticeId: string,
  now: Date,
): Promise<{ outcome: 'sent' | 'refused' | 'skipped' }> {
  const prepared = await deps.db.transaction((tx) => prepare(deps, tx, noticeId, now));
  if (prepared === 'sent' || prepared === 'refused' || prepared === 'skipped') {
    if (prepared === 'sent') countBlocked('mail');
    return { outcome: prepared };
  }
  try {
    await deps.mailer.send(prepared);
  } catch (error) {
    if (!(error instanceof PermanentRefusal)) {
      await noteAttempt(deps.db, noticeId, error);
      throw error;
    }
    await deps.db.transaction((tx) => refused(tx, noticeId, error, now));
    return { outcome: 'refused' };
  }
  await recordSent(deps, noticeId, now);
  return { outcome: 'sent' };
}

/** Between tries to write down that a mail was taken, and for how long: longer than most outages last. */
const betweenRecordingsMs = 250;
const mostRecordingMs = 300_000;

/**
 * Only this process knows that the mail was taken: it says so until the database hears it, even after the activity's own time, since
 * who tries the activity again would send the mail again.
 */
async function recordSent({ db, log }: MailDeps, noticeId: string, now: Date): Promise<void> {
  for (const beganAt = performance.now(); ; await sleep(betweenRecordingsMs)) {
    try {
      await db.transaction((tx) => noteSent(tx, noticeId, now));
      return;
    } catch (err) {
      if (performance.now() - beganAt > mostRecordingMs) throw err;
      log.warn({ err, noticeId }, 'the mail was taken; that is not written down yet');
    }
  }
}

async function prepare(deps: MailDeps, tx: Transaction, noticeId: string, now: Date) {
  const [notice] = await tx.select().from(notices).where(eq(notices.id, noticeId)).for('update');
  if (!notice) throw new Error(`notice ${noticeId} is not on record`);
  if (notice.state !== 'waiting') return notice.state;
  const data = await dataToSay(deps, tx, notice, now);
  if (data === null) {
    await tx.update(notices).set({ state: 'skipped' }).where(eq(notices.id, noticeId));
    return 'skipped';
  }
  const contact = await recipientOf(tx, notice);
  if (!contact) {
    await refused(tx, noticeId, new Error('nobody to write to: the account has no contact'), now);
    return 'refused';
  }
  const timeZone = await timeZoneOf(tx, notice);
  const written =
    notice.html && notice.text && notice.subject
      ? { subject: notice.subject, html: notice.html, text: notice.text }
      : await renderNotice({
          kind: notice.kind,
          data,
          language: contact.language,
          timeZone,
          provider: deps.config.provider,
          recipientName: contact.name,
        });
  const { provider, mail } = deps.config;
  const identity = identityOf(notice, mail.domain);
  await tx
    .update(notices)
    .set({
      ...written,
      data: data as unknown as Record<string, unknown>,
      recipientName: contact.name,
      recipientEmail: contact.email,
      language: contact.language,
      messageId: identity.messageId,
    })
    .where(eq(notices.id, noticeId));
  return {
    ...written,
    ...identity,
    from: { name: provider.name, address: mail.fromAddress },
    to: { name: contact.name, address: contact.email },
    replyTo: mail.replyTo,
    headers: automaticHeaders(contact.language),
    date: now,
  };
}

/** What the mail says, as of its leaving: signed links, and for a silence the devices that are still silent. Null: nothing any more. */
async function dataToSay(
  deps: MailDeps,
  tx: Transaction,
  notice: NoticeRow,
  now: Date,
): Promise<NoticeData[NoticeRow['kind']] | null> {
  if (notice.kind.startsWith('silence-')) {
    const silent = await stillSilent(tx, notice.id, now);
    return silent.length === 0
      ? null
      : { siteName: silent[0]!.siteName, devices: silent.map((device) => silentDevice(device, now)) };
  }
  if (notice.kind === 'agent-silent') {
    const silent = await stillSilentAgents(tx, notice.id, now);
    if (silent.length === 0) return null;
    const { stage } = notice.data as unknown as AgentSilentData;
    const agents = silent.map(({ agent, behind }) => ({
      name: agent.name,
      hostName: agent.hostName,
      lastContactAt: agent.silentSince!.toISOString(),
      silentDays: Math.floor(daysBetween(agent.silentSince!, now)),
      devices: behind.map((device) => silentDevice(device, now)),
    }));
    return { siteName: silent[0]!.siteName, stage, agents };
  }
  const data = notice.data as unknown as NoticeData[NoticeRow['kind']];
  if (!notice.linkId) return data;
  const [link] = await tx.select().from(links).where(eq(links.id, notice.linkId));
  // An old mail that is sent again: what its link was for is long over.
  if (!link) return data;
  const urlOf = (linkId: string) => `${deps.config.api.publicUrl}/links/${linkToken(deps.config.secret, linkId)}`;
  const url = urlOf(notice.linkId);
  if (link.purpose === 'move-spares') return { ...data, labelsUrl: `${url}/labels.pdf` } as typeof data;
  if (link.purpose !== 'cancel-order') return { ...data, confirmUrl: url } as typeof data;
  const { moveLinkId } = data as OrderMadeData;
  return { ...data, cancelUrl: url, ...(moveLinkId && { moveUrl: urlOf(moveLinkId) }) } as typeof data;
}

type Named = Awaited<ReturnType<typeof stillSilent>>[number];

const silentDevice = ({ device, found, model, place }: Named, now: Date): SilentDevice => ({
  device: { maker: device.maker, model, serial: device.serial, place },
  lastReadingAt: device.newestReadingAt?.toISOString() ?? null,
  silentDays: Math.floor(found.silence.ageDays),
  protectedUntil: safeUntil(device, found, now),
});

/** C, "protected until", as a day at the site. */
function safeUntil(device: DeviceFacts, found: DeviceAssessment, now: Date): string | null {
  const until = deviceProtectedUntil(found, now);
  return until && localDate(device.calendar.timeZone, until);
}

async function timeZoneOf(tx: Transaction, notice: NoticeRow): Promise<string> {
  if (!notice.siteId) return 'UTC';
  const [site] = await tx.select({ timeZone: sites.timeZone }).from(sites).where(eq(sites.id, notice.siteId));
  return site?.timeZone ?? 'UTC';
}

async function refused(tx: Transaction, noticeId: string, error: Error, now: Date): Promise<void> {
  const [notice] = await tx
    .update(notices)
    .set({ state: 'refused', lastError: error.message.slice(0, 500), attempts: sql`${notices.attempts} + 1` })
    .where(eq(notices.id, noticeId))
    .returning();
  const email = notice!.recipientEmail;
  if (email) {
    await tx
      .update(contacts)
      .set({ refusedAt: now })
      .where(and(eq(contacts.accountId, notice!.accountId), eq(contacts.email, email)));
  }
  const about = {
    address: email ?? notice!.accountId,
    accountId: notice!.accountId,
    siteId: notice!.siteId ?? undefined,
    orderId: notice!.orderId ?? undefined,
  };
  await openTask(tx, notice!.accountId, plannedTask('mail-refused', about, { address: email ?? '–' }, noticeId), now);
}

async function noteSent(tx: Transaction, noticeId: string, now: Date): Promise<void> {
  const [notice] = await tx
    .update(notices)
    .set({ state: 'sent', sentAt: now, lastError: null, attempts: sql`${notices.attempts} + 1` })
    .where(eq(notices.id, noticeId))
    .returning({ accountId: notices.accountId, resends: notices.resends });
  if (!notice || notice.resends === 0) return;
  const { accountId } = notice;
  await settleRefused(tx, { accountId, noticeId }, { by: 'system', now, remark: 'Sent again, and taken.' });
}

async function noteAttempt(db: Database, noticeId: string, error: unknown): Promise<void> {
  const words = error instanceof Error ? error.message : String(error);
  await db
    .update(notices)
    .set({ attempts: sql`${notices.attempts} + 1`, lastError: words.slice(0, 500) })
    .where(eq(notices.id, noticeId));
}
