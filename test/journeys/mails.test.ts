import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { notices } from '../../db/schema/index.ts';
import { dayIn, later, orderedFor, press, releasedFor, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

describe('A11 mails', () => {
  test('A11 a permanent SMTP refusal is not retried: a task; a new address gets what staff send again', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 22 } } });
    await device.report({ K: 22 });
    world.refusedAddresses.add(customer.address);
    await world.sleep('2 days');
    expect(await customer.told()).toEqual(['enrolled']);
    expect(await customer.tasks()).toEqual(['mail-refused']);
    const [refused] = (
      await world.system.db.select().from(notices).where(eq(notices.accountId, customer.accountId))
    ).filter(({ kind }) => kind === 'order-made');
    expect(refused).toMatchObject({ state: 'refused', attempts: 1 });
    world.refusedAddresses.delete(customer.address);
    const answer = await world.request('POST', `/mails/${refused!.id}/resend`);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    expect(await customer.told()).toEqual(['enrolled', 'order-made']);
    expect(await customer.tasks()).toEqual([]);
  });

  test('A11 the mails of an order are one thread, each with a Message-ID of its own, answering the first', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer, { past: { days: 20, perDay: { K: 4 }, now: { K: 80 } } });
    const now = await world.now();
    await say(customer, 'backordered', order, { quantities: [1], expectedOn: dayIn(now, 3) });
    await say(customer, 'shipped', order, { quantities: [1] });
    await say(customer, 'available', order, { quantities: [1], at: later(now, 0.1) });
    await say(customer, 'shipped', order, { quantities: [1] });
    const [, made, ...answers] = customer.mails();
    expect(answers).toHaveLength(3);
    expect(made!.inReplyTo).toBeUndefined();
    for (const mail of answers) {
      expect(mail.inReplyTo).toBe(made!.messageId);
      expect(mail.references).toBe(made!.messageId);
    }
    // Of all orders and customers.
    const ids = world.mails.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { headers } of world.mails) expect(headers['Auto-Submitted']).toBe('auto-generated');
  });

  test('A11 cancelled by the link of the mail, once; the page alone changes nothing', async () => {
    const customer = await createScenario(world);
    const { order } = await orderedFor(customer, { past: { days: 50, perDay: { K: 1, C: 1 }, now: { K: 20, C: 30 } } });
    const mail = customer.mails().at(-1)!;
    const [first, second] = order.lines;
    expect((await press(world, mail)).page).toContain('AL-410C');
    expect((await customer.orders())[0]!.state).toBe('held');
    await press(world, mail, [['line', second!.id]]);
    expect((await customer.orders())[0]!.lines.map(({ cancelled }) => cancelled)).toEqual([0, 1]);
    await press(world, mail, [['line', first!.id]]);
    expect((await customer.orders())[0]!.lines.map(({ cancelled }) => cancelled)).toEqual([0, 1]);
    expect(await customer.told()).toEqual(['enrolled', 'order-made', 'cancelled']);
  });

  test('A11 in their language: the replenishment contact’s, else the Administrator’s', async () => {
    const customer = await createScenario(world, { language: 'fr', contract: 'managed' });
    await orderedFor(customer);
    expect(
      customer
        .mails()
        .map(({ subject }) => subject)
        .join(),
    ).toMatch(/commande/i);
    const answer = await world.request('POST', `/accounts/${customer.accountId}/contacts`, {
      role: 'replenishment',
      name: 'Grace',
      email: `grace-${customer.address}`,
      language: 'en',
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    await world.sleep('25 hours');
    await say(customer, 'shipped', (await customer.orders())[0]!);
    const mail = world.mails.at(-1)!;
    expect(mail.to.address).toBe(`grace-${customer.address}`);
    expect(mail.subject).toMatch(/^Order/);
  });
});
