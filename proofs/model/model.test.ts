import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { type Bench, openBench } from './property.ts';

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

test('A09, A11, A15, A18: whatever happens, orders and books are as expected', { timeout: 600_000 }, async () => {
  await fc.assert(bench.property(), { numRuns: 300 });
});
