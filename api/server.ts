import { Client, Connection } from '@temporalio/client';
import closeWithGrace from 'close-with-grace';
import { settleAfterTheEnd } from '../commands/order/after-the-end.ts';
import { loadConfig } from '../config.ts';
import { openDatabase } from '../db/database.ts';
import { openLog } from '../log.ts';
import { observeFacts } from '../metrics/facts.ts';
import { serveMetrics } from '../metrics/server.ts';
import { createMessenger } from '../relay/messenger.ts';
import { temporalClientOptions, temporalData } from '../temporal.ts';
import { buildApp } from './app.ts';

// The process of the API: it starts and answers whether Temporal is there or not; what it has to tell workflows waits.
const config = loadConfig();
const log = openLog(config, 'api');
const clock = () => new Date();
const database = openDatabase(config.database.appUrl, { name: 'replenish api' });
const figures = await serveMetrics(config.metrics.host, config.metrics.apiPort);
observeFacts(database.db, clock);
const connection = Connection.lazy(temporalClientOptions(config));
const temporal = new Client({ connection, namespace: config.temporal.namespace, ...temporalData(config) });
const delivery = {
  client: temporal,
  taskQueue: config.temporal.taskQueue,
  afterTheEnd: (orderId: string) => settleAfterTheEnd(database.db, orderId, clock()),
};
const messenger = createMessenger({ delivery, db: database.db, log, clock });
const app = await buildApp({ db: database.db, messenger, clock, log, config, temporal });

closeWithGrace({ delay: 10_000, logger: log }, async ({ err }) => {
  if (err) log.error({ err }, 'api stops');
  await app.close();
  await connection.close();
  await figures.close();
  await database.close();
});
await app.listen({ host: config.api.host, port: config.api.port });
