import { dayMs } from '../../domain/time.ts';
import { adoptOrders, adoptPresumptions, passTime } from './adopt.ts';
import { slotKeys } from './customer.ts';
import { type Expected, gone, isOpen, type Order, quantities } from './expected.ts';
import { type Facts, readFacts } from './facts.ts';
import type { Product } from './product.ts';

/** Compares the product with what is expected of it, and checks what must hold whatever has happened. Throws what is wrong. */
export async function verify(expected: Expected, product: Product, adopt?: (facts: Facts) => string[]): Promise<void> {
  await product.settle();
  const { now } = product;
  passTime(expected, now);
  const facts = await readFacts(product.tx);
  const adopted = [
    ...(adopt?.(facts) ?? []),
    ...adoptOrders(expected, facts, now),
    ...adoptPresumptions(expected, facts, now),
  ];
  const problems = [
    ...adopted,
    ...adoptSwaps(expected, facts),
    ...lineProblems(expected, facts),
    ...orderProblems(expected, facts),
    ...openLineProblems(facts),
    ...ledgerProblems(expected, facts),
    ...mailProblems(expected, facts),
    ...deviceProblems(expected, facts, now),
    ...eventProblems(facts),
  ];
  if (problems.length > 0)
    throw new Error(`At ${now.toISOString()}:\n${problems.map((each) => `  - ${each}`).join('\n')}`);
}

const swapsSeen = new WeakMap<Expected, Set<string>>();

/**
 * A swap that is on record was made once: the old cartridge is used, one of the shelf is installed. More than were made can only be those
 * of a silence, in which a device is believed to have used up what it had (A15).
 */
function adoptSwaps(expected: Expected, { swaps, devices }: Facts): string[] {
  const seen = swapsSeen.get(expected) ?? new Set();
  swapsSeen.set(expected, seen);
  const problems: string[] = [];
  for (const { id, deviceId, slotId, after, at } of swaps) {
    if (seen.has(id)) continue;
    seen.add(id);
    const index = expected.customer.devices.findIndex((each) => each.id === deviceId);
    const key = slotKeys.find((each) => expected.slot(index, each) === slotId)!;
    const device = expected.devices[index]!;
    if (device.swaps[key] > 0) device.swaps[key] -= 1;
    else if (+at - +after < dayMs) problems.push(`device ${index}: more swaps of ${key} on record than were made`);
    const { enrolledAt } = devices.find((each) => each.id === deviceId)!;
    if (at > enrolledAt) expected.add(expected.shelf(index, key), -1);
  }
  return problems;
}

function lineProblems(expected: Expected, facts: Facts): string[] {
  return expected.orders.flatMap((order) =>
    order.lines.flatMap((line) => {
      const is = facts.lines.find(({ id }) => id === line.id)!;
      const should = quantities(order, line);
      const wrong = (Object.keys(should) as (keyof typeof should)[]).filter((name) => is[name] !== should[name]);
      const closed = is.closedAt !== null;
      return [
        ...wrong.map((name) => `${nameOf(expected, order, line)}: ${name} is ${is[name]}, not ${should[name]}`),
        ...(closed === isOpen(should) ? [`${nameOf(expected, order, line)}: closed is ${closed}`] : []),
      ];
    }),
  );
}

const nameOf = (expected: Expected, order: Order, line: Order['lines'][number]) =>
  `line ${order.lines.indexOf(line)} (${line.device}/${line.key} ${line.kind}) of order ${expected.orders.indexOf(order)}`;

function orderProblems(expected: Expected, facts: Facts): string[] {
  return expected.orders.flatMap((order, i) => {
    const is = facts.orders.find(({ id }) => id === order.id)!;
    const all = order.lines.map((line) => quantities(order, line));
    const open = all.some(isOpen);
    const cancelled = all.every((q) => q.cancelled === q.ordered);
    const waiting = all.some((q) => q.waiting > 0);
    const held = order.holdUntil === null ? 'awaiting-approval' : 'held';
    const state = cancelled ? 'cancelled' : !open ? 'closed' : waiting ? held : 'released';
    return [
      ...(is.state === state ? [] : [`order ${i} is ${is.state}, not ${state}`]),
      ...((is.endedAt === null) === open ? [] : [`order ${i}: ended at ${is.endedAt?.toISOString()}`]),
      ...(+(is.holdUntil ?? 0) === +(order.holdUntil ?? 0) ? [] : [`order ${i}: another end of its hold`]),
    ];
  });
}

/** A09, whatever the column says that the database's constraint rests on. */
function openLineProblems({ lines }: Facts): string[] {
  const open = lines.filter(isOpen);
  return [...Map.groupBy(open, ({ slotId, kind }) => `${kind} lines of slot ${slotId}`)].flatMap(([name, some]) =>
    some.length > 1 ? [`${some.length} open ${name}`] : [],
  );
}

/** A15: every supply sums to zero, and every place holds what the model has put there. */
function ledgerProblems(expected: Expected, { moves, lines }: Facts): string[] {
  const { supplyIds, devices } = expected.customer;
  const books = new Map<string, number>();
  const add = (place: string, units: number) => books.set(place, (books.get(place) ?? 0) + units);
  for (const { supplyId, units, fromPlace, fromDeviceId, toPlace, toDeviceId } of moves) {
    const key = slotKeys.find((each) => supplyIds[each] === supplyId)!;
    const name = (place: string, id: string | null) =>
      id === null ? `${place}/${key}` : `${place}/${devices.findIndex((device) => device.id === id)}/${key}`;
    add(name(fromPlace, fromDeviceId), -units);
    add(name(toPlace, toDeviceId), units);
  }
  const problems: string[] = [];
  for (const key of slotKeys) {
    const sum = [...books].reduce((total, [place, units]) => total + (place.endsWith(`/${key}`) ? units : 0), 0);
    if (sum !== 0) problems.push(`the books of ${key} sum to ${sum}`);
    const all = lines.filter(({ supplyId }) => supplyId === supplyIds[key]);
    const total = (of: (q: (typeof all)[number]) => number) => all.reduce((total, line) => total + of(line), 0);
    const places = {
      supplier: -total((q) => q.shipped),
      transit: total((q) => q.shipped - q.delivered - q.presumed - q.lost - q.returned),
      lost: total((q) => q.lost),
      returned: total((q) => q.returned),
    };
    for (const [place, units] of Object.entries(places))
      if ((books.get(`${place}/${key}`) ?? 0) !== units)
        problems.push(`the books have ${books.get(`${place}/${key}`) ?? 0} ${place}/${key}, the lines ${units}`);
    if ((books.get(`unassigned/${key}`) ?? 0) < 0) problems.push(`fewer than no unassigned ${key}`);
  }
  const stock = new Set([...books.keys(), ...expected.places().map(([place]) => place)]);
  for (const place of stock) {
    if (!/^(shelf|unassigned)\//.test(place)) continue;
    const [is, should] = [books.get(place) ?? 0, expected.units(place)];
    if (is !== should) problems.push(`the books have ${is} at ${place}, not ${should}`);
  }
  return problems;
}

/** A11: one mail per fact, and one workflow to send it. */
function mailProblems(expected: Expected, { mails, messages }: Facts): string[] {
  const problems = expected.orders.flatMap((order, i) => {
    const count = (...kinds: string[]) =>
      mails.filter(({ orderId, kind }) => orderId === order.id && kinds.includes(kind)).length;
    const wanted: [string, number, number][] = [
      ['of its making', count('order-made'), order.mails.made],
      ['of parcels', count('shipped', 'shipped-after-backorder'), order.boxes.length],
      ['of cancelling', count('cancelled'), order.mails.cancelled],
      ['of what is out of stock', count('backordered'), order.mails.backordered.size],
    ];
    return wanted.flatMap(([what, is, should]) =>
      is === should ? [] : [`order ${i} has ${is} mails ${what}, not ${should}`],
    );
  });
  const started = messages.filter(({ kind }) => kind === 'mail.start').length;
  if (started !== mails.length) problems.push(`${mails.length} mails, and ${started} workflows for them`);
  const orders = messages.filter(({ kind }) => kind === 'order.start').length;
  if (orders !== expected.orders.length) problems.push(`${expected.orders.length} orders, and ${orders} workflows`);
  return problems;
}

/** A16, A18: the state, nothing held or on the shelf for a device that is gone, each stage of a silence once and in time. */
function deviceProblems(expected: Expected, facts: Facts, now: Date): string[] {
  return expected.devices.flatMap((device, i) => {
    const { id } = expected.customer.devices[i]!;
    const is = facts.devices.find((each) => each.id === id)!;
    const problems: string[] = [];
    if (is.state !== device.state) problems.push(`device ${i} is ${is.state}, not ${device.state}`);
    if (is.siteId !== expected.customer.siteIds[device.site]) problems.push(`device ${i} is at another site`);
    if (+(is.newestReadingAt ?? 0) !== +(device.newestAt ?? 0)) problems.push(`device ${i}: another newest reading`);
    if (gone(device.state)) {
      const held = facts.lines.filter(
        (line) => line.deviceId === id && line.waiting + line.released + line.backordered > 0,
      );
      if (held.length > 0) problems.push(`device ${i} has gone, and ${held.length} lines of it wait to be shipped`);
      for (const key of slotKeys)
        if (expected.units(expected.shelf(i, key)) > 0)
          problems.push(`device ${i} has gone, and ${key} is on its shelf`);
    }
    return [...problems, ...silenceProblems(facts, { id, index: i, paused: device.state !== 'enrolled' }, now)];
  });
}

function silenceProblems(facts: Facts, device: { id: string; index: number; paused: boolean }, now: Date): string[] {
  const { newestReadingAt, enrolledAt, silentSince } = facts.devices.find(({ id }) => id === device.id)!;
  if (device.paused) return [];
  const ageDays = (+now - +(newestReadingAt ?? enrolledAt)) / dayMs;
  const reached = [7, 14, 30].filter((days) => ageDays >= days).length;
  const told = facts.stages.filter(
    (each) => each.deviceId === device.id && silentSince && +each.silentSince === +silentSince,
  );
  const latest = Math.max(0, ...told.map(({ stage }) => stage));
  return latest < reached
    ? [`device ${device.index}: stage ${reached} of its silence is not told, only ${latest}`]
    : [];
}

/** Whatever was said has been dealt with. */
function eventProblems({ events }: Facts): string[] {
  return events.filter(({ outcome }) => outcome === null).map(({ eventId }) => `${eventId} is not dealt with`);
}
