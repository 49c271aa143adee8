import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { eq } from 'drizzle-orm';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type DatabaseHandle, openDatabase } from './db/database.ts';
import { contacts, notices } from './db/schema/index.ts';
import { makeAccount } from './operations/testing/facts.ts';
import { type Daemon, spawnDaemon } from './servers/daemon.ts';
import { freePort } from './servers/ports.ts';
import { startTemporal } from './servers/temporal.ts';
import { findTemporal } from './servers/temporal-binary.ts';
import { createTestDatabase, type TestDatabase } from './test/harness/database.ts';
import { workflowBundlePath } from './test/harness/workflow-bundle.ts';
import { mailWorkflowId, mailWorkflowType } from './workflows/mail.contract.ts';

/** A mail server that has every mail in its hands for a while before it says that it took it. */
const slowMs = 2500;
const mails: ParsedMail[] = [];
let inHand = Promise.withResolvers<void>();
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  async onData(stream, _session, taken) {
    const mail = await simpleParser(stream);
    inHand.resolve();
    setTimeout(() => {
      mails.push(mail);
      taken();
    }, slowMs);
  },
});

const workers: Daemon[] = [];
let database: TestDatabase;
let system: DatabaseHandle;
let temporal: Awaited<ReturnType<typeof startTemporal>>;
let connection: Connection;
let client: Client;
let accountId: string;
let smtpUrl: string;

beforeAll(async () => {
  const folder = inject('runFolder');
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl, { name: 'a test' });
  temporal = await startTemporal({
    program: await findTemporal(database.config.cache, () => {}),
    port: await freePort(),
    uiPort: await freePort(),
    namespace: 'default',
    dataDir: join(folder, 'worker-test'),
    logFile: join(folder, 'worker-test', 'temporal.log'),
  });
  connection = await Connection.connect({ address: temporal.address });
  client = new Client({ connection });
  const smtpPort = await freePort();
  await new Promise<void>((resolve) => mailServer.listen(smtpPort, '127.0.0.1', resolve));
  smtpUrl = `smtp://127.0.0.1:${smtpPort}`;
  const now = new Date();
  ({ accountId } = await makeAccount(system.db, now));
  const ada = { role: 'administrator', name: 'Ada', email: 'ada@history.example', language: 'en' } as const;
  await system.db.insert(contacts).values({ ...ada, accountId, createdAt: now });
});

afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await new Promise<void>((resolve) => mailServer.close(() => resolve()));
  await connection?.close();
  await temporal?.stop();
  await system.close();
  await database.drop();
});

async function startWorker(): Promise<Daemon> {
  const worker = spawnDaemon(process.execPath, [join(import.meta.dirname, 'worker.ts')], {
    logFile: join(inject('runFolder'), 'worker-test', 'worker.log'),
    stopSignal: 'SIGTERM',
    graceMs: 20_000,
    env: {
      NODE_ENV: 'test',
      DATABASE_URL: database.ownerUrl,
      REPLENISH_SECRET: inject('testSecret'),
      TEMPORAL_ADDRESS: temporal.address,
      WORKFLOW_BUNDLE_PATH: await workflowBundlePath(),
      SMTP_URL: smtpUrl,
    },
  });
  workers.push(worker);
  return worker;
}

/** A mail of its own for each fact, written already: sending it is all that is left to do. */
async function mailAbout(factKey: string): Promise<string> {
  const now = new Date();
  const written = { subject: factKey, html: '<p>Hello</p>', text: 'Hello' };
  const [notice] = await system.db
    .insert(notices)
    .values({ accountId, kind: 'enrolled', factKey, thread: 't', data: {}, leavesAt: now, madeAt: now, ...written })
    .returning();
  const noticeId = notice!.id;
  const input = { accountId, noticeId, noticeKind: 'enrolled', leavesAt: now.toISOString() };
  const taskQueue = database.config.temporal.taskQueue;
  await client.workflow.start(mailWorkflowType, { workflowId: mailWorkflowId(noticeId), taskQueue, args: [input] });
  return noticeId;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: what is under way is done once before the process ends',
  async (signal) => {
    inHand = Promise.withResolvers();
    const worker = await startWorker();
    const noticeId = await mailAbout(signal);
    await inHand.promise;
    process.kill(worker.pid, signal);
    await worker.gone;
    expect(worker.ending()).toBe('code 0');
    const [notice] = await system.db.select().from(notices).where(eq(notices.id, noticeId));
    expect(notice).toMatchObject({ state: 'sent', attempts: 1 });

    // The next worker finds it done.
    const next = await startWorker();
    expect(await client.workflow.getHandle(mailWorkflowId(noticeId)).result()).toEqual({ outcome: 'sent' });
    expect(mails.filter(({ subject }) => subject === signal)).toHaveLength(1);
    await next.stop();
    expect(next.ending()).toBe('code 0');
  },
);
