import { afterAll, beforeAll, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { become, job, replace } from './people-steps.ts';
import { read, readLate, silence, swap, wait } from './printer-steps.ts';
import { type Bench, openBench } from './property.ts';
import type { Step } from './step.ts';
import { say } from './warehouse-steps.ts';

/** Runs in which the product once parted from the model, shrunk; each failed before the product was mended. */
const found: Record<string, Step[]> = {
  'A09, A15: what is put into a parcel after it was presumed delivered is presumed delivered, too, and is in the books':
    [
      job(0, 'K', 2),
      wait(25),
      say({ order: 0, type: 'shipped', quantity: 1, box: 0 }),
      silence(35),
      say({ order: 0, type: 'shipped', quantity: 2, box: 0 }),
      silence(35),
    ],
  'A09, A15: a line is seen installed again after its first cartridge was returned': [
    job(0, 'K', 3),
    read(0, { K: 0, W: 0 }),
    wait(25),
    say({ order: 0, type: 'shipped', quantity: 1, box: 0 }),
    wait(7),
    swap(0, 'K'),
    say({ order: 0, type: 'returned', quantity: 1 }),
    say({ order: 0, type: 'shipped', quantity: 1, box: 1 }),
    wait(25),
    read(0, { K: 20, W: 0 }),
    wait(25),
    read(0, { K: 20, W: 0 }),
    wait(25),
    swap(0, 'K'),
  ],
  'A15, A18: nobody takes unassigned stock that is not there, when a spare that a swap had used is returned': [
    job(0, 'K', 1),
    read(0, { K: 0, W: 0 }),
    wait(25),
    swap(0, 'K'),
    say({ order: 0, type: 'shipped', box: 0 }),
    say({ order: 0, type: 'delivered', box: 0 }),
    become(0, 'retired'),
    say({ order: 0, type: 'returned', box: 0 }),
  ],
  'A09, A18: what is left of a line that was partly lost when its device was moved stands in nobody’s way': [
    read(2, { K: 5, W: 20 }),
    job(2, 'K', 2),
    wait(25),
    say({ order: 0, type: 'lost' }),
    say({ order: 0, type: 'shipped', quantity: 1 }),
    replace(2, 0),
  ],
  'A16: a silence that begins anew after a late reading has ended one is told when it is seven days old': [
    read(0, { K: 20, W: 0 }),
    wait(25),
    silence(8),
    readLate(0, 30),
    wait(72),
    wait(72),
  ],
  'A15: no cartridge was changed unseen only because a gauge of bars said nothing new for weeks': [
    readLate(1, 30),
    silence(35),
    read(1, { K: 0, W: 0 }),
    read(1, { K: 20, W: 0 }),
    swap(1, 'K'),
  ],
};

let database: TestDatabase;
let bench: Bench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await openBench(database.config);
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

test.each(Object.entries(found))('%s', { timeout: 60_000 }, (_, steps) => bench.play(steps));
