import { defineConfig } from 'vitest/config';
import { parts } from './test/parts.ts';

const names = Object.keys(parts) as (keyof typeof parts)[];
const never = ['**/node_modules/**', '.replenish/**'];

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    reporters: ['default', './test/summary-reporter.ts'],
    // A test file with a Temporal worker takes about 0.5 GB; two at a time suit the smallest machine it is made for.
    maxWorkers: 2,
    projects: names.map((name, position) => ({
      extends: true,
      test: {
        name,
        include: [...parts[name].include],
        exclude: name === 'rest' ? [...never, ...names.slice(0, -1).flatMap((other) => parts[other].include)] : never,
        testTimeout: parts[name].timeoutMs,
        hookTimeout: 120_000,
        // One after the other, so that the time of each can be told.
        sequence: { groupOrder: position },
      },
    })),
  },
});
