import { dayMs } from '../../domain/time.ts';
import { slotKeys } from './customer.ts';
import {
  type Box,
  type Expected,
  inTransit,
  isOpen,
  type Line,
  type Order,
  type Packed,
  quantities,
} from './expected.ts';
import type { Facts, LineFacts, OrderFacts } from './facts.ts';
import { presume, refute, tryAgain } from './words.ts';

/**
 * What the product decides by itself, and the model does not work out again: which orders a forecast makes, what a gauge shows to have
 * arrived or not. Each is taken over only if the rules allow it, and from then on expected as it is.
 */

const holdMs = dayMs;

/** Orders that the model does not know yet. */
export function adoptOrders(expected: Expected, facts: Facts, now: Date): string[] {
  return facts.orders
    .filter(({ id }) => !expected.orders.some((order) => order.id === id))
    .flatMap((row) => adoptOrder(expected, facts, row, now));
}

function adoptOrder(expected: Expected, facts: Facts, row: OrderFacts, now: Date): string[] {
  const rows = facts.lines.filter(({ orderId }) => orderId === row.id);
  const lines = rows.map((line) => lineOf(expected, line)).toSorted(byPlace);
  const order: Order = {
    id: row.id,
    site: expected.customer.siteIds.indexOf(row.siteId),
    exceptional: row.exceptional,
    urgent: row.urgent,
    holdUntil: row.holdUntil,
    released: false,
    lines,
    boxes: [],
    early: [],
    mails: { made: row.holdUntil ? 1 : 0, cancelled: 0, backordered: new Set() },
  };
  const problems = [
    ...(rows.length === 0 ? [`order ${row.number} has no line`] : []),
    ...(row.holdUntil && +row.holdUntil !== +row.madeAt + (row.urgent ? 0 : holdMs)
      ? [`order ${row.number} is held until ${row.holdUntil.toISOString()}`]
      : []),
    ...rows.flatMap((line) => lineProblems(expected, facts, row, line)),
  ];
  expected.orders.push(order);
  // What people ask for leaves what is held back as it is.
  for (const { slotId, reason } of rows)
    if (reason !== 'exceptional' && reason !== 'moved') expected.cancelledAt.delete(slotId);
  passTime(expected, now);
  return problems;
}

/** May this line have been made? */
function lineProblems(expected: Expected, facts: Facts, order: OrderFacts, line: LineFacts): string[] {
  const name = `line ${line.reason} of order ${order.number}`;
  const device = facts.devices.find(({ id }) => id === line.deviceId)!;
  const problems: string[] = [];
  if (device.endedAt && order.madeAt >= device.endedAt) problems.push(`${name}: its device had gone`);
  const regular = ['trigger', 'consolidation', 'surge', 'blind'].includes(line.reason);
  if (!regular) return problems;
  const index = expected.customer.devices.findIndex(({ id }) => id === line.deviceId);
  const { state, since } = expected.devices[index]!;
  if (state !== 'enrolled' && order.madeAt > since) problems.push(`${name}: its device was ${state}`);
  if (line.ordered < 1 || line.ordered > 4) problems.push(`${name}: ${line.ordered} cartridges`);
  // A16: a forecast is believed for seven days after the newest reading.
  const ageDays = device.newestReadingAt ? (+order.madeAt - +device.newestReadingAt) / dayMs : Infinity;
  if (ageDays >= 7) problems.push(`${name}: the newest reading was ${ageDays} days old`);
  const most = line.reason === 'consolidation' ? 45 : 21;
  if (line.coverDays === null || line.coverDays > most + 1e-6)
    problems.push(`${name}: cover was ${line.coverDays} days`);
  const cancelled = expected.cancelledAt.get(line.slotId);
  if (cancelled !== undefined && line.coverDays !== null && line.coverDays > cancelled - 7 && line.coverDays >= 7)
    problems.push(`${name}: cancelled at ${cancelled} days of cover, and ordered again at ${line.coverDays}`);
  return problems;
}

function lineOf({ customer }: Expected, row: LineFacts): Line {
  const device = customer.devices.findIndex(({ id }) => id === row.deviceId);
  const key = slotKeys.find((each) => customer.devices[device]!.slotIds[each] === row.slotId)!;
  const { id, kind, ordered } = row;
  return {
    id,
    device,
    key,
    kind,
    ordered,
    waiting: ordered,
    released: 0,
    backordered: 0,
    cancelled: 0,
    stockSaid: null,
  };
}

/** Ids tell nothing: lines are told apart by what they are for, so that a run can be repeated. */
const byPlace = (a: Line, b: Line): number =>
  a.device - b.device || a.key.localeCompare(b.key) || a.kind.localeCompare(b.kind);

/** A11: from its deadline on, what has not been cancelled is the warehouse's; what came too early has its turn. */
export function passTime(expected: Expected, now: Date): void {
  for (const order of expected.orders) {
    if (order.released || order.holdUntil === null || order.holdUntil > now) continue;
    order.released = true;
    for (const line of order.lines) {
      line.released += line.waiting;
      line.waiting = 0;
    }
    tryAgain(expected, order);
  }
}

/** A09: parcels presumed delivered, by time or by the gauge, and presumptions that the gauge refuted. */
export function adoptPresumptions(expected: Expected, facts: Facts, now: Date): string[] {
  const problems: string[] = [];
  for (const order of expected.orders) {
    for (const box of order.boxes) {
      const row = facts.boxes.find(({ orderId, tracking }) => orderId === order.id && tracking === box.tracking);
      for (const [lineId, packed] of box.lines) {
        const line = order.lines.find(({ id }) => id === lineId)!;
        const is = facts.packed.find((each) => each.parcelId === row?.id && each.lineId === lineId);
        if (is) problems.push(...presumptions(expected, facts, { order, box, line, packed, is }, now));
      }
    }
  }
  return problems;
}

interface Compared {
  order: Order;
  box: Box;
  line: Line;
  packed: Packed;
  is: Packed;
}

function presumptions(
  expected: Expected,
  facts: Facts,
  { order, box, line, packed, is }: Compared,
  now: Date,
): string[] {
  const problems: string[] = [];
  const name = `parcel ${box.tracking}, ${line.device}/${line.key}`;
  const over = +now >= presumedAt(box);
  const arrived = inTransit(packed) - inTransit(is);
  if (arrived > 0) {
    const slotId = expected.slot(line.device, line.key);
    const seen = facts.swaps.some((swap) => swap.slotId === slotId && +swap.at >= box.shippedAt);
    if (!over && !seen) problems.push(`${name}: presumed delivered, and neither time nor a swap says so`);
    presume(expected, line, packed, arrived);
  } else if (over && inTransit(is) > 0 && isOpen(quantities(order, line)))
    problems.push(`${name}: nobody presumed it delivered by ${now.toISOString()}`);
  const refuted = packed.presumed - is.presumed;
  if (refuted > 0) {
    if (expected.devices[line.device]!.levels[line.key] > 0)
      problems.push(`${name}: refuted by a gauge that is not dry`);
    refute(expected, line, packed, refuted);
  }
  return problems;
}

/** Ten days from Monday to Friday after the expected date, or after a week where nobody named one; in Paris, where the sites are. */
function presumedAt({ expectedOn, shippedAt }: Box): number {
  const day = new Date(expectedOn ?? parisDate(shippedAt + 7 * dayMs));
  for (let counted = 0; counted < 10; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() % 6 !== 0) counted += 1;
  }
  const date = day.toISOString().slice(0, 10);
  return [2, 1]
    .map((hours) => Date.parse(`${date}T00:00:00+0${hours}:00`))
    .find((at) => parisDate(at) === date && parisDate(at - 1) !== date)!;
}

export const parisDate = (at: number): string => new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

/** Devices that a line was passed on to (A18, replaced) are the ones that carry it now. */
export function adoptHeirs(expected: Expected, facts: Facts, from: number, to: number): string[] {
  return expected.openLines(from).flatMap(({ line }) => {
    const row = facts.lines.find(({ id }) => id === line.id)!;
    const heir = expected.customer.devices[to]!;
    if (row.deviceId !== heir.id) return [];
    line.device = to;
    return row.slotId === heir.slotIds[line.key] ? [] : [`line ${line.kind}: passed on to a slot of another supply`];
  });
}
