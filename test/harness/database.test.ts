import postgres from 'postgres';
import { expect, test } from 'vitest';
import { createTestDatabase } from './database.ts';

const columnOf = async (url: string, statement: string): Promise<unknown> => {
  const sql = postgres(url, { max: 1 });
  try {
    return Object.values((await sql.unsafe(statement))[0] ?? {})[0];
  } finally {
    await sql.end();
  }
};

test('each test file has a migrated database of its own, and each role its login', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await columnOf(one.ownerUrl, 'create table only_here ()');
  expect(await columnOf(one.ownerUrl, 'select count(*)::int from drizzle.__drizzle_migrations')).toBeGreaterThan(0);
  expect(await columnOf(one.ownerUrl, `select to_regclass('only_here') is not null`)).toBe(true);
  expect(await columnOf(other.ownerUrl, `select to_regclass('only_here') is null`)).toBe(true);
  expect(await columnOf(one.appUrl, 'select current_user::text')).toBe('replenish_app');
  expect(await columnOf(one.systemUrl, 'select current_user::text')).toBe('replenish_system');

  await Promise.all([one.drop(), other.drop()]);
  await expect(columnOf(one.ownerUrl, 'select 1')).rejects.toThrow(/does not exist/);
});
