import { defineConfig } from 'vitest/config';

/**
 * The rules alone, without database, Temporal or servers. Whole assessments by chance would cost seconds for each mutant, and code that
 * carries all its mutants is too slow to be timed.
 */
export default defineConfig({
  test: {
    include: ['domain/**/*.test.ts'],
    exclude: ['domain/**/*.properties.test.ts', 'domain/**/*.speed.test.ts'],
    testTimeout: 60_000,
    maxWorkers: 1,
  },
});
