import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Makes many objects, of which 60,000 stay, and tells the megabytes that young ones have been given. */
const busy = `
  const kept = [];
  for (let i = 0; i < 3e6; i += 1) kept[i % 60000] = { i, text: 'x' + i };
  const { getHeapSpaceStatistics } = await import('node:v8');
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  console.log(young.space_size / 2 ** 20);
`;

function youngMb(first: string): number {
  const code = `${first}\n${busy}`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' }));
}

test('young objects are given little memory, however many there are', () => {
  const module = JSON.stringify(join(import.meta.dirname, 'small-heap.ts'));
  expect(youngMb('')).toBeGreaterThan(16);
  expect(youngMb(`(await import(${module})).keepHeapSmall();`)).toBeLessThan(8);
});
