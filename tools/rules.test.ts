import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentIsPortable, lockAgrees, loneProtobufjs, noRegistryHosts, oneReaderOfTheEnvironment } from './rules.ts';

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const writeLock = (packages: object) => write('package-lock.json', JSON.stringify({ packages }));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'replenish-rules-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('only config.ts and the launcher read the environment', () => {
  const reading = `export const port = ${['process', 'env'].join('.')}.PORT;`;
  for (const path of ['config.ts', 'launch.js', 'node_modules/x/index.js', '.replenish/x.js']) write(path, reading);
  expect(oneReaderOfTheEnvironment(root)).toBeUndefined();
  write('api/app.ts', reading);
  write('domain/x.ts', `import { env } from ${JSON.stringify('node:process')};`);
  expect(oneReaderOfTheEnvironment(root)?.split('\n').slice(1).sort()).toEqual(['api/app.ts', 'domain/x.ts']);
});

test('what people install of the agent has no call, path or signal that only POSIX has', () => {
  write('agent/run.ts', "process.once('SIGTERM', stop); join(folder, 'etc');");
  for (const path of ['agent/run.test.ts', 'agent/testing/x.ts', 'api/x.ts']) write(path, 'process.getuid()');
  expect(agentIsPortable(root)).toBeUndefined();
  const bound = ['process.getuid?.()', "open('/tmp/x')", "once('SIGHUP')", "from 'node:child_process'", 'chownSync(x)'];
  write('agent/bad.ts', bound.join('\n'));
  expect(agentIsPortable(root)?.split('\n').slice(1)).toEqual(bound.map((line, i) => `agent/bad.ts:${i + 1}: ${line}`));
});

test('package.json and package-lock.json name the same packages', () => {
  write('package.json', JSON.stringify({ dependencies: { a: '1.0.0' }, devDependencies: { b: '2.0.0' } }));
  writeLock({ '': { dependencies: { a: '1.0.0' }, devDependencies: { b: '2.0.0' } } });
  expect(lockAgrees(root)).toBeUndefined();
  writeLock({ '': { dependencies: { a: '1.0.1' } } });
  expect(lockAgrees(root)).toMatch(/differ in a 1\.0\.0, b 2\.0\.0, a 1\.0\.1/);
});

test('no package of the lock file names a registry', () => {
  writeLock({ 'node_modules/a': { version: '1.0.0' } });
  expect(noRegistryHosts(root)).toBeUndefined();
  writeLock({ 'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a.tgz' } });
  expect(noRegistryHosts(root)).toContain('node_modules/a');
});

test('Temporal’s packages have no protobufjs of their own', () => {
  const top = { 'node_modules/protobufjs': { version: '8.8.1' } };
  writeLock({ ...top, 'node_modules/@grpc/proto-loader/node_modules/protobufjs': { version: '7.6.6' } });
  expect(loneProtobufjs(root)).toBeUndefined();
  writeLock({ ...top, 'node_modules/@temporalio/proto/node_modules/protobufjs': { version: '7.6.6' } });
  expect(loneProtobufjs(root)).toContain('@temporalio/proto');
  writeLock({});
  expect(loneProtobufjs(root)).toContain('none at the top');
});
