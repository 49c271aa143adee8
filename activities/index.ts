import type { Logger } from 'pino';
import { assessAndRecord } from '../commands/assess-device.ts';
import { followAddress } from '../commands/change-address.ts';
import { cancelLines } from '../commands/order/cancel.ts';
import { placeOrder } from '../commands/order/place.ts';
import { releaseOrder } from '../commands/order/release.ts';
import { settleOrder } from '../commands/order/settle.ts';
import { withdrawAsked } from '../commands/order/withdraw.ts';
import { remind } from '../commands/remind.ts';
import { setAside } from '../commands/set-aside.ts';
import type { Config } from '../config.ts';
import type { Database, Transaction } from '../db/database.ts';
import { type Messenger, type Outbox, transact } from '../db/outbox.ts';
import type { Assessment } from '../domain/assessment.ts';
import type { MailSender } from '../mail/transport.ts';
import { type MaintenanceReport, maintain } from '../operations/maintain.ts';
import type { Outcome } from '../operations/reconcile/reconcile.ts';
import type {
  AddressAnswer,
  AddressRequest,
  CancelAnswer,
  CancelRequest,
  OrderView,
} from '../workflows/order.contract.ts';
import { deliverMail } from './deliver-mail.ts';
import type { Fulfilment } from './fulfilment/adapter.ts';

export interface ActivityDeps {
  /** As replenish_system. */
  db: Database;
  messenger: Messenger;
  fulfilment: Fulfilment;
  mailer: MailSender;
  reconcile(now: Date): Promise<Outcome[]>;
  config: Pick<Config, 'mail' | 'provider' | 'api' | 'secret'>;
  log: Logger;
}

export type Activities = ReturnType<typeof createActivities>;

interface At {
  /** ISO instant: the workflow's now. */
  now: string;
}

/**
 * The only place where workflows touch the world. Each is one transaction whose effects are keyed, so that a repeat has none; the
 * messages that it queues are delivered before it ends.
 */
export function createActivities(deps: ActivityDeps) {
  const inTransaction = <T>(now: Date, work: (tx: Transaction, outbox: Outbox) => Promise<T>) =>
    transact(deps, 'all', now, work);

  return {
    /** A05–A16: what this device needs, from its facts. */
    async assess({ deviceId, now }: At & { deviceId: string }): Promise<Assessment> {
      const at = new Date(now);
      return inTransaction(at, (tx, outbox) => assessAndRecord(tx, outbox, deviceId, at));
    },

    /** A06–A09: the order that its site needs. */
    async placeOrder({ deviceId, siteId, now }: At & { deviceId: string; siteId: string }) {
      const at = new Date(now);
      const orderId = await inTransaction(at, (tx, outbox) =>
        placeOrder(tx, outbox, {
          siteId,
          occasion: `device/${deviceId}/${now}`,
          actor: 'workflow',
          now: at,
          asker: deviceId,
        }),
      );
      return { orderId };
    },

    /** A16: what the present stage of its silence asks for. */
    async remind({ deviceId, now }: At & { deviceId: string }): Promise<void> {
      const at = new Date(now);
      await inTransaction(at, (tx, outbox) => remind(tx, outbox, deviceId, at));
    },

    /** A10: very high use. */
    async setAside({ deviceId, now }: At & { deviceId: string }): Promise<void> {
      const at = new Date(now);
      await inTransaction(at, (tx, outbox) => setAside(tx, outbox, deviceId, at));
    },

    /** A11: the deadline has come; what has not been cancelled goes to the warehouse. */
    async releaseOrder({ orderId, now }: At & { orderId: string }): Promise<OrderView> {
      const at = new Date(now);
      return inTransaction(at, (tx, outbox) => releaseOrder(tx, outbox, orderId, at));
    },

    /** Gives a released order to the warehouse or ERP; asked again, that knows the order already. */
    async handOver({ orderId, now }: At & { orderId: string }): Promise<void> {
      await deps.fulfilment.place(orderId, new Date(now));
    },

    /**
     * Everything the warehouse has said, deadlines that have passed (A09), what it is asked not to ship any more (A18), and to take
     * what it had refused. What was said counts first, even while nobody there answers.
     */
    async settleOrder({ orderId, now }: At & { orderId: string }): Promise<OrderView> {
      const at = new Date(now);
      const settle = () => inTransaction(at, (tx, outbox) => settleOrder(tx, outbox, orderId, at));
      const settled = await settle();
      if (settled.phase !== 'released') return settled;
      await deps.fulfilment.place(orderId, at);
      return (await withdrawAsked(deps, orderId, at)) ? settle() : settled;
    },

    /** A11: cancels within the hold. */
    async cancelLines(request: At & CancelRequest & { orderId: string }): Promise<CancelAnswer & { view: OrderView }> {
      const at = new Date(request.now);
      return inTransaction(at, (tx, outbox) => cancelLines(tx, outbox, { ...request, now: at }));
    },

    /** A13: what has not left follows a changed address, if the warehouse agrees. */
    async followAddress(request: At & AddressRequest & { orderId: string }): Promise<AddressAnswer> {
      const at = new Date(request.now);
      return followAddress(deps, { ...request, now: at });
    },

    /** A11, A16: one mail per fact. */
    async deliverMail({ noticeId, now }: At & { noticeId: string }) {
      return deliverMail(deps, noticeId, new Date(now));
    },

    /** Room for the readings to come, and the leaving of what is past its time. */
    async maintain({ now }: At): Promise<MaintenanceReport> {
      return maintain(deps.db, new Date(now));
    },

    /** Facts, workflows, books and mails compared; what is safe is mended. */
    async reconcile({ now }: At): Promise<Outcome[]> {
      return deps.reconcile(new Date(now));
    },
  };
}
