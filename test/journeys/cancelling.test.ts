import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { again, cancel, newestOrder, orderedFor, recordJob, sleepUntil } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

const minuteMs = 60_000;

describe('A11 the hold', () => {
  test('A11 cancelled at 23 h 59: nothing leaves, and the mail says by whom', async () => {
    const customer = await createScenario(world);
    const { order } = await orderedFor(customer);
    expect(+order.holdUntil! - +order.madeAt).toBe(24 * 60 * minuteMs);
    await sleepUntil(world, new Date(+order.holdUntil! - minuteMs));
    const answer = await cancel(world, order);
    expect(answer).toMatchObject({ status: 200, body: { cancelledLineIds: [order.lines[0]!.id] } });
    await world.sleep('2 hours');
    expect((await again(customer, order)).state).toBe('cancelled');
    expect(await customer.told()).toEqual(['enrolled', 'order-made', 'cancelled']);
  });

  test('A11 at 24 h exactly it is too late', async () => {
    const customer = await createScenario(world);
    const { order } = await orderedFor(customer);
    await sleepUntil(world, order.holdUntil!);
    expect((await cancel(world, order)).status).toBe(409);
    expect((await again(customer, order)).state).toBe('released');
    expect(await customer.told()).toEqual(['enrolled', 'order-made']);
  });

  test('A11 one line: the others leave; asked again it is the same answer', async () => {
    const customer = await createScenario(world);
    const { order } = await orderedFor(customer, {
      past: { days: 50, perDay: { K: 1, C: 1 }, now: { K: 20, C: 30 } },
    });
    const [black, cyan] = order.lines;
    expect((await cancel(world, order, [cyan!.id])).body.cancelledLineIds).toEqual([cyan!.id]);
    expect((await cancel(world, order, [cyan!.id])).status).toBe(409);
    expect((await cancel(world, order, ['019aa1b2-0000-7000-8000-000000000005'])).status).toBe(422);
    await world.sleep('25 hours');
    expect((await again(customer, order)).lines.map(({ released, cancelled }) => [released, cancelled])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect((await again(customer, order)).lines[0]!.id).toBe(black!.id);
    const [mail] = customer.mails().slice(-1);
    expect(mail!.text).toContain('AL-410C');
    expect((await customer.told()).slice(2)).toEqual(['cancelled']);
  });

  test('A11 less than 7 days of cover: the whole order leaves at once, and the mail says so', async () => {
    const customer = await createScenario(world);
    const { order } = await orderedFor(customer, {
      past: { days: 50, perDay: { K: 1, C: 1 }, now: { K: 6, C: 30 } },
    });
    expect(order).toMatchObject({ urgent: true, state: 'released' });
    expect(order.lines).toHaveLength(2);
    expect((await cancel(world, order)).status).toBe(409);
    const mail = customer.mails().at(-1)!;
    expect(mail.text).toMatch(/at once|immediately|right away/i);
    expect(mail.text).not.toContain('/links/');
  });
});

describe('A11 what a cancelled slot does next', () => {
  test('A11 it is not ordered again until its cover has fallen by 7 days', async () => {
    const customer = await createScenario(world);
    const { device, order } = await orderedFor(customer);
    await device.report({ K: 20 });
    await cancel(world, order);
    expect((await device.slot('K')).state).toBe('held-by-cancellation');
    await world.sleep('6 days');
    await device.report({ K: 14 });
    expect(await customer.orders()).toHaveLength(1);
    await world.sleep('18 hours');
    expect(await customer.orders()).toHaveLength(1);
    await world.sleep('10 hours');
    const next = await newestOrder(customer);
    expect(next.lines).toMatchObject([{ key: 'K', reason: 'trigger' }]);
    expect(next.lines[0]!.coverDays).toBeCloseTo(13, 0);
  });

  test('A11 or below 7, and then at once', async () => {
    const customer = await createScenario(world);
    const { device, order } = await orderedFor(customer, { past: { days: 50, perDay: { K: 1 }, now: { K: 10 } } });
    await device.report({ K: 10 });
    await cancel(world, order);
    await world.sleep('2 days');
    await device.report({ K: 8 });
    expect(await customer.orders()).toHaveLength(1);
    await world.sleep('30 hours');
    const next = await newestOrder(customer);
    expect(next).toMatchObject({ urgent: true, state: 'released' });
  });

  test('A11 it does not join an order of its site either', async () => {
    const customer = await createScenario(world);
    const { device, order } = await orderedFor(customer);
    await device.report({ K: 20 });
    await cancel(world, order);
    const { device: other, order: next } = await orderedFor(customer);
    expect(next.lines.map(({ deviceId }) => deviceId)).toEqual([other.id]);
  });

  test('A14 cancelling what was ordered for a job holds no regular order back', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 22 } } });
    await device.report({ K: 22 });
    const job = await recordJob(customer, device, 'K', 2);
    await cancel(world, job);
    await world.sleep('30 hours');
    expect(await newestOrder(customer)).toMatchObject({ exceptional: false, state: 'held' });
  });
});
