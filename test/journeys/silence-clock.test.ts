import { eq } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { notices } from '../../db/schema/index.ts';
import { later, newestOrder, say, sleepUntil } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** The first local date, at least ten days from `after`, on which the clocks of a zone change. */
function nextChange(zone: string, after: DateTime): DateTime {
  let day = after.setZone(zone).startOf('day').plus({ days: 10 });
  while (day.offset === day.plus({ days: 1 }).offset) day = day.plus({ days: 1 });
  return day;
}

const now = DateTime.now();
const inParis = nextChange('Europe/Paris', now);
const changes = [inParis, nextChange('Europe/Paris', inParis), nextChange('America/New_York', now)]
  .sort((a, b) => +a - +b)
  .map((day) => ({ zone: day.zoneName!, date: day.toISODate()!, day }));

const silenceNotices = async (customer: Scenario) =>
  (await world.system.db.select().from(notices).where(eq(notices.accountId, customer.accountId)))
    .filter(({ kind, state }) => kind.startsWith('silence-') && state === 'sent')
    .sort((a, b) => +a.sentAt! - +b.sentAt!);

const serialsOf = ({ data }: typeof notices.$inferSelect) =>
  (data.devices as { device: { serial: string } }[]).map(({ device }) => device.serial).sort();

describe('A16 at 09:00 site time', () => {
  // In the order of their dates: time only passes.
  test.each(changes)('A16 on the day on which the clocks of $zone change', async ({ zone, date, day }) => {
    await sleepUntil(world, day.minus({ days: 8 }).set({ hour: 12 }).toJSDate());
    const customer = await createScenario(world, { timeZone: zone });
    const device = await customer.enrol();
    await device.report({ K: 80 });
    await world.sleep('9 days');
    const [first, ...more] = await silenceNotices(customer);
    expect(more).toEqual([]);
    const left = DateTime.fromJSDate(first!.sentAt!, { zone });
    expect(left.toFormat('yyyy-MM-dd HH:mm')).toBe(`${date} 09:00`);
    await world.request('POST', `/devices/${device.id}/retire`);
  });

  test('A16 devices of a site share a mail, those of another site have their own', async () => {
    const at = DateTime.fromJSDate(await world.now(), { zone: 'Europe/Paris' });
    await sleepUntil(world, at.plus({ days: 1 }).set({ hour: 12, minute: 0 }).toJSDate());
    const customer = await createScenario(world);
    const elsewhere = await customer.addSite('Nantes', 'Europe/Paris');
    const [one, two] = [await customer.enrol(), await customer.enrol()];
    const other = await customer.enrol({ siteId: elsewhere });
    for (const device of [one, two, other]) await device.report({ K: 70 });
    await world.sleep('8 days');
    const mails = await silenceNotices(customer);
    expect(mails.map(serialsOf).sort((a, b) => b.length - a.length)).toEqual([
      [one.serial, two.serial].sort(),
      [other.serial],
    ]);
    expect(new Set(mails.map(({ siteId }) => siteId))).toEqual(new Set([customer.siteId, elsewhere]));
    // One of them reports again: the second stage is about the other two.
    await one.report({ K: 60 });
    await world.sleep('7 days');
    const second = (await silenceNotices(customer)).filter(({ kind }) => kind === 'silence-second');
    expect(second.flatMap(serialsOf).sort()).toEqual([two.serial, other.serial].sort());
    const texts = customer.mails().map(({ text }) => text.toLowerCase());
    expect(texts.filter((text) => text.includes('reconnect')).length).toBeGreaterThanOrEqual(second.length);
  });

  test.each(['pause', 'unenrol'])('A16 no reminder after %s, not even one that was about to leave', async (action) => {
    const at = DateTime.fromJSDate(await world.now(), { zone: 'Europe/Paris' });
    await sleepUntil(world, at.plus({ days: 1 }).set({ hour: 12, minute: 0 }).toJSDate());
    const customer = await createScenario(world);
    const device = await customer.enrol();
    await device.report({ K: 70 });
    // Seven days have passed, and the mail waits for the morning.
    await world.sleep('170 hours');
    await world.request('POST', `/devices/${device.id}/${action}`);
    await world.sleep('30 days');
    expect(await customer.told()).toEqual(['enrolled']);
    expect(await customer.tasks()).toEqual([]);
  });
});

describe('A16 one silence', () => {
  test('A16 a backlog that ends 8 days ago does not bring a settled task back', async () => {
    const customer = await createScenario(world, { contract: 'managed' });
    const device = await customer.enrol();
    await device.report({ K: 60 });
    await world.sleep('9 days');
    const { body } = await world.request('GET', `/tasks?accountId=${customer.accountId}`);
    await world.request('POST', `/tasks/${body.items[0].id}/done`, { remark: 'called' });
    expect(await customer.tasks()).toEqual([]);
    await device.report({ K: 59.5 }, { at: later(await world.now(), -8) });
    await world.sleep('2 days');
    expect(await customer.tasks()).toEqual([]);
    await world.sleep('6 days');
    expect(await customer.tasks()).toEqual(['managed-silent']);
  });
});

describe('A16 blind lines', () => {
  const fast = { days: 20, perDay: { K: 3 }, now: { K: 96 } } as const;

  test('A16 where the setting allows one: one in the whole silence, however long it lasts', async () => {
    const customer = await createScenario(world, { settings: { blindLines: 1 } });
    const device = await customer.enrol({ past: fast });
    await device.report({ K: 96 });
    await world.sleep('12 days');
    expect(await customer.orders()).toEqual([]);
    await world.sleep('18 days');
    const order = await newestOrder(customer);
    expect(order.lines).toMatchObject([{ key: 'K', reason: 'blind' }]);
    expect(order.lines[0]!.decision!.found.rules).toContain('A16');
    await world.sleep('25 hours');
    const { tracking } = await say(customer, 'shipped', order);
    await say(customer, 'delivered', order, { tracking });
    await world.sleep('20 days');
    expect(await customer.orders()).toHaveLength(1);
    expect((await device.slot('K')).reasons.map(({ code }: { code: string }) => code)).toContain('blind-used');
  });

  test('A16 by default none, and nothing else is ordered for it either', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: fast });
    await device.report({ K: 96 });
    await world.sleep('60 days');
    expect(await customer.orders()).toEqual([]);
    const near = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 20 } } });
    const order = await newestOrder(customer);
    // A silent device does not join an order of its site (A08).
    expect(order.lines.map(({ deviceId }) => deviceId)).toEqual([near.id]);
  });
});
