import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { eq } from 'drizzle-orm';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Environment } from './config.ts';
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
import { searchAttributes } from './workflows/search-attributes.ts';

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

/** Notices whose mails were in hand when their worker was told to end. */
const done: string[] = [];
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

async function startWorker(logFile = logOf('worker'), more: Environment = {}): Promise<Daemon> {
  const worker = spawnDaemon(process.execPath, [join(import.meta.dirname, 'worker.ts')], {
    logFile,
    stopSignal: 'SIGTERM',
    graceMs: 20_000,
    env: {
      NODE_ENV: 'test',
      DATABASE_URL: database.ownerUrl,
      REPLENISH_SECRET: inject('testSecret'),
      TEMPORAL_ADDRESS: temporal.address,
      WORKFLOW_BUNDLE_PATH: await workflowBundlePath(),
      SMTP_URL: smtpUrl,
      LOG_LEVEL: 'info',
      ...more,
    },
  });
  workers.push(worker);
  return worker;
}

const logOf = (name: string) => join(inject('runFolder'), 'worker-test', `${name}.log`);

/** A mail of its own for each fact, written already: sending it is all that is left to do. */
async function mailAbout(factKey: string): Promise<string> {
  const now = new Date();
  const written = { subject: factKey, html: '<p>Hello</p>', text: 'Hello' };
  const [notice] = await system.db
    .insert(notices)
    .values({ accountId, kind: 'enrolled', factKey, thread: 't', data: {}, leavesAt: now, madeAt: now, ...written })
    .returning();
  const noticeId = notice!.id;
  await send(mailWorkflowId(noticeId), noticeId);
  return noticeId;
}

const send = (workflowId: string, noticeId: string) =>
  client.workflow.start(mailWorkflowType, {
    workflowId,
    taskQueue: database.config.temporal.taskQueue,
    args: [{ accountId, noticeId, noticeKind: 'enrolled', leavesAt: new Date().toISOString() }],
  });

/** Processes start slowly on a machine that is busy with other tests. */
const timeout = 60_000;

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: what is under way is done once before the process ends',
  { timeout },
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
    done.push(noticeId);
  },
);

test('the next worker finds it done', { timeout }, async () => {
  const worker = await startWorker();
  const outcomes = done.map((noticeId) => client.workflow.getHandle(mailWorkflowId(noticeId)).result());
  expect(await Promise.all(outcomes)).toEqual([{ outcome: 'sent' }, { outcome: 'sent' }]);
  expect(mails.map(({ subject }) => subject)).toEqual(['SIGTERM', 'SIGINT']);
  await worker.stop();
});

test('what it logs is one line of JSON each, with the workflow’s id, and holds no values of failed queries; nor do histories', {
  timeout,
}, async () => {
  const person = 'Ada Lovelace';
  const worker = await startWorker(logOf('failing'));
  // Not an id: PostgreSQL refuses the query, and quotes it.
  const failing = await send('mail/failing', person);
  const failure = await vi.waitFor(
    async () => {
      const { raw } = await failing.describe();
      const { lastFailure } = raw.pendingActivities![0]!;
      expect(lastFailure).toBeTruthy();
      return lastFailure;
    },
    { timeout: 20_000, interval: 100 },
  );
  await failing.terminate();
  await worker.stop();
  expect(JSON.stringify(failure)).toContain('Failed query: select');
  expect(JSON.stringify(failure)).not.toContain(person);

  const log = readFileSync(logOf('failing'), 'utf8');
  expect(log).not.toContain(person);
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.find(({ msg }) => msg === 'Activity failed')).toMatchObject({
    level: 40,
    process: 'worker',
    workflowId: 'mail/failing',
    err: { message: expect.stringMatching(/^Failed query: select/), cause: { code: '22P02' } },
  });
  expect(lines.map(({ sdkComponent }) => sdkComponent)).toContain('core');
});

test('it serves its metrics and those of the SDK, each on its port', { timeout }, async () => {
  const ports = { WORKER_METRICS_PORT: await freePort(), TEMPORAL_METRICS_PORT: await freePort() };
  const given = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const worker = await startWorker(logOf('metrics'), given);
  const scrape = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const noticeId = await mailAbout('metrics');
  await client.workflow.getHandle(mailWorkflowId(noticeId)).result();

  expect(await scrape(ports.WORKER_METRICS_PORT)).toContain('replenish_facts_up 1');
  const sdk = await scrape(ports.TEMPORAL_METRICS_PORT);
  const rules = readFileSync(join(import.meta.dirname, 'docs/alerts.yml'), 'utf8');
  // A failure has no series before it happens first.
  const wanted = new Set((rules.match(/temporal_\w+/g) ?? []).filter((name) => !name.includes('_failed')));
  expect(wanted.size).toBeGreaterThan(0);
  expect([...wanted].filter((name) => !sdk.includes(`\n${name}{`))).toEqual([]);
  await worker.stop();
});

test('a namespace elsewhere gets its search attributes from the worker', { timeout }, async () => {
  const namespace = 'elsewhere';
  const attributes = async () =>
    Object.keys((await connection.operatorService.listSearchAttributes({ namespace })).customAttributes);
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as unknown as Long },
  });
  await expect.poll(() => attributes().catch(String), { timeout: 20_000 }).toEqual([]);
  const worker = await startWorker(logOf('elsewhere'), { TEMPORAL_NAMESPACE: namespace });
  await expect.poll(attributes, { timeout: 20_000 }).toEqual(expect.arrayContaining(Object.keys(searchAttributes)));
  await worker.stop();
});
