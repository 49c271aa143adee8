import { eq, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../db/database.ts';
import { updateEach } from '../db/many-rows.ts';
import type { Outbox } from '../db/outbox.ts';
import { loadDeviceFacts } from '../db/queries/facts.ts';
import { devices, slots } from '../db/schema/index.ts';
import {
  type Assessment,
  assessDevice,
  type DeviceAssessment,
  type DeviceFacts,
  type SlotAssessment,
} from '../domain/assessment.ts';
import { deviceStateMeanings } from '../domain/device-life.ts';
import { slotTasks } from '../domain/replenishment/plan.ts';
import { deviceSummary } from '../domain/summary.ts';
import { plannedTask } from '../domain/tasks.ts';
import { bookSwaps } from './book-swaps.ts';
import { doubtNeighbours } from './doubt-neighbours.ts';
import { tellEarlySwaps } from './early-swaps.ts';
import { settleContradicted } from './gauge-tasks.ts';
import { believeArrived, refutePresumed } from './order/presume.ts';
import { closeShadowLines } from './order/shadow.ts';
import { openTaskOnce } from './tasks.ts';
import { publishSilence } from './webhooks/facts.ts';

const dayMs = 86_400_000;

/** A wake-up of a workflow that no worker remembers replays its whole run, and a new run costs, too: D08 has what was measured. */
export const readingsPerRun = 7;

/** Judges one device from its facts, writes down what it found, and answers what its workflow needs to know (A05–A16). */
export async function assessAndRecord(
  tx: Transaction,
  outbox: Outbox,
  deviceId: string,
  now: Date,
): Promise<Assessment> {
  await closeShadowLines(tx, deviceId, now);
  const [facts] = await loadDeviceFacts(tx, [deviceId], now);
  if (!facts) throw new Error(`device ${deviceId} is not on record`);
  if (deviceStateMeanings[facts.state].ended) return endedAssessment(facts);
  const found = assessDevice(facts, now);
  await recordDevice(tx, facts, found, now);
  await updateEach(
    tx,
    slots,
    found.slots.map((slot) => foundOf(slot, now)),
    notOlder,
  );
  for (const slot of found.slots) await actOn(tx, outbox, facts, slot, now);
  await settleContradicted(tx, facts, found, now);
  await tellEarlySwaps(tx, outbox, facts, found, now);
  const phase = facts.state === 'enrolled' ? 'active' : (facts.state as 'paused' | 'set-aside');
  return {
    phase,
    siteId: facts.siteId,
    orderWanted: found.orderWanted,
    remind: (found.silence.due ?? found.agent?.due ?? null) !== null && deviceStateMeanings[facts.state].reminders,
    setAside: found.veryHighUse.length > 0,
    wakeAt: found.wake.at.toISOString(),
    wakeBecause: found.wake.because,
    nextOrderAt: found.nextOrderAt?.toISOString() ?? null,
    silent: found.silence.silent,
    summary: deviceSummary(facts, found, now),
    readingsPerRun,
  };
}

function endedAssessment(facts: DeviceFacts): Assessment {
  return {
    phase: 'ended',
    siteId: facts.siteId,
    orderWanted: false,
    remind: false,
    setAside: false,
    wakeAt: null,
    wakeBecause: '',
    nextOrderAt: null,
    silent: false,
    summary: `${facts.maker} ${facts.serial}, ${facts.state}.`,
  };
}

async function recordDevice(tx: Queryable, facts: DeviceFacts, found: DeviceAssessment, now: Date): Promise<void> {
  // A silence keeps the instant it was first noticed with: a backlog that ends days ago moves its age, not its identity (A16).
  const silentSince = found.silence.silent ? (facts.silentSince ?? found.silence.since) : null;
  await tx.update(devices).set({ silentSince, nextOrderAt: found.nextOrderAt }).where(eq(devices.id, facts.deviceId));
  if (facts.silentSince && !silentSince) {
    const { deviceId, serial, siteId } = facts;
    const ended = { deviceId, serial, siteId, silentSince: facts.silentSince.toISOString(), stage: null };
    await publishSilence(tx, facts.accountId, ended, now);
  }
}

/** An attempt that was given up and ends late after all does not take the place of a newer one's findings. */
const notOlder = sql`(${slots.assessedAt} is null or ${slots.assessedAt} <= v.assessed_at)`;

/** What is kept of a slot's assessment, to be seen and decided on. */
function foundOf({ slot, forecast, stock, verdict, stockDiffersSince }: SlotAssessment, now: Date) {
  const newest = slot.observations.at(-1);
  return {
    id: slot.slotId,
    level: newest?.level ?? null,
    levelAt: newest?.at ?? null,
    ratePerDay: forecast.known ? forecast.rate.perDay : null,
    rateLow: forecast.known ? forecast.rate.low : null,
    rateHigh: forecast.known ? forecast.rate.high : null,
    sharePercent: forecast.known ? forecast.share * 100 : null,
    daysOfUse: forecast.known ? forecast.daysOfUse : null,
    daysLow: forecast.known ? forecast.daysLow : null,
    daysHigh: forecast.known ? forecast.daysHigh : null,
    runsOutAt: forecast.known ? forecast.runsOutAt : null,
    coverDays: verdict.coverDays,
    triggerDays: verdict.trigger.days,
    nextOrderAt: verdict.dueAt,
    verdict: verdict.state,
    reasons: verdict.reasons,
    shelfEstimate: stock.shelf,
    stockDiffersSince,
    waitingForConfirmation: verdict.state === 'waiting-confirmation',
    assessedAt: now,
  };
}

/** What follows from a slot's assessment: in the books, for orders on their way, and for people. */
async function actOn(
  tx: Transaction,
  outbox: Outbox,
  facts: DeviceFacts,
  found: SlotAssessment,
  now: Date,
): Promise<void> {
  for (const lineId of found.stock.arrived) await believeArrived(tx, outbox, lineId, now);
  await bookSwaps(tx, facts, found, now);
  await refuteWhatIsNotThere(tx, outbox, found, now);
  await doubtNeighbours(tx, outbox, facts, found, now);
  await askPeople(tx, facts, found, now);
}

/** A09: what was only presumed delivered is refuted when the gauge stays dry although it is believed to be on the shelf. */
async function refuteWhatIsNotThere(tx: Transaction, outbox: Outbox, found: SlotAssessment, now: Date): Promise<void> {
  for (const { kind, lineId } of found.stock.contradictions) {
    if (kind === 'dry-with-spare' && lineId !== undefined) await refutePresumed(tx, outbox, lineId, now);
  }
}

async function askPeople(tx: Queryable, facts: DeviceFacts, found: SlotAssessment, now: Date): Promise<void> {
  const { slot, stock, stockDiffersSince } = found;
  const about = { slotId: slot.slotId, deviceId: facts.deviceId, siteId: facts.siteId, accountId: facts.accountId };
  const tasks = slotTasks(found.situation, now, facts.managed);
  const differsDays = stockDiffersSince ? (now.getTime() - stockDiffersSince.getTime()) / dayMs : 0;
  if (stockDiffersSince && differsDays >= slot.settings.stockDifferenceDays.value) {
    const values = { estimate: stock.shelf, ledger: slot.ledgerShelf, days: Math.floor(differsDays) };
    tasks.push(plannedTask('stock-difference', about, values, stockDiffersSince.toISOString()));
  }
  for (const contradiction of stock.contradictions) {
    if (contradiction.kind === 'installed-without-delivery' && contradiction.at > facts.enrolledAt) {
      tasks.push(plannedTask('installed-without-delivery', about, {}, contradiction.at.toISOString()));
    }
  }
  for (const task of tasks) await openTaskOnce(tx, facts.accountId, task, now);
}
