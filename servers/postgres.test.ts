import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { removePostgresData } from './postgres-binaries.ts';
import { isAlive } from './processes.ts';
import type { RunningServer } from './setup-error.ts';

describe('PostgreSQL on this machine', () => {
  let folder: string;
  let port: number;
  const running: RunningServer[] = [];

  const start = async (change: { port?: number; password?: string } = {}) => {
    const server = await startPostgres({
      url: `postgres://postgres:${change.password ?? 'p%40ss'}@127.0.0.1:${change.port ?? port}/replenish`,
      dataDir: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      progress: () => {},
    });
    running.push(server);
    return server;
  };
  const query = async <T>(url: string, text: string): Promise<T[]> => {
    const sql = postgres(url, { max: 1 });
    try {
      return [...(await sql.unsafe(text))] as T[];
    } finally {
      await sql.end();
    }
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'replenish-postgres-'));
    chmodSync(folder, 0o755);
    port = await freePort();
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    rmSync(folder, { recursive: true });
  });

  test('keeps its data between starts, and through a kill without warning', async () => {
    const first = await start();
    await query(first.url, 'create table kept (n int); insert into kept values (1)');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await start();
    await query(second.url, 'insert into kept values (2)');
    process.kill(second.pid, 'SIGKILL');

    const third = await start();
    expect(await query(third.url, 'select n from kept order by n')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('runs in a folder that only its owner may enter, for root as for anybody', async () => {
    chmodSync(folder, 0o700);
    const first = await start();
    await query(first.url, 'create table kept as select 1 as n');
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);

    const place = realpathSync(join(folder, 'postgres'));
    await second.stop();
    removePostgresData(join(folder, 'postgres'));
    expect(existsSync(place)).toBe(false);
  });

  test('commits are durable', async () => {
    const { url } = await start();
    const settings = await query<{ setting: string }>(
      url,
      `select setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`,
    );
    expect(settings.map(({ setting }) => setting)).toEqual(['on', 'on', 'on']);
  });

  test('a server that outlived its starter makes room, even on another port', async () => {
    const left = await start();
    const next = await start({ port: await freePort() });
    expect(isAlive(left.pid)).toBe(false);
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a stale postmaster.pid that names a stranger is removed and the stranger left alone', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n`);
    const second = await start();
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('an interrupted initdb is not taken for a database', async () => {
    const first = await start();
    await first.stop();
    rmSync(join(folder, 'postgres'), { recursive: true });
    writeFileSync(join(folder, 'postgres.new'), 'rubbish of the last attempt');
    await start();
    expect(existsSync(join(folder, 'postgres.new'))).toBe(false);
  });

  test('says what to do about a lost secret and about data of another version', async () => {
    const first = await start();
    await first.stop();
    await expect(start({ password: 'another' })).rejects.toThrow(/Put that file back/);
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/is of PostgreSQL 15, here is 18/);
  });
});
