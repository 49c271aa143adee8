import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cancel, dayIn, releasedFor, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

const codes = (slot: { reasons: { code: string }[] }) => slot.reasons.map(({ code }) => code);

describe('A12 status', () => {
  test('A12 level, days of use, cover, shelf, what is on its way, the next order and the reasons', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 1 }, past: { days: 50, perDay: { K: 1 }, now: { K: 40 } } });
    await device.report({ K: 40 });
    const slot = await device.slot('K');
    expect(slot).toMatchObject({ state: 'ok', shelf: 1, triggerDays: 21, onItsWay: [], covered: true });
    expect(slot.level).toMatchObject({ percent: 40 });
    expect(slot.daysOfUse.value).toBeCloseTo(40, 0);
    expect(slot.daysOfUse.low).toBeLessThan(40);
    expect(slot.daysOfUse.high).toBeGreaterThan(40);
    expect(slot.coverDays).toBeCloseTo(140, -1);
    const daysAhead = (Date.parse(slot.nextOrderAt) - +(await world.now())) / 86_400_000;
    expect(daysAhead).toBeCloseTo(slot.coverDays - 21, 1);
    expect(codes(slot)).toContain('cover-above-trigger');
    expect(slot.reasons.every(({ text }: { text: string }) => text.length > 10)).toBe(true);
  });

  test('A12 on its way: how many, in which state, expected when; and the order says why it was made', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    await device.report({ K: 19 });
    const onItsWay = async () => (await device.slot('K')).onItsWay;
    expect(await onItsWay()).toMatchObject([{ orderId: order.id, state: 'released', quantity: 1, inTransit: 0 }]);
    const expectedOn = dayIn(await world.now(), 2);
    await say(customer, 'shipped', order, { expectedOn });
    expect(await onItsWay()).toMatchObject([{ state: 'in-transit', quantity: 1, inTransit: 1, expectedOn }]);
    const slot = await device.slot('K');
    expect(slot.state).toBe('on-order');
    expect(slot.coverDays).toBeCloseTo(119, -1);
    expect(codes(slot)).toContain('on-order');
    await say(customer, 'delivered', order);
    expect(await device.slot('K')).toMatchObject({ onItsWay: [], shelf: 1, state: 'ok' });
    const { body } = await world.request('GET', `/orders/${order.id}/explain`);
    expect(body.lines).toMatchObject([{ rules: ['A06', 'A07'], replay: { same: true } }]);
  });

  test('A12 the same words in the mail, the API and the workflow’s own view', async () => {
    const customer = await createScenario(world, { language: 'en' });
    const device = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 20 } } });
    const [order] = await customer.orders();
    const { body } = await world.request('GET', `/orders/${order!.id}`);
    const why: string = body.lines[0].why.text;
    expect(customer.mails().at(-1)!.text.replaceAll(/\s+/g, ' ')).toContain(why.replaceAll(/\s+/g, ' '));
    await cancel(world, order!);
    await device.report({ K: 20 });
    expect(codes(await device.slot('K'))).toEqual(['held-by-cancellation']);
  });
});
