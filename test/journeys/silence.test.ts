import { eq } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { notices, silenceStages } from '../../db/schema/index.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** Silence mails of an account, with the local time at which each left. */
async function silenceMails(customer: Scenario, timeZone = 'Europe/Paris') {
  const rows = await world.system.db.select().from(notices).where(eq(notices.accountId, customer.accountId));
  return rows
    .filter(({ kind, state }) => kind.startsWith('silence-') && state === 'sent')
    .sort((a, b) => +a.sentAt! - +b.sentAt!)
    .map(({ kind, sentAt, data }) => ({
      kind,
      at: DateTime.fromJSDate(sentAt!, { zone: timeZone }).toFormat('HH:mm'),
      serials: (data.devices as { device: { serial: string } }[]).map(({ device }) => device.serial).sort(),
    }));
}

describe('A16 silence', () => {
  test('A16 mails at 7, 14 and 30 days at 09:00 site time, devices of a site together, then a task', async () => {
    const customer = await createScenario(world);
    const one = await customer.enrol();
    const two = await customer.enrol();
    await one.report({ K: 80 });
    await world.sleep('2 hours');
    await two.report({ K: 70 });
    await world.sleep('9 days');
    const both = [one.serial, two.serial].sort();
    const mails = await silenceMails(customer);
    // Two hours apart: the same morning, unless 09:00 lies between them.
    expect(mails.flatMap(({ serials }) => serials).sort()).toEqual(both);
    expect(mails.every(({ kind, at }) => kind === 'silence-first' && at === '09:00')).toBe(true);
    await world.sleep('7 days');
    await world.sleep('16 days');
    const all = await silenceMails(customer);
    expect([...new Set(all.map(({ kind }) => kind))]).toEqual(['silence-first', 'silence-second', 'silence-third']);
    expect(all.every(({ at }) => at === '09:00')).toBe(true);
    expect((await customer.tasks()).filter((kind) => kind === 'call-silent-device')).toHaveLength(2);
  });

  test('A16 found late: the present stage’s mail only, the others recorded as skipped', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol();
    const at = new Date((await world.now()).getTime() - 15 * 86_400_000);
    await device.report({ K: 60 }, { at });
    await world.sleep('1 day');
    expect((await silenceMails(customer)).map(({ kind }) => kind)).toEqual(['silence-second']);
    const stages = await world.system.db.select().from(silenceStages).where(eq(silenceStages.deviceId, device.id));
    expect(stages.map(({ stage, outcome }) => [stage, outcome]).sort()).toEqual([
      [1, 'skipped'],
      [2, 'mail'],
    ]);
  });

  test('A16 data that comes back ends the series; a backlog that ends 8 days ago does not', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol();
    await device.report({ K: 60 });
    await world.sleep('9 days');
    expect(await silenceMails(customer)).toHaveLength(1);
    const eightDaysAgo = new Date((await world.now()).getTime() - 8 * 86_400_000);
    await device.report({ K: 59 }, { at: eightDaysAgo });
    await world.sleep('2 days');
    expect(await silenceMails(customer)).toHaveLength(1);
    await device.report({ K: 50 });
    await world.sleep('6 days');
    expect(await silenceMails(customer)).toHaveLength(1);
    await world.sleep('3 days');
    // A new silence, so a new first mail.
    expect((await silenceMails(customer)).map(({ kind }) => kind)).toEqual(['silence-first', 'silence-first']);
  });

  test('A16 managed devices: the helpdesk gets tasks, nobody a mail', async () => {
    const customer = await createScenario(world, { contract: 'managed' });
    const device = await customer.enrol();
    await device.report({ K: 60 });
    await world.sleep('9 days');
    expect(await silenceMails(customer)).toEqual([]);
    expect(await customer.tasks()).toContain('managed-silent');
  });

  test('A16 a reading of 7 days and more triggers no order', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 28.5 } } });
    await device.report({ K: 28.5 });
    // Cover crosses 21 days after seven and a half days; by then the reading is too old.
    await world.sleep('10 days');
    expect(await customer.orders()).toEqual([]);
    expect((await device.slot('K')).state).toBe('no-fresh-reading');
  });
});
