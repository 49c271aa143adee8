// npm run check: everything about the code that a tool can tell without running it. All parts run, even when one fails.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { agentIsPortable, lockAgrees, loneProtobufjs, noRegistryHosts, oneReaderOfTheEnvironment } from './rules.ts';

const ROOT = join(import.meta.dirname, '..');

/** Resolves to what is wrong, or to undefined when nothing is. */
type Part = () => Promise<string | undefined>;

const tool =
  (script: string, ...args: string[]): Part =>
  () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          output += chunk;
        });
      child.once('close', (code) => resolve(code === 0 ? undefined : output.trim() || `ended with code ${code}`));
    });

const parts: Record<string, Part> = {
  types: tool('typescript/bin/tsc', '--noEmit', '--project', '.'),
  'lint and format': tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  'import arrows': tool('dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', '.'),
  'dead code': tool('knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors'),
  'one reader of the environment': async () => oneReaderOfTheEnvironment(ROOT),
  'the agent runs on Windows, too': async () => agentIsPortable(ROOT),
  'package-lock.json is that of package.json': async () => lockAgrees(ROOT),
  'no registry host in package-lock.json': async () => noRegistryHosts(ROOT),
  'one protobufjs for Temporal': async () => loneProtobufjs(ROOT),
};

let failed = 0;
for (const [name, part] of Object.entries(parts)) {
  const beganAt = Date.now();
  const problem = await part();
  const seconds = ((Date.now() - beganAt) / 1000).toFixed(1);
  process.stdout.write(`${problem === undefined ? '✓' : '✗'} ${name.padEnd(40)}${seconds.padStart(6)} s\n`);
  if (problem === undefined) continue;
  failed += 1;
  process.stdout.write(`\n${problem.replace(/^/gm, '    ')}\n\n`);
}
process.stdout.write(
  failed === 0 ? 'All checks passed.\n' : `${failed} of ${Object.keys(parts).length} checks failed.\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
