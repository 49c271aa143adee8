import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTap } from '../api/test/tap.ts';
import { type DatabaseHandle, openDatabase } from '../db/database.ts';
import { contacts, notices } from '../db/schema/index.ts';
import { openLog } from '../log.ts';
import { examples } from '../mail/notices.testkit.ts';
import { makeAccount } from '../operations/testing/facts.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { deliverMail } from './deliver-mail.ts';
import type { ActivityDeps } from './index.ts';

const now = new Date('2026-03-02T09:00:00Z');

let database: TestDatabase;
let tap: Awaited<ReturnType<typeof openTap>>;
let system: DatabaseHandle;
beforeAll(async () => {
  database = await createTestDatabase();
  tap = await openTap(database.ownerUrl);
  system = openDatabase(tap.url, { poolSize: 2 });
});
afterAll(async () => {
  await system.client.end({ timeout: 0 });
  await tap.close();
  await database.drop();
});

test('A11 a mail that the server has taken is not sent again because the database was away when it said so', async () => {
  const { accountId } = await makeAccount(system.db, now);
  const contact = {
    role: 'administrator',
    name: 'Ada',
    email: 'ada@example.com',
    language: 'en',
    createdAt: now,
  } as const;
  await system.db.insert(contacts).values({ accountId, ...contact });
  const fact = { kind: 'enrolled', factKey: 'device/1/enrolled/1', thread: 'device/1' } as const;
  const data = examples.enrolled as unknown as Record<string, unknown>;
  const [notice] = await system.db
    .insert(notices)
    .values({ accountId, ...fact, data, leavesAt: now, madeAt: now })
    .returning();
  let sent = 0;
  const mailer: ActivityDeps['mailer'] = {
    async send() {
      sent += 1;
      tap.cut();
      void sleep(1500).then(tap.mend);
      return 'sent';
    },
    close() {},
  };
  const { config } = database;
  const deps = { db: system.db, mailer, config, log: openLog(config, 'worker') };
  expect(await deliverMail(deps, notice!.id, now)).toEqual({ outcome: 'sent' });
  expect(await deliverMail(deps, notice!.id, now)).toEqual({ outcome: 'sent' });
  expect(sent).toBe(1);
});
