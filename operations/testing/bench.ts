import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Config } from '../../config.ts';
import { type DatabaseHandle, openDatabase } from '../../db/database.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { openArchive } from '../archive/read.ts';
import { takeBackup } from '../backup.ts';
import { type Restored, type RestoreOptions, restoreBackup } from '../restore.ts';
import { fillEveryTable, makeAccount } from './facts.ts';

export const now = new Date('2026-03-04T05:06:07.890Z');
export const quietly = { progress: () => {}, signal: new AbortController().signal };

/** Databases and a folder for tests of backup and restore; all of it goes with the test file. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'replenish-backup-'));
  /** A database with something in every table, and a backup of it. */
  source!: TestDatabase;
  facts!: Awaited<ReturnType<typeof fillEveryTable>>;
  file!: string;
  readonly #databases: TestDatabase[] = [];
  readonly #handles: DatabaseHandle[] = [];

  constructor() {
    beforeAll(async () => {
      this.source = await this.newDatabase();
      this.facts = await fillEveryTable(this.open(this.source.systemUrl).db, now);
      this.file = (await this.backup(this.source.config, 'whole')).file;
    });
    afterAll(async () => {
      await Promise.all(this.#handles.map((handle) => handle.close()));
      for (const database of this.#databases) await database.drop();
      rmSync(this.folder, { recursive: true });
    });
  }

  /** Migrated, and empty. */
  async newDatabase(): Promise<TestDatabase> {
    const database = await createTestDatabase();
    this.#databases.push(database);
    return database;
  }

  async withOneAccount(): Promise<TestDatabase> {
    const database = await this.newDatabase();
    await makeAccount(this.open(database.systemUrl).db, now);
    return database;
  }

  /** With one table of 50,000 rows, 96 MB. */
  async withMuch(): Promise<TestDatabase> {
    const database = await this.withOneAccount();
    await this.open(database.systemUrl).client`insert into audit (id, at, actor, action, entity, entity_id)
      select gen_random_uuid(), now(), repeat(md5(i::text), 60), 'a', 'e', 'i' from generate_series(1, 50000) i`;
    return database;
  }

  open(url: string): DatabaseHandle {
    const handle = openDatabase(url, { name: 'a test' });
    this.#handles.push(handle);
    return handle;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  backup(config: Pick<Config, 'database' | 'home'>, name: string) {
    return takeBackup(config, { file: this.path(name), now, ...quietly });
  }

  async restore(config: Config, file: string, options: Partial<RestoreOptions> = {}): Promise<Restored> {
    const archive = await openArchive(file);
    try {
      return await restoreBackup(config, archive, {
        replace: false,
        nothingSince: true,
        actor: 'test',
        now: new Date('2026-03-05T00:00:00Z'),
        ...quietly,
        ...options,
      });
    } finally {
      archive.close();
    }
  }
}
