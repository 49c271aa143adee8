import { defineConfig } from 'vitest/config';

/** The rules alone, without database, Temporal or servers; whole assessments by chance would cost seconds for each mutant. */
export default defineConfig({
  test: {
    include: ['domain/**/*.test.ts'],
    exclude: ['domain/**/*.properties.test.ts'],
    testTimeout: 60_000,
    maxWorkers: 1,
  },
});
