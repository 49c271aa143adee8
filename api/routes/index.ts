import type { Routes } from '../types.ts';
import { accountRoutes } from './accounts.ts';
import { agentRoutes } from './agents.ts';
import { auditRoutes } from './audit.ts';
import { brakeRoutes } from './brakes.ts';
import { catalogueImportRoutes } from './catalogue-import.ts';
import { contactRoutes } from './contacts.ts';
import { contractRoutes } from './contracts.ts';
import { credentialRoutes } from './credentials.ts';
import { deviceImportRoutes } from './device-import.ts';
import { deviceLifeRoutes } from './device-life.ts';
import { deviceRoutes } from './devices.ts';
import { earlySwapRoutes } from './early-swaps.ts';
import { erpConnectionRoutes } from './erp-connections.ts';
import { erpRequestRoutes } from './erp-requests.ts';
import { fulfilmentRoutes } from './fulfilment.ts';
import { gaugeRoutes } from './gauges.ts';
import { handOverRoutes } from './hand-over.ts';
import { mailRoutes } from './mails.ts';
import { meRoutes } from './me.ts';
import { modelRoutes } from './models.ts';
import { orderChangeRoutes } from './order-changes.ts';
import { orderRoutes } from './orders.ts';
import { paperRoutes } from './papers.ts';
import { readingRoutes } from './readings.ts';
import { readingAsideRoutes } from './readings-aside.ts';
import { manyReadingsRoutes } from './readings-many.ts';
import { readingRepairRoutes } from './readings-repair.ts';
import { settingRoutes } from './settings.ts';
import { silentDeviceRoutes } from './silent-devices.ts';
import { siteRoutes } from './sites.ts';
import { stockRoutes } from './stock.ts';
import { supplyRoutes } from './supplies.ts';
import { taskRoutes } from './tasks.ts';
import { waitingRoutes } from './waiting.ts';
import { warehouseOrderRoutes } from './warehouse-orders.ts';
import { webhookDeliveryRoutes } from './webhook-deliveries.ts';
import { webhookRoutes } from './webhooks.ts';

/** Everything under /v1. A new resource is a file here, its schemas in api/schemas and their names in api/schemas/index.ts. */
export const routes: readonly Routes[] = [
  meRoutes,
  accountRoutes,
  contractRoutes,
  siteRoutes,
  earlySwapRoutes,
  contactRoutes,
  modelRoutes,
  supplyRoutes,
  catalogueImportRoutes,
  gaugeRoutes,
  deviceRoutes,
  deviceLifeRoutes,
  deviceImportRoutes,
  silentDeviceRoutes,
  agentRoutes,
  readingRoutes,
  manyReadingsRoutes,
  readingAsideRoutes,
  readingRepairRoutes,
  orderRoutes,
  orderChangeRoutes,
  warehouseOrderRoutes,
  fulfilmentRoutes,
  erpConnectionRoutes,
  erpRequestRoutes,
  handOverRoutes,
  paperRoutes,
  stockRoutes,
  webhookRoutes,
  webhookDeliveryRoutes,
  mailRoutes,
  taskRoutes,
  waitingRoutes,
  brakeRoutes,
  settingRoutes,
  credentialRoutes,
  auditRoutes,
];
