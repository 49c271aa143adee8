// npm run prodlike [-- --stay]: the shape of production on this machine, shown by a reading that becomes an order that becomes a mail.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCommandLine } from '../../operations/cli/command.ts';
import { removePostgresData } from '../../servers/postgres-binaries.ts';
import { type Progress, SetupError } from '../../servers/setup-error.ts';
import { type Customer, dailyReadings, enrol, makeCatalogue, makeCustomer } from './customer.ts';
import { type Shape, startShape } from './shape.ts';

const usage = `npm run prodlike [-- --stay]

Starts Temporal's server on PostgreSQL, two workers, two APIs and a mail catcher, each a process of its own on 127.0.0.1, and shows
that a reading becomes an order and a mail. Then it ends all of them and removes what they stored.

  --stay   goes on until Ctrl-C
`;

const PATIENCE_MS = 120_000;
const beganAt = Date.now();
const say: Progress = (line) =>
  process.stdout.write(`[${((Date.now() - beganAt) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);

const { stay } = readCommandLine(usage, { stay: { type: 'boolean', default: false } }, 0).values;
const folder = mkdtempSync(join(tmpdir(), 'replenish-prodlike-'));
// PostgreSQL runs as another user when we are root.
chmodSync(folder, 0o755);
const interrupted = Promise.withResolvers<never>();
interrupted.promise.catch(() => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interrupted.reject(new SetupError('Interrupted.')));

let shape: Shape | undefined;
const starting = startShape({ folder, temporal: 'server', workers: 2, apis: 2, progress: say });
try {
  shape = await Promise.race([starting, interrupted.promise]);
  await Promise.race([show(shape), interrupted.promise]);
  if (stay) {
    say(
      `API ${shape.apis.map(({ url }) => url).join(' and ')}, mails ${shape.mails.pageUrl}, Temporal ${shape.config.temporal.address}`,
    );
    say(`data and logs ${folder}; Ctrl-C ends all of it`);
    await interrupted.promise;
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  const asked = error.message === 'Interrupted.';
  if (!asked) process.stderr.write(`${error.message}\n`);
  process.exitCode = asked && stay ? 0 : 1;
} finally {
  say('stopping');
  shape ??= await starting.catch(() => undefined);
  await shape?.stop();
  removePostgresData(join(folder, 'postgres'));
  rmSync(folder, { recursive: true, force: true });
  say('stopped');
}
process.exit();

async function show(running: Shape): Promise<void> {
  const customer = await makeCustomer(running, 'Show');
  await makeCatalogue(customer);
  await enrol(customer, 'M100-1');
  const readings = dailyReadings('M100-1', 30, 30, new Date());
  // Through the one API is posted what through the other is seen.
  await customer.call('POST', '/readings/batch', readings);
  say(`${readings.length} readings posted: 30 % left, 2 points a day`);
  const order = await until('an order', () => firstOrder(customer));
  say(`order ${order.number}, ${order.state}`);
  const mail = await until('its mail', () => caughtMail(running, customer, order.id));
  say(`mail to ${customer.email}: ${mail.subject}`);
}

async function firstOrder({ call, accountId }: Customer) {
  const { items } = await call<{ items: { id: string; number: number; state: string }[] }>(
    'GET',
    `/orders?accountId=${accountId}`,
  );
  return items[0];
}

async function caughtMail({ mails }: Shape, { call, email }: Customer, orderId: string) {
  const { items } = await call<{ items: { kind: string; messageId: string | null }[] }>(
    'GET',
    `/mails?orderId=${orderId}`,
  );
  const made = items.find(({ kind }) => kind === 'order-made');
  return made && (await mails.mails(email)).find(({ messageId }) => messageId === made.messageId);
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(500)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new SetupError(`${what} did not come within ${PATIENCE_MS / 1000} s; see the logs in ${folder}`);
}
