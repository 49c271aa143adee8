import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { slots } from '../../db/schema/index.ts';
import { dayMs, minuteMs } from '../../domain/time.ts';
import { adoptHeirs, passTime } from './adopt.ts';
import type { SlotKey } from './customer.ts';
import { type Expected, gone, inTransit, type LifeState, type Line, type Order } from './expected.ts';
import type { Facts } from './facts.ts';
import type { Product } from './product.ts';
import { type Adopt, at, Step } from './step.ts';

const held = (expected: Expected): Order[] =>
  expected.orders.filter(({ lines, released }) => !released && lines.some(({ waiting }) => waiting > 0));

/**
 * A11: the customer cancels an order or some of its lines, `minutesLeft` before the end of its hold where that is still to come; at
 * 0, before anybody releases it.
 */
export const cancel = (orderPlace: number, linePlaces: number[] | null, minutesLeft: number | null = null): Step =>
  new Step(
    `cancel(${orderPlace}, ${JSON.stringify(linePlaces)}, ${minutesLeft})`,
    (expected) => expected.orders.length > 0,
    async (expected, product) => {
      const order = at(expected.orders, orderPlace);
      if (minutesLeft !== null && order.holdUntil && order.holdUntil > product.now) {
        const until = +order.holdUntil - minutesLeft * minuteMs;
        const before = (until - 1000 - +product.now) / minuteMs;
        if (before > 0) await product.wait(before);
        product.standAt(new Date(until));
      }
      const lines = linePlaces ? [...new Set(linePlaces.map((place) => at(order.lines, place)))] : order.lines;
      const inTime = order.holdUntil === null || product.now < order.holdUntil;
      const waiting = lines.filter((line) => line.waiting > 0);
      const { cancelledLineIds } = await product.cancel(order.id, linePlaces ? lines.map(({ id }) => id) : null);
      // At the deadline exactly it is too late: whoever was not in time has changed nothing.
      if (!inTime || order.released) {
        if (cancelledLineIds.length > 0) throw new Error(`cancelled after the end of its hold: ${cancelledLineIds}`);
        return undefined;
      }
      expected.cancelWaiting(order, waiting, true);
      await noteCover(expected, product.tx, waiting);
      return undefined;
    },
  );

/** A11: what the next order of these slots is measured against. */
async function noteCover(expected: Expected, tx: Transaction, lines: readonly Line[]): Promise<void> {
  for (const { device, key, kind } of lines) {
    if (kind === 'exceptional') continue;
    const slotId = expected.slot(device, key)!;
    const [slot] = await tx.select({ cover: slots.cancelledAtCoverDays }).from(slots).where(eq(slots.id, slotId));
    if (slot!.cover === null) expected.cancelledAt.delete(slotId);
    else expected.cancelledAt.set(slotId, slot!.cover);
  }
}

/** A19: a person lets an order pass the ceiling, or not. */
export const decide = (orderPlace: number, approved: boolean): Step => {
  const waiting = (expected: Expected) => held(expected).filter(({ holdUntil }) => holdUntil === null);
  return new Step(
    `decide(${orderPlace}, ${approved})`,
    (expected) => waiting(expected).length > 0,
    async (expected, product) => {
      const order = at(waiting(expected), orderPlace);
      const lines = order.lines.filter((line) => line.waiting > 0);
      await product.decide(order.id, approved);
      if (approved) {
        order.holdUntil = new Date(product.now.getTime() + (order.urgent ? 0 : dayMs));
        order.mails.made = 1;
      } else {
        expected.cancelWaiting(order, lines, false);
        await noteCover(expected, product.tx, lines);
      }
      return undefined;
    },
  );
};

const stocks = (deviceIndex: number, key: SlotKey) => (expected: Expected) =>
  !gone(expected.devices[deviceIndex]!.state) && expected.slot(deviceIndex, key) !== undefined;

/** A14: the helpdesk records a large print job. */
export const job = (deviceIndex: number, key: SlotKey, quantity: number): Step =>
  new Step(`job(${deviceIndex}, '${key}', ${quantity})`, stocks(deviceIndex, key), async (expected, product) => {
    const { customer } = expected;
    const slotId = expected.slot(deviceIndex, key)!;
    const open = expected.openLines(deviceIndex).some(({ line }) => line.key === key && line.kind === 'exceptional');
    const site = customer.siteIds[expected.devices[deviceIndex]!.site]!;
    const recorded = await product.recordJob(site, slotId, quantity);
    return () => (recorded === open ? [`a job beside ${open ? 'an open' : 'no'} one: recorded is ${recorded}`] : []);
  });

/** A15: a person counts a shelf. */
export const count = (deviceIndex: number, key: SlotKey, units: number): Step =>
  new Step(`count(${deviceIndex}, '${key}', ${units})`, stocks(deviceIndex, key), async (expected, product) => {
    await product.count(expected.slot(deviceIndex, key)!, units);
    const shelf = expected.shelf(deviceIndex, key);
    expected.add(shelf, units - expected.units(shelf));
    return undefined;
  });

/** A15: a person puts units on a shelf, or takes them away. */
export const adjust = (deviceIndex: number, key: SlotKey, difference: number): Step =>
  new Step(
    `adjust(${deviceIndex}, '${key}', ${difference})`,
    (expected) => difference !== 0 && stocks(deviceIndex, key)(expected),
    async (expected, product) => {
      const shelf = expected.shelf(deviceIndex, key);
      const enough = difference > 0 || expected.units(shelf) >= -difference;
      const done = await product.adjust(expected.slot(deviceIndex, key)!, difference);
      if (done) expected.add(shelf, difference);
      return () => (done === enough ? [] : [`the books have ${expected.units(shelf)}: adjusted is ${done}`]);
    },
  );

type Ending = 'unenrolled' | 'retired';

/** A18: a device is paused, resumed, or ends. */
export const become = (deviceIndex: number, state: 'enrolled' | 'paused' | Ending): Step =>
  new Step(
    `become(${deviceIndex}, '${state}')`,
    (expected) => {
      const is = expected.devices[deviceIndex]!.state;
      return !gone(is) && is !== state;
    },
    async (expected, product) => {
      const { id: deviceId } = expected.customer.devices[deviceIndex]!;
      const event = state === 'enrolled' ? 'resumed' : state;
      await product.changeLife({ deviceId, event });
      if (state === 'paused')
        for (const { order, line } of expected.openLines(deviceIndex)) expected.cancelWaiting(order, [line], true);
      else if (state !== 'enrolled') end(expected, expected.openLines(deviceIndex));
      setState(expected, deviceIndex, state, product);
      if (gone(state)) expected.clearShelf(deviceIndex, null);
      return undefined;
    },
  );

function setState(expected: Expected, deviceIndex: number, state: LifeState, product: Product): void {
  Object.assign(expected.devices[deviceIndex]!, { state, since: product.now });
}

/** What has not left is cancelled: what is held at once, the rest with the warehouse's consent. */
function end(expected: Expected, open: readonly { order: Order; line: Line }[]): void {
  for (const { order, line } of open) {
    expected.cancelWaiting(order, [line], true);
    withdraw(order, line, true);
  }
}

/** The warehouse agrees: it has not shipped them. */
function withdraw(order: Order, line: Line, tell: boolean): void {
  const units = line.released + line.backordered;
  if (units === 0) return;
  Object.assign(line, { released: 0, backordered: 0, cancelled: line.cancelled + units });
  if (tell) order.mails.cancelled += 1;
}

/** A18: a device goes to the other site, with its spares or without. What has not left is ordered for there. */
export const move = (deviceIndex: number, takeStockAlong: boolean): Step =>
  new Step(
    `move(${deviceIndex}, ${takeStockAlong})`,
    (expected) => !gone(expected.devices[deviceIndex]!.state),
    async (expected, product): Promise<Adopt> => {
      const device = expected.devices[deviceIndex]!;
      const { id: deviceId } = expected.customer.devices[deviceIndex]!;
      const site = 1 - device.site;
      const open = expected.openLines(deviceIndex);
      await product.changeLife({
        deviceId,
        event: 'moved',
        toSiteId: expected.customer.siteIds[site]!,
        takeStockAlong,
      });
      device.site = site;
      if (!takeStockAlong) expected.clearShelf(deviceIndex, null);
      return (facts) => {
        moveLines(expected, open, facts);
        passTime(expected, product.now);
        return [];
      };
    },
  );

function moveLines(expected: Expected, open: readonly { order: Order; line: Line }[], facts: Facts): void {
  for (const { order, line } of open) {
    expected.cancelWaiting(order, [line], false);
    // While a part of it is under way, or was lost and is ordered again, the rest is withdrawn for good and due again later.
    const underWay = order.boxes.some(({ lines }) => lines.has(line.id) && inTransit(lines.get(line.id)!) > 0);
    withdraw(order, line, underWay || isOrderedAgain(line, facts));
  }
}

/** A09: what was lost of it, once the rest of it is settled. */
function isOrderedAgain({ id }: Line, { lines }: Facts): boolean {
  const line = lines.find((each) => each.id === id);
  return lines.some(
    ({ slotId, kind, reason, closedAt }) =>
      slotId === line?.slotId && kind === line.kind && reason === 'lost' && closedAt === null,
  );
}

/** A18: another device takes over what the first one had. */
export const replace = (deviceIndex: number, byIndex: number): Step =>
  new Step(
    `replace(${deviceIndex}, ${byIndex})`,
    (expected) =>
      deviceIndex !== byIndex && !gone(expected.devices[deviceIndex]!.state) && !gone(expected.devices[byIndex]!.state),
    async (expected, product): Promise<Adopt> => {
      const { devices } = expected.customer;
      const within = expected.devices[deviceIndex]!.site === expected.devices[byIndex]!.site;
      await product.changeLife({
        deviceId: devices[deviceIndex]!.id,
        event: 'replaced',
        replacedBy: devices[byIndex]!.id,
      });
      const open = expected.openLines(deviceIndex);
      setState(expected, deviceIndex, 'replaced', product);
      expected.clearShelf(deviceIndex, within ? byIndex : null);
      return (facts) => {
        const problems = adoptHeirs(expected, facts, deviceIndex, byIndex);
        const [passed, left] = [
          open.filter(({ line }) => line.device === byIndex),
          open.filter(({ line }) => line.device !== byIndex),
        ];
        end(expected, left);
        if (!within) moveLines(expected, passed, facts);
        passTime(expected, product.now);
        return problems;
      };
    },
  );

/** A03: a device that had gone is enrolled anew. */
export const enrol = (deviceIndex: number, site: number, spares: number | null): Step =>
  new Step(
    `enrol(${deviceIndex}, ${site}, ${spares})`,
    (expected) => gone(expected.devices[deviceIndex]!.state),
    async (expected, product) => {
      const device = expected.devices[deviceIndex]!;
      await product.enrol(deviceIndex, expected.customer.siteIds[site]!, spares);
      device.site = site;
      setState(expected, deviceIndex, 'enrolled', product);
      if (spares) expected.add(expected.shelf(deviceIndex, 'K'), spares);
      for (const slotId of Object.values(expected.customer.devices[deviceIndex]!.slotIds))
        expected.cancelledAt.delete(slotId);
      return undefined;
    },
  );
