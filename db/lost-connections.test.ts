import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTap } from '../api/test/tap.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { type DatabaseHandle, openDatabase, type Transaction } from './database.ts';

let database: TestDatabase;
let tap: Awaited<ReturnType<typeof openTap>>;
let handle: DatabaseHandle;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  tap = await openTap(database.ownerUrl);
});
afterEach(async () => {
  await handle.client.end({ timeout: 0 });
  await tap.close();
});
afterAll(() => database.drop());

const one = (tx: Transaction): Promise<unknown> => tx.execute(sql`select 1`);

/** A transaction that has begun and goes on when it is told to. */
async function begin(goOn: (tx: Transaction) => Promise<unknown>, first = one) {
  const [begun, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = handle.db
    .transaction(async (tx) => {
      await first(tx);
      begun.resolve();
      await told.promise;
      await goOn(tx);
    })
    .catch((error: Error) => error);
  await begun.promise;
  return { ended, goOn: told.resolve };
}

test('a transaction whose server has gone fails, however late it notices; nothing is thrown that nobody can catch', async () => {
  handle = openDatabase(tap.url, { poolSize: 1 });
  const noticed = Promise.withResolvers<unknown>();
  const lost = await begin((tx) => one(tx).catch(noticed.resolve));
  tap.cut();
  expect(await lost.ended).toMatchObject({ code: 'CONNECTION_CLOSED' });
  lost.goOn();
  expect(await noticed.promise).toMatchObject({ cause: { code: 'CONNECTION_CLOSED' } });
});

test('what is lost takes nothing back of those that use its connection after it', async () => {
  handle = openDatabase(tap.url, { poolSize: 1 });
  const lost = await begin(() => Promise.reject(new Error('too late')));
  tap.cut();
  await lost.ended;
  tap.mend();
  await handle.db.execute(sql`create table kept (id int)`);
  const next = await begin(
    (tx) => tx.execute(sql`insert into kept values (2)`),
    (tx) => tx.execute(sql`insert into kept values (1)`),
  );
  lost.goOn();
  await sleep(200);
  next.goOn();
  expect(await next.ended).toBeUndefined();
  expect(await handle.db.execute(sql`select id from kept order by id`)).toEqual([{ id: 1 }, { id: 2 }]);
});

test('a connection that was lost while something was to be written is as good as new when the server is back', async () => {
  handle = openDatabase(tap.url, { poolSize: 2 });
  const idle = await begin(one);
  const busy = handle.db.execute(sql`select pg_sleep(60)`).catch(() => idle.goOn());
  await sleep(500);
  tap.cut();
  await Promise.all([busy, idle.ended]);
  tap.mend();
  const began = performance.now();
  await Promise.all([1, 2].map(() => handle.db.execute(sql`select pg_sleep(0.2)`)));
  expect(performance.now() - began).toBeLessThan(3000);
});
