import { and, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { recordAudit } from '../db/queries/audit.ts';
import { devices, orderLines, slots } from '../db/schema/index.ts';
import {
  canBecome,
  deviceStateMeanings,
  type LifeEffects,
  type LifeEvent,
  lifeEvents,
  moveEvent,
} from '../domain/device-life.ts';
import { cancelLines } from '../domain/order/cancellation.ts';
import { inTransit } from '../domain/order/lines.ts';
import { identityCases, plannedTask } from '../domain/tasks.ts';
import { passOnShelf, shelfToUnassigned } from './device-shelf.ts';
import { lockOrder, type OrderRow } from './order/followed.ts';
import { tellCancelled } from './order/notices.ts';
import { type MovedLine, orderForNewSite } from './order/withdraw.ts';
import { writeChange } from './order/write.ts';
import { openTask, settleDeviceTasks } from './tasks.ts';

type DeviceRow = typeof devices.$inferSelect;
type LineRow = typeof orderLines.$inferSelect;

export interface LifeRequest {
  deviceId: string;
  event: Exclude<LifeEvent, 'moved-within-site'>;
  /** Of a move: the site; the same one is only a change of place. */
  toSiteId?: string;
  place?: string | null;
  /** The last day on which it will be used, as announced, `YYYY-MM-DD`; null: none any more. */
  plannedEndOn?: string | null;
  /** Of a move, and of a replacement at another site: what is on its shelf went there, too. */
  takeStockAlong?: boolean;
  /** Of a replacement: the enrolled device that takes over. */
  replacedBy?: string;
  /** The version that whoever asks has seen. */
  expectedVersion: number | null;
  actor: string;
  requestId: string;
  now: Date;
}

/** Why a device's life cannot change as asked. */
export class LifeRefused extends Error {
  override name = 'LifeRefused';
  readonly because:
    | 'unknown-device'
    | 'changed-meanwhile'
    | 'not-from-this-state'
    | 'site-missing'
    | 'replacement-missing';
  constructor(because: LifeRefused['because']) {
    super(`the device's life cannot change: ${because}`);
    this.because = because;
  }
}

/**
 * A18: moves, pauses, resumes, sets aside, restores, replaces or ends a device, with all that becomes of its lines, its parcels and
 * its shelf (the table `lifeEvents`). Its workflow is told; nothing runs on for a device that is gone.
 *
 * @throws LifeRefused
 */
export async function changeDevice(tx: Transaction, outbox: Outbox, request: LifeRequest): Promise<DeviceRow> {
  const [device] = await tx.select().from(devices).where(eq(devices.id, request.deviceId)).for('update');
  if (!device) throw new LifeRefused('unknown-device');
  if (request.expectedVersion !== null && request.expectedVersion !== device.version) {
    throw new LifeRefused('changed-meanwhile');
  }
  const event = eventOf(request, device);
  const replacement = event === 'replaced' ? await replacementOf(tx, request, device) : undefined;
  const changed = await writeDevice(tx, device, event, request);
  await dealWithLines(tx, outbox, device, changed, event, replacement, request);
  await dealWithShelf(tx, device, event, replacement, request);
  await settleAnswered(tx, changed, event, request);
  await recordAudit(tx, {
    accountId: device.accountId,
    at: request.now,
    actor: request.actor,
    action: `device.${event}`,
    entity: 'device',
    entityId: device.id,
    before: device,
    after: changed,
    requestId: request.requestId,
  });
  await outbox.queue(device.accountId, {
    kind: 'device.change',
    deviceId: device.id,
    change: { key: request.requestId, phase: phaseOf(changed), siteId: changed.siteId },
  });
  if (replacement) {
    await outbox.queue(device.accountId, { kind: 'device.recheck', deviceId: replacement.id, because: 'takes over' });
  }
  return changed;
}

/** Where the device is has been said: it moved, or is gone (A01); what is gone has no gauge to find out about (A05). */
async function settleAnswered(tx: Transaction, device: DeviceRow, event: LifeEvent, { actor, now }: LifeRequest) {
  const gone = deviceStateMeanings[device.state].ended;
  const settled = { by: actor, now, remark: gone ? 'The device is gone.' : 'The device has been moved.' };
  if (gone) await settleDeviceTasks(tx, device.id, [...identityCases, 'gauge-contradicted'], settled);
  else if (event === 'moved') await settleDeviceTasks(tx, device.id, identityCases, settled);
}

function eventOf(request: LifeRequest, device: DeviceRow): LifeEvent {
  if (deviceStateMeanings[device.state].ended) throw new LifeRefused('not-from-this-state');
  if (request.event === 'moved') {
    if (!request.toSiteId) throw new LifeRefused('site-missing');
    return moveEvent(device.siteId, request.toSiteId);
  }
  const effects = lifeEvents[request.event];
  if ('state' in effects && !canBecome(device.state, effects.state)) throw new LifeRefused('not-from-this-state');
  return request.event;
}

async function replacementOf(tx: Transaction, request: LifeRequest, device: DeviceRow): Promise<DeviceRow> {
  const [found] = await tx
    .select()
    .from(devices)
    .where(and(eq(devices.id, request.replacedBy ?? device.id), eq(devices.accountId, device.accountId)));
  if (!found || found.id === device.id || deviceStateMeanings[found.state].ended) {
    throw new LifeRefused('replacement-missing');
  }
  return found;
}

async function writeDevice(
  tx: Transaction,
  device: DeviceRow,
  event: LifeEvent,
  request: LifeRequest,
): Promise<DeviceRow> {
  const effects = lifeEvents[event];
  const state = 'state' in effects ? effects.state : device.state;
  const [changed] = await tx
    .update(devices)
    .set({
      state,
      siteId: event === 'moved' ? request.toSiteId : device.siteId,
      place: request.place === undefined ? device.place : request.place,
      plannedEndOn: request.plannedEndOn === undefined ? device.plannedEndOn : request.plannedEndOn,
      endedAt: deviceStateMeanings[state].ended ? request.now : null,
      replacedBy: event === 'replaced' ? request.replacedBy : device.replacedBy,
      // Who restores a device overrules A10 for it; who sets it aside takes that back.
      veryHighUseAllowed: event === 'restored' || (event !== 'set-aside' && device.veryHighUseAllowed),
      silentSince: effects.reminders === 'end' ? null : device.silentSince,
      version: device.version + 1,
    })
    .where(eq(devices.id, device.id))
    .returning();
  return changed!;
}

/** What the device's workflow calls the state. */
function phaseOf(device: DeviceRow): 'active' | 'paused' | 'set-aside' | 'ended' {
  if (deviceStateMeanings[device.state].ended) return 'ended';
  return device.state === 'enrolled' ? 'active' : (device.state as 'paused' | 'set-aside');
}

async function dealWithLines(
  tx: Transaction,
  outbox: Outbox,
  device: DeviceRow,
  changed: DeviceRow,
  event: LifeEvent,
  replacement: DeviceRow | undefined,
  request: LifeRequest,
): Promise<void> {
  const open = await tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.deviceId, device.id), isNull(orderLines.closedAt)));
  if (!replacement) return applyToLines(tx, outbox, changed, open, lifeEvents[event], request);
  const passed = await passOnLines(tx, open, replacement);
  // What the replacement has no use for goes the way of a retired device's; at another site it takes over as a device that moved there.
  const left = open.filter(({ id }) => !passed.some((line) => line.id === id));
  await applyToLines(tx, outbox, changed, left, lifeEvents.retired, request);
  if (replacement.siteId !== device.siteId) {
    await applyToLines(tx, outbox, replacement, passed, lifeEvents.moved, request);
  }
}

/** What an event does to the open lines of a device, given as it is afterwards. */
async function applyToLines(
  tx: Transaction,
  outbox: Outbox,
  device: DeviceRow,
  lines: LineRow[],
  effects: LifeEffects,
  request: LifeRequest,
): Promise<void> {
  const moved: MovedLine[] = [];
  for (const line of lines) {
    if (line.waiting > 0 && effects.held !== 'keep') {
      const { state, jobWindowDays } = await takeOut(tx, outbox, line, effects.held === 'cancel', request);
      // What awaited approval is not let pass by a move: the slot is judged anew at the new site (A19).
      if (effects.held === 'to-new-site' && state === 'held') {
        moved.push({ slotId: line.slotId, kind: line.kind, quantity: line.waiting, jobWindowDays });
      }
    }
    if (line.released + line.backordered > 0 && effects.released !== 'keep') {
      await askWarehouse(tx, outbox, line, effects.released === 'to-new-site' ? 'move' : 'cancel');
    }
    if (inTransit(line) > 0 && effects.inTransit === 'task') await askToRedirect(tx, device, line, request.now);
  }
  if (moved.length > 0) {
    await orderForNewSite(tx, outbox, `moved/${device.id}/${request.requestId}`, moved, device.id, request.now);
  }
}

/**
 * A line that is still held leaves its order; nobody said that the supply is not wanted, so nothing is held back (A11). The customer
 * hears of it where he had been told of the order: not of one that awaited approval (A19). Gives the order as it was.
 */
async function takeOut(
  tx: Transaction,
  outbox: Outbox,
  line: LineRow,
  tell: boolean,
  request: LifeRequest,
): Promise<OrderRow> {
  const order = await lockOrder(tx, line.orderId);
  const found = cancelLines(order.followed, [line.id]);
  const key = `life/${request.requestId}/${line.id}`;
  await writeChange(tx, outbox, order, found, { key, actor: request.actor, now: request.now });
  if (tell && order.row.state === 'held')
    await tellCancelled(tx, outbox, order, found.cancelled, { key, actor: 'system', now: request.now });
  await outbox.queue(line.accountId, { kind: 'order.review', orderId: line.orderId, because: 'a device has changed' });
  return order.row;
}

async function askWarehouse(
  tx: Transaction,
  outbox: Outbox,
  line: LineRow,
  withdraw: 'cancel' | 'move',
): Promise<void> {
  await tx
    .update(orderLines)
    .set({ withdraw, withdrawAsks: line.withdrawAsks + 1 })
    .where(eq(orderLines.id, line.id));
  await outbox.queue(line.accountId, { kind: 'order.review', orderId: line.orderId, because: 'a device has changed' });
}

async function askToRedirect(tx: Transaction, device: DeviceRow, line: LineRow, now: Date): Promise<void> {
  const about = { lineId: line.id, orderId: line.orderId, deviceId: device.id, siteId: device.siteId };
  const task = plannedTask('in-transit-after-move', about, { quantity: inTransit(line) });
  await openTask(tx, device.accountId, task, now);
}

/** A18, replaced: open lines go to the device that takes over, where it has a slot for the supply that nothing is open for. */
async function passOnLines(tx: Transaction, open: LineRow[], replacement: DeviceRow): Promise<LineRow[]> {
  const [places, taken] = await Promise.all([
    tx.select().from(slots).where(eq(slots.deviceId, replacement.id)),
    tx
      .select()
      .from(orderLines)
      .where(and(eq(orderLines.deviceId, replacement.id), isNull(orderLines.closedAt))),
  ]);
  const passed: LineRow[] = [];
  for (const line of open) {
    const slot = places.find(
      ({ id, supplyId }) =>
        supplyId === line.supplyId && !taken.some((other) => other.slotId === id && other.kind === line.kind),
    );
    if (!slot) continue;
    const now = { deviceId: replacement.id, slotId: slot.id };
    await tx.update(orderLines).set(now).where(eq(orderLines.id, line.id));
    taken.push({ ...line, ...now });
    passed.push({ ...line, ...now });
  }
  return passed;
}

async function dealWithShelf(
  tx: Transaction,
  device: DeviceRow,
  event: LifeEvent,
  replacement: DeviceRow | undefined,
  request: LifeRequest,
): Promise<void> {
  const { shelf } = lifeEvents[event];
  if (shelf === 'keep' || (shelf === 'unassigned-unless-taken-along' && request.takeStockAlong)) return;
  const cause = { key: `life/${request.requestId}`, actor: request.actor, now: request.now };
  // What stands at another site than the device that takes over does not get there by itself.
  const within = replacement?.siteId === device.siteId || request.takeStockAlong;
  if (shelf === 'pass-on' && replacement && within) await passOnShelf(tx, device, replacement, cause);
  await shelfToUnassigned(tx, device, cause);
}
