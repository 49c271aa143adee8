import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../../test/harness/world.ts';
import { checkYear, readChains } from './checks.ts';
import { drawYear } from './picture/page.ts';
import { readRecords } from './records.ts';
import { summarise } from './summary.ts';
import { simulateYear } from './year.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('a few days of a small site: every check holds, and the picture shows them', async () => {
  const year = await simulateYear(world, { days: 20, devices: 3, seed: 'smoke' }, () => {});
  const records = await readRecords(world.system.db, await world.now());
  const chains = await readChains(world, records);
  const checks = checkYear(year, world, records, chains);
  expect(checks.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(records.orders.length).toBeGreaterThan(0);
  expect(records.parcels.length).toBeGreaterThan(0);
  const page = drawYear(year, records, summarise(year, records, chains), checks);
  expect(page).toContain(`${records.orders.length} orders, line by line`);
});
