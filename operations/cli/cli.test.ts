import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { NewReading } from '../../api/schemas/readings.ts';
import { environmentWith } from '../../config.ts';
import { freePort } from '../../servers/ports.ts';
import type { TestDatabase } from '../../test/harness/database.ts';
import { Bench } from '../testing/bench.ts';

const bench = new Bench();

/** Runs a command as npm run does, on the database given and where no Temporal is. */
async function command(name: string, { ownerUrl, config }: TestDatabase, ...words: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${name}.ts`), ...words], {
    env: environmentWith({
      NODE_ENV: 'test',
      DATABASE_URL: ownerUrl,
      REPLENISH_SECRET: config.secret,
      REPLENISH_HOME: bench.folder,
      TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`,
    }),
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out, err, code };
}

test('a backup, and back with it: each says what it did and what to do next', { timeout: 90_000 }, async () => {
  const file = bench.path('by-command');
  const taken = await command('backup', bench.source, file);
  expect(taken).toMatchObject({ code: 0, err: '' });
  expect(taken.out).toMatch(/tables, \d+ rows, \d+ kB in .* s: .*by-command\n/);
  expect(taken.out).toContain('REPLENISH_SECRET');

  const target = await bench.newDatabase();
  const restored = await command('restore', target, file);
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out).toMatch(/It takes up 1 device, 1 order, 1 mail and 0 readings/);
  expect(restored.out).toMatch(/npm run requeue.*\n.*POST \/v1\/brakes\/[0-9a-f-]{36}\/lift/);

  const again = await command('restore', target, file);
  expect(again.code).toBe(1);
  expect(again.err).toContain('--replace');
});

test('requeue and maintain say what they did', { timeout: 90_000 }, async () => {
  const requeued = await command('requeue', bench.source);
  expect(requeued).toMatchObject({ code: 0, err: '' });
  expect(requeued.out).toMatch(/^Queued for the workflows: 1 device, 1 order.*\nTemporal at .* does not answer/);
  const maintained = await command('maintain', bench.source);
  expect(maintained).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^readings: 1 row past their time$/m),
  });
});

test('readings are exported as the stream takes them, a file for each site', { timeout: 90_000 }, async () => {
  const folder = bench.path('exported');
  const exported = await command('export-readings', bench.source, folder);
  expect(exported).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^1 reading of 1 device at 1 site: /),
  });
  const [file] = readdirSync(folder);
  expect(file).toBe(`${bench.facts.siteId}.ndjson`);
  const lines = readFileSync(join(folder, file!), 'utf8').trim().split('\n');
  expect(lines.map((line) => Value.Errors(NewReading, JSON.parse(line)))).toEqual([[]]);
});

test('a mistake on the command line ends with how it is used', { timeout: 90_000 }, async () => {
  const wrong = await command('backup', bench.source, 'one', 'two');
  expect(wrong).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/two[\s\S]*npm run backup/) });
  const unknown = await command('restore', bench.source, '--no-such-thing');
  expect(unknown).toMatchObject({ code: 2, err: expect.stringMatching(/no-such-thing[\s\S]*--nothing-since/) });
  expect(await command('restore', bench.source)).toMatchObject({
    code: 1,
    err: expect.stringContaining('Name the backup'),
  });
});
