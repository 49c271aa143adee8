import { DateTime } from 'luxon';
import { expect } from 'vitest';
import type { FulfilmentEventType } from '../../domain/order/types.ts';
import { dayMs } from '../../domain/time.ts';
import type { OutgoingMail } from '../../mail/transport.ts';
import type { Device, Key, OrderFacts, Scenario } from './scenario.ts';
import type { ApiAnswer, World } from './world.ts';

/** What people and the warehouse do to orders, through the API; and the passing of time to an instant. */

let parcelNumber = 0;

/** Lets time pass until an instant, and stands still there: what the API is asked next happens at it. */
export async function sleepUntil(world: World, at: Date): Promise<void> {
  const ms = at.getTime() - (await world.env.currentTimeMs());
  if (ms > 0) await world.env.sleep(ms);
  await world.now();
}

/** Lets time pass until a clock hour has begun that is not the last of its day in Europe/Paris: what follows is in one hour, and one day. */
export async function freshHour(world: World): Promise<void> {
  const hour = DateTime.fromJSDate(await world.now(), { zone: 'Europe/Paris' })
    .startOf('hour')
    .plus({ hours: 1 });
  await sleepUntil(world, hour.plus({ hours: hour.hour === 23 ? 1 : 0, minutes: 1 }).toJSDate());
}

export const later = (at: Date, days: number): Date => new Date(at.getTime() + days * dayMs);
/** Local date of the sites in Europe/Paris, some days from an instant. */
export const dayIn = (at: Date, days: number): string =>
  later(at, days).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

/** The account's newest order. */
export async function newestOrder(customer: Scenario): Promise<OrderFacts> {
  const order = (await customer.orders()).at(-1);
  if (!order) throw new Error('no order has been made');
  return order;
}

/** A device whose black toner is due, so that an order is made at once, and that order. */
export async function orderedFor(
  customer: Scenario,
  options: Parameters<Scenario['enrol']>[0] = {},
): Promise<{ device: Device; order: OrderFacts }> {
  const device = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 20 } }, ...options });
  return { device, order: await newestOrder(customer) };
}

/** The same, after its hold: the warehouse has it. */
export async function releasedFor(customer: Scenario, options: Parameters<Scenario['enrol']>[0] = {}) {
  const { device, order } = await orderedFor(customer, options);
  if (order.state === 'held') await customer.world.sleep('24 hours');
  const released = await newestOrder(customer);
  expect(released.state).toBe('released');
  return { device, order: released };
}

interface Said {
  /** Cartridges of each line; all of every line unless told. */
  quantities?: number[];
  expectedOn?: string;
  tracking?: string;
  eventId?: string;
  at?: Date;
}

/** The warehouse or the carrier says this of an order's lines; without a tracking number a shipment is a parcel of its own. */
export async function say(
  customer: Scenario,
  type: FulfilmentEventType,
  order: OrderFacts,
  said: Said = {},
): Promise<ApiAnswer & { tracking: string }> {
  const tracking = said.tracking ?? `T${++parcelNumber}`;
  const aboutStock = type === 'backordered' || type === 'available';
  const lines = order.lines.flatMap((line, i) => {
    const quantity = said.quantities ? (said.quantities[i] ?? 0) : line.ordered;
    const expected = aboutStock && said.expectedOn ? { expectedOn: said.expectedOn } : {};
    return quantity > 0 ? [{ lineId: line.id, quantity, ...expected }] : [];
  });
  const named = type === 'shipped' || said.tracking !== undefined;
  const parcel = { carrier: 'Rhône', tracking, ...(said.expectedOn ? { expectedOn: said.expectedOn } : {}) };
  const answer = await customer.world.request('POST', '/fulfilment/events', {
    eventId: said.eventId ?? `event-${type}-${++parcelNumber}`,
    orderId: order.id,
    type,
    occurredAt: (said.at ?? (await customer.world.now())).toISOString(),
    lines,
    ...(named && !aboutStock ? { parcel } : {}),
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return { ...answer, tracking };
}

export const cancel = (world: World, order: { id: string }, lineIds?: string[]): Promise<ApiAnswer> =>
  world.request('POST', `/orders/${order.id}/cancel`, lineIds ? { lineIds } : {});

/** The helpdesk records a large print job (A14). */
export async function recordJob(
  customer: Scenario,
  device: Device,
  key: Key,
  quantity: number,
  jobWindowDays?: number,
): Promise<OrderFacts> {
  const { id: slotId } = await device.slot(key);
  const answer = await customer.world.request('POST', '/exceptional-orders', {
    siteId: customer.siteId,
    lines: [{ slotId, quantity }],
    ...(jobWindowDays ? { jobWindowDays } : {}),
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return newestOrder(customer);
}

/** States of an order's lines, as the API says them. */
export async function lineStates(world: World, order: { id: string }): Promise<string[]> {
  const { status, body } = await world.request('GET', `/orders/${order.id}`);
  expect(status).toBe(200);
  return body.lines.map(({ state }: { state: string }) => state);
}

/** The same account's order again, as it is now. */
export async function again(customer: Scenario, order: { id: string }): Promise<OrderFacts> {
  return (await customer.orders()).find(({ id }) => id === order.id)!;
}

/** Presses the button behind the link of a mail to this customer, after looking at its page, which changes nothing. */
export async function press(
  world: World,
  mail: OutgoingMail,
  form: Record<string, string> | [string, string][] = {},
): Promise<{ page: string; answer: string; status: number }> {
  const url = /\/links\/[\w.-]+/.exec(mail.text)?.[0];
  if (!url) throw new Error(`no link in the mail "${mail.subject}"`);
  await world.now();
  const page = await world.api.inject({ method: 'GET', url });
  const answer = await world.api.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });
  await world.sleep('1 second');
  return { page: page.body, answer: answer.body, status: answer.statusCode };
}
