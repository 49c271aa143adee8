import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { asTenant, type DatabaseHandle, openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { accounts, audit, sites } from './schema/index.ts';

let database: TestDatabase;
let owner: DatabaseHandle;
let app: DatabaseHandle;
let system: DatabaseHandle;
let ours: string;
let theirs: string;
const now = new Date('2026-01-05T10:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  owner = openDatabase(database.ownerUrl);
  app = openDatabase(database.appUrl);
  system = openDatabase(database.systemUrl);
  [ours, theirs] = (await Promise.all(['A', 'B'].map(newAccount))) as [string, string];
});

afterAll(async () => {
  await Promise.all([owner.close(), app.close(), system.close()]);
  await database.drop();
});

async function newAccount(name: string): Promise<string> {
  const [account] = await system.db
    .insert(accounts)
    .values({ name, customerNumber: `C-${name}`, systemNumber: `S-${name}`, language: 'en', createdAt: now })
    .returning({ id: accounts.id });
  await system.db.insert(sites).values({ accountId: account!.id, createdAt: now, ...site(name) });
  return account!.id;
}

const site = (name: string) => ({
  name,
  address: { company: name, lines: ['1 Main Street'], postcode: '75001', city: 'Paris', country: 'FR' },
  timeZone: 'Europe/Paris',
});

describe('tenants are separated by PostgreSQL itself', () => {
  test('every table with an account is under row-level security, with a policy for each role', async () => {
    const open = await owner.db.execute(sql`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
      where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'credentials' and (not c.relrowsecurity
        or not exists (select 1 from pg_policies p where p.tablename = c.relname and 'replenish_app' = any(p.roles))
        or not exists (select 1 from pg_policies p where p.tablename = c.relname and 'replenish_system' = any(p.roles)))`);
    expect([...open]).toEqual([]);
  });

  test('partitions are not open by another door', async () => {
    await expect(app.db.execute(sql`select * from readings_default`)).rejects.toThrow();
  });

  test('an account sees its own rows, however the query is written', async () => {
    const seen = await asTenant(app.db, { accountId: ours }, (tx) => tx.execute(sql`select account_id from sites`));
    expect(seen.map((row) => row.account_id)).toEqual([ours]);
  });

  test('without an account nothing is seen; staff see all', async () => {
    expect(await app.db.select().from(accounts)).toEqual([]);
    const all = await asTenant(app.db, 'all', (tx) => tx.select().from(accounts));
    expect(all.map(({ id }) => id).sort()).toEqual([ours, theirs].sort());
  });

  test('an account cannot write for another one, nor change its rows', async () => {
    const foreign = asTenant(app.db, { accountId: ours }, (tx) =>
      tx.insert(sites).values({ accountId: theirs, createdAt: now, ...site('X') }),
    );
    await expect(foreign).rejects.toThrow();
    const changed = await asTenant(app.db, { accountId: ours }, (tx) =>
      tx.execute(sql`update sites set name = 'taken' where account_id = ${theirs} returning id`),
    );
    expect([...changed]).toEqual([]);
  });

  test('a transaction’s account does not outlive it on the same connection', async () => {
    const one = openDatabase(database.appUrl, { poolSize: 1 });
    await asTenant(one.db, { accountId: ours }, (tx) => tx.select().from(sites));
    expect(await one.db.select().from(sites)).toEqual([]);
    await one.close();
  });

  test.each([
    ['app', () => app],
    ['system', () => system],
  ])('what happened stays: role %s cannot change or remove audit and ledger', async (_role, handle) => {
    await asTenant(handle().db, { accountId: ours }, (tx) =>
      tx.insert(audit).values({
        accountId: ours,
        at: now,
        actor: 'test',
        action: 'made',
        entity: 'site',
        entityId: '1',
      }),
    );
    for (const statement of ['update audit set actor = $$x$$', 'delete from audit', 'delete from ledger']) {
      await expect(handle().client.unsafe(statement)).rejects.toThrow(/permission denied/);
    }
  });

  test('neither role may bypass the rules', async () => {
    const roles = await owner.db.execute(sql`
      select rolname from pg_roles where rolname in ('replenish_app', 'replenish_system') and (rolsuper or rolbypassrls or rolcreaterole)`);
    expect([...roles]).toEqual([]);
  });
});

test('migrating again changes nothing', async () => {
  const tables = () => owner.db.execute(sql`select count(*)::int as n from pg_class where relkind in ('r', 'p', 'i')`);
  const [before] = await tables();
  await migrate(database.config);
  expect((await tables())[0]).toEqual(before);
});
