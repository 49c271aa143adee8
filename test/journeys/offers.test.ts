import { and, eq, like } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ledger, links, notices } from '../../db/schema/index.ts';
import { barCodesOf, textOf } from '../../papers/papers.testkit.ts';
import { again, newestOrder, orderedFor } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Device, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** A device that has far more than it needs, with so many spares, and one beside it whose black toner is due. */
async function neighbours(customer: Scenario, spares = 2) {
  const holder = await customer.enrol({
    stock: { K: spares },
    past: { days: 50, perDay: { K: 0.5 }, now: { K: 60 } },
  });
  await holder.report({ K: 60 });
  return { holder, ...(await orderedFor(customer, { stock: { K: 0 } })) };
}

const moves = (device: Device) =>
  world.system.db
    .select({ reason: ledger.reason, units: ledger.units, to: ledger.toDeviceId })
    .from(ledger)
    .where(and(eq(ledger.fromDeviceId, device.id), eq(ledger.reason, 'transfer')));

async function moveLinkIn(customer: Scenario): Promise<string> {
  const mail = customer.mails().find(({ text }) => text.includes('Use the spares on site instead'));
  return /Use the spares on site instead:\s+\S+(\/links\/\S+)/.exec(mail!.text)![1]!;
}
/** Where the newest mail has the new labels. */
const labelsIn = (customer: Scenario): string =>
  /Print the new labels:\s+\S+(\/links\/\S+)/.exec(customer.mails().at(-1)!.text)![1]!;
const open = (url: string) => world.api.inject({ method: 'GET', url });
const press = (url: string, lineIds: string[]) =>
  world.api.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(lineIds.map((id): [string, string] => ['line', id])).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('C move before ship', () => {
  test('C by the link of the mail: opening it changes nothing, pressing moves the spare and cancels the line', async () => {
    const customer = await createScenario(world);
    const { holder, device, order } = await neighbours(customer);
    const [line] = order.lines;
    expect(line!.offer).toEqual({
      fromDeviceId: holder.id,
      fromSlotId: expect.any(String),
      units: 1,
      acceptedAt: null,
    });
    const url = await moveLinkIn(customer);

    const page = await open(url);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Use the spares that are on site?');
    expect(page.body).toContain(`from the shelf of Aldine C410, serial number ${holder.serial}`);
    await open(url);
    expect((await open(`${url}/labels.pdf`)).statusCode).toBe(404);
    expect((await open(`${url}x/labels.pdf`)).statusCode).toBe(404);
    expect(await moves(holder)).toEqual([]);

    const pressed = await press(url, [line!.id]);
    expect(pressed.body).toContain('These spares are used instead');
    const labels = /<a href="([^"]+)">Print the new labels/.exec(pressed.body)![1]!;
    const pdf = await world.api.inject({ method: 'GET', url: new URL(labels, `http://replenish${url}`).pathname });
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(barCodesOf(pdf.rawPayload, 203)).toEqual([[device.serial]]);
    expect(textOf(pdf.rawPayload)).toContain(`Until now for Aldine C410, serial number ${holder.serial}.`);
    expect(await moves(holder)).toEqual([{ reason: 'transfer', units: 1, to: device.id }]);
    expect(await again(customer, order)).toMatchObject({ state: 'cancelled', lines: [{ cancelled: 1 }] });
    expect((await open(url)).body).toMatch(/This has been answered.*Print the new labels/s);
    await world.sleep('1 hour');
    for (const { id } of [device, holder]) {
      const { body } = await world.request('GET', `/devices/${id}/stock`);
      const black = body.slots.find(({ key }: { key: string }) => key === 'K');
      expect(black).toMatchObject({ estimate: 1, books: 1 });
    }
    // Its cover has risen: nothing is ordered again, and nothing is held back (A11).
    expect((await device.slot('K')).coverDays).toBeGreaterThan(100);
    expect(await customer.orders()).toHaveLength(1);
    expect((await customer.told()).slice(-2)).toEqual(['order-made', 'cancelled']);
    const mail = customer.mails().at(-1)!;
    expect(mail.text).toContain('A spare that is on site already is used instead.');
    expect(mail.text).toContain(`1 on the shelf of Aldine C410, serial number ${holder.serial}`);
    expect((await open(labelsIn(customer))).rawPayload.equals(pdf.rawPayload)).toBe(true);
  });

  test('C through the API: the offer is seen, and accepted once', async () => {
    const customer = await createScenario(world);
    const { holder, device, order } = await neighbours(customer);
    const labels = `/v1/orders/${order.id}/spare-labels.pdf`;
    expect((await world.request('GET', `/orders/${order.id}/spare-labels.pdf`)).status).toBe(404);
    const seen = await world.request('GET', `/orders/${order.id}`);
    expect(seen.body.lines[0].offer).toMatchObject({ fromDeviceId: holder.id, units: 1, open: true });
    const answer = await world.request('POST', `/orders/${order.id}/move-spares`, {});
    expect(answer).toMatchObject({ status: 200, body: { cancelledLineIds: [order.lines[0]!.id], labels } });
    // The mail leads there, too, though its link was not what accepted.
    const mailed = labelsIn(customer);
    const [byLink, byApi] = [await open(mailed), await world.request('GET', labels.replace('/v1', ''))];
    expect(byApi).toMatchObject({ status: 200, body: byLink.body, headers: { 'content-type': 'application/pdf' } });
    expect(barCodesOf(byLink.rawPayload, 203)).toEqual([[device.serial]]);
    expect((await world.request('POST', `/orders/${order.id}/move-spares`, {})).status).toBe(409);
    expect(await moves(holder)).toHaveLength(1);
    const after = await world.request('GET', `/orders/${order.id}`);
    expect(after.body.lines[0].offer).toMatchObject({ open: false, acceptedAt: expect.any(String) });
  });

  test('C a spare that is gone by then is not moved, and the order goes on', async () => {
    const customer = await createScenario(world);
    const { holder, order } = await neighbours(customer, 1);
    const { id: slotId } = await holder.slot('K');
    await world.request('POST', `/devices/${holder.id}/stock-counts`, { counts: [{ slotId, units: 0 }] });
    expect((await world.request('POST', `/orders/${order.id}/move-spares`, {})).status).toBe(409);
    const pressed = await press(await moveLinkIn(customer), [order.lines[0]!.id]);
    expect(pressed.body).toContain('The spare is not there any more');
    expect(await moves(holder)).toEqual([]);
    await world.sleep('25 hours');
    expect((await again(customer, order)).state).toBe('released');
    expect((await press(await moveLinkIn(customer), [order.lines[0]!.id])).statusCode).toBe(410);
  });

  test('C nothing is offered that its device needs itself', async () => {
    const customer = await createScenario(world);
    const holder = await customer.enrol({
      stock: { K: 1 },
      past: { days: 50, perDay: { K: 3 }, now: { K: 60 } },
    });
    await holder.report({ K: 60 });
    const { order } = await orderedFor(customer, { stock: { K: 0 } });
    expect(order.lines[0]!.offer).toBeNull();
    const made = await world.system.db.select().from(links).where(eq(links.orderId, order.id));
    expect(made.map(({ purpose }) => purpose)).toEqual(['cancel-order']);
    expect((await newestOrder(customer)).id).toBe(order.id);
  });
});

describe('C early swaps', () => {
  test('C noticed with the next reading, mailed once with what to do, counted for the site', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 1 }, past: { days: 40, perDay: { K: 1 }, now: { K: 45 } } });
    await device.printFor(2, { K: 45 }, { K: 1 });
    await device.report({ K: 100 });
    await world.sleep('7 hours');
    await device.report({ K: 100 });
    await world.sleep('1 day');
    await device.report({ K: 99 });
    expect((await customer.told()).filter((kind) => kind === 'early-swap')).toHaveLength(1);
    const [mail] = customer.mails().filter(({ text }) => text.includes('was changed early'));
    expect(mail!.text).toMatch(/Left: 4[234] %/);
    expect(mail!.text).toMatch(/1 of 1.cartridge changed early/);
    const { body } = await world.request('GET', `/sites/${customer.siteId}/early-swaps`);
    expect(body).toMatchObject({ swaps: 1, early: 1, unknown: 0, devices: [{ serial: device.serial, early: 1 }] });
    expect(body.cartridgesLeft).toBeCloseTo(0.43, 1);
    const told = await world.system.db
      .select()
      .from(notices)
      .where(and(eq(notices.kind, 'early-swap'), like(notices.factKey, `device/${device.id}/%`)));
    expect(told).toHaveLength(1);
  });
});
