// npm run prodlike [-- --stay]: the shape of production on this machine, shown by a reading that becomes an order that becomes a mail.
import { setTimeout as sleep } from 'node:timers/promises';
import { readCommandLine } from '../../operations/cli/command.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { type Customer, dailyReadings, enrol, makeCatalogue, makeCustomer } from './customer.ts';
import { Interrupted, sayWithTime, withOwnShape } from './own-shape.ts';
import type { Shape } from './shape.ts';

const usage = `npm run prodlike [-- --stay]

Starts Temporal's server on PostgreSQL, two workers, two APIs and a mail catcher, each a process of its own on 127.0.0.1, and shows
that a reading becomes an order and a mail. Then it ends all of them and removes what they stored.

  --stay   goes on until Ctrl-C
`;

const PATIENCE_MS = 120_000;
const say = sayWithTime();
const { stay } = readCommandLine(usage, { stay: { type: 'boolean', default: false } }, 0).values;

try {
  await withOwnShape('prodlike', { temporal: 'server', workers: 2, apis: 2, progress: say }, async (shape, folder) => {
    await show(shape, folder);
    if (!stay) return;
    const apis = shape.apis.map(({ url }) => url).join(' and ');
    say(`API ${apis}, mails ${shape.mails.pageUrl}, Temporal ${shape.config.temporal.address}`);
    say(`data and logs ${folder}; Ctrl-C ends all of it`);
    await new Promise<never>(() => {});
  });
  process.exit(0);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  const asked = error instanceof Interrupted;
  if (!asked) process.stderr.write(`${error.message}\n`);
  process.exit(asked && stay ? 0 : 1);
}

async function show(running: Shape, folder: string): Promise<void> {
  const customer = await makeCustomer(running, 'Show');
  await makeCatalogue(customer);
  await enrol(customer, 'M100-1');
  const readings = dailyReadings('M100-1', 30, 30, new Date());
  // Through the one API is posted what through the other is seen.
  await customer.call('POST', '/readings/batch', readings);
  say(`${readings.length} readings posted: 30 % left, 2 points a day`);
  const order = await until('an order', folder, () => firstOrder(customer));
  say(`order ${order.number}, ${order.state}`);
  const mail = await until('its mail', folder, () => caughtMail(running, customer, order.id));
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

async function until<T>(what: string, folder: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(500)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new SetupError(`${what} did not come within ${PATIENCE_MS / 1000} s; see the logs in ${folder}`);
}
