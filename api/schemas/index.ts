import type { TSchema } from 'typebox';
import { AuditEntry } from '../routes/audit.ts';
import { Brake } from '../routes/brakes.ts';
import { Mail } from '../routes/mails.ts';
import { ReadingAside } from '../routes/readings-aside.ts';
import { Setting } from '../routes/settings.ts';
import { Task } from '../routes/tasks.ts';
import { Waiting } from '../routes/waiting.ts';
import { SigningSecret } from '../signing/secrets.ts';
import { Account, Contract } from './accounts.ts';
import { Agent, AgentCodeOnce, EnrolledAgent, ReportReceipt } from './agents.ts';
import { ImportResult, Model, Supply } from './catalogue.ts';
import { Credential, SecretOnce } from './credentials.ts';
import { Device, DeviceDetail, DeviceImportResult, DeviceProcess, OnItsWay, SilentDevice, Slot } from './devices.ts';
import { ErpConnection, ErpRequest } from './erp.ts';
import { Gauge } from './gauges.ts';
import {
  Cancelled,
  FulfilmentBatch,
  FulfilmentEvent,
  NewFulfilmentEvent,
  Order,
  OrderDetail,
  OrderExplained,
  OrderLine,
  Parcel,
  SparesMoved,
  WarehouseOrder,
} from './orders.ts';
import { ProblemSchema } from './problem.ts';
import { BatchReceipt, NewReading, ReadingReceipt, StoredReading, StreamReceipt } from './readings.ts';
import { ReasonSchema } from './reason.ts';
import { AddressSchema, Contact, EarlySwaps, Site } from './sites.ts';
import { DeviceStock, Ledger, LedgerEntry } from './stock.ts';
import { Webhook, WebhookDelivery } from './webhooks.ts';

/** Every schema that stands by its name in the description of the API; what `ref` names must be in here. */
export const components: readonly TSchema[] = [
  ProblemSchema,
  ReasonSchema,
  AddressSchema,
  Account,
  Contract,
  Site,
  EarlySwaps,
  Contact,
  Supply,
  Model,
  Gauge,
  ImportResult,
  Mail,
  Task,
  Waiting,
  Brake,
  Setting,
  Credential,
  SecretOnce,
  AuditEntry,
  Device,
  Slot,
  OnItsWay,
  DeviceProcess,
  DeviceDetail,
  SilentDevice,
  DeviceImportResult,
  Agent,
  AgentCodeOnce,
  EnrolledAgent,
  ReportReceipt,
  Order,
  OrderLine,
  Parcel,
  OrderDetail,
  OrderExplained,
  Cancelled,
  SparesMoved,
  WarehouseOrder,
  NewFulfilmentEvent,
  FulfilmentEvent,
  FulfilmentBatch,
  SigningSecret,
  ErpConnection,
  ErpRequest,
  Webhook,
  WebhookDelivery,
  LedgerEntry,
  DeviceStock,
  Ledger,
  NewReading,
  StoredReading,
  ReadingReceipt,
  BatchReceipt,
  StreamReceipt,
  ReadingAside,
];
