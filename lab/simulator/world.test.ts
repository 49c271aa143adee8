import { expect, test } from 'vitest';
import { Fleet } from '../controller/fleet.ts';
import type { DayMessage } from '../controller/protocol.ts';
import { Exam } from './exam.ts';
import { generateWorld, type WorldOptions } from './generate.ts';
import { run } from './run.ts';
import { World } from './world.ts';

const options: WorldOptions = { seed: 'test', scenario: 'everyday', devices: 8, runDays: 130 };
const nobody = { day: ({ day }: DayMessage) => ({ day, orders: [], forecasts: [], ineligible: [] }) };
const fleet = () => new Fleet(generateWorld(options).days.dates[0]!);

test('the same seed is the same world and the same scores; another seed is another', async () => {
  const [first, again, other] = await Promise.all([
    run(generateWorld(options), fleet()),
    run(generateWorld(options), fleet()),
    run(generateWorld({ ...options, seed: 'other' }), fleet()),
  ]);
  expect(again.scores).toEqual(first.scores);
  expect(again.samples).toEqual(first.samples);
  expect(other.scores).not.toEqual(first.scores);
  expect(first.scores.refused).toBe(0);
});

test('without orders a fleet runs dry, and with the published rules hardly', async () => {
  const idle = await run(generateWorld(options), nobody);
  const served = await run(generateWorld(options), fleet());
  expect(idle.scores.stockOuts).toBeGreaterThan(300);
  expect(idle.stockOutSlotDays['not-ordered']).toBeGreaterThan(50);
  expect(served.scores.stockOuts).toBeLessThan(idle.scores.stockOuts / 20);
  expect(served.scores.cost).toBeLessThan(idle.scores.cost / 10);
});

test('whoever orders, the same is printed, and told by those who are not silent', () => {
  const [idle, served] = [
    new World(generateWorld(options), new Exam(0)),
    new World(generateWorld(options), new Exam(0)),
  ];
  const controller = fleet();
  for (let day = 0; day < 90; day += 1) {
    const [one, two] = [idle.live(day), served.live(day)];
    expect(two.readings.map(({ device, ts, pages }) => [device, ts, pages])).toEqual(
      one.readings.map(({ device, ts, pages }) => [device, ts, pages]),
    );
    served.take(day, controller.day(two));
  }
});

test('what is ordered arrives once: shelf, cartridge and what is under way only change by use and orders', () => {
  const plan = generateWorld({ ...options, scenario: 'shortages' });
  const world = new World(plan, new Exam(0));
  const slot = world.devices.find((device) => device.plan.enrolsOn === 0 && device.plan.endsOn > 129)!.slots[0]!;
  const { id: site } = plan.sites.find(({ devices }) => devices.some(({ id }) => id === slot.device.id))!;
  const before = slot.spares;
  for (let day = 0; day < 60; day += 1) {
    world.live(day);
    const line = { device: slot.device.id, supply: slot.slot.key, qty: 3, reason: 'trigger' as const };
    world.take(day, {
      ...nobody.day({ day } as DayMessage),
      orders: day === 0 ? [{ site, ref: 'a', lines: [line] }] : [],
    });
    const { units, parcels } = world.underWay(slot);
    expect(units).toBe([...parcels].reduce((sum, { lines }) => sum + lines.reduce((s, { qty }) => s + qty, 0), 0));
  }
  expect(world.underWay(slot).units).toBe(0);
  expect(slot.spares).toBeLessThanOrEqual(before + 3);
});

test('a device that uses two cartridges a week for four weeks is of very high use, and no other', () => {
  const plans = generateWorld({ ...options, scenario: 'heavy', devices: 120 }).sites.flatMap(({ devices }) => devices);
  const heavy = plans.filter(({ veryHigh }) => veryHigh);
  expect(heavy.length).toBeGreaterThan(0);
  for (const { slots, veryHigh } of plans) {
    const most = Math.max(
      ...slots.map(({ used }) => Math.max(...Array.from({ length: 14 }, (_, i) => used[28 + 7 * i]! - used[7 * i]!))),
    );
    if (veryHigh) expect(most).toBeGreaterThanOrEqual(8);
    else expect(most).toBeLessThan(20);
  }
});
