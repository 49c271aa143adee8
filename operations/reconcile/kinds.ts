import { and, asc, gt, inArray, lt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/database.ts';
import { devices, notices, orders } from '../../db/schema/index.ts';
import { deviceWorkflowId, deviceWorkflowType } from '../../workflows/device.contract.ts';
import { mailWorkflowId, mailWorkflowType } from '../../workflows/mail.contract.ts';
import type { Message } from '../../workflows/messages.contract.ts';
import { orderWorkflowId, orderWorkflowType } from '../../workflows/order.contract.ts';
import { livingDevice, livingOrder, waitingMail } from '../living.ts';
import { type Telling, tellDevices, tellMails, tellOrders } from '../tellings.ts';

export interface Fact {
  id: string;
  accountId: string;
  /** Is to have a workflow. */
  living: boolean;
}

/** How the facts of one kind and their workflows are compared. */
export interface Kind {
  workflowType: string;
  /** What its workflow ids begin with. */
  prefix: string;
  /** Those of these ids that the facts know. */
  facts(db: Database, ids: string[]): Promise<Fact[]>;
  /** The next ids of what is to have a workflow, of facts older than `before`. */
  living(db: Database, after: string, before: Date, limit: number): Promise<string[]>;
  /** Makes a workflow see that its matter is over; nothing where it sees by itself. */
  lookAgain(id: string): Message[];
  /** Has the missing workflows start. */
  tell(tx: Transaction, ids: string[]): Promise<Telling[]>;
  /**
   * Whether one whose workflow came to its own end may be started again without a look. An order or a mail may not: what it did then
   * would be done twice.
   */
  restartable: boolean;
}

const because = 'its facts and its workflow disagreed';

export const kinds: readonly Kind[] = [
  {
    workflowType: deviceWorkflowType,
    prefix: deviceWorkflowId(''),
    facts: (db, ids) =>
      db
        .select({ id: devices.id, accountId: devices.accountId, living: sql<boolean>`${livingDevice()}` })
        .from(devices)
        .where(inArray(devices.id, ids)),
    living: (db, after, before, limit) =>
      idsOf(
        db
          .select({ id: devices.id })
          .from(devices)
          .where(and(livingDevice(), gt(devices.id, after), lt(devices.enrolledAt, before)))
          .orderBy(asc(devices.id))
          .limit(limit),
      ),
    lookAgain: (deviceId) => [{ kind: 'device.recheck', deviceId, because }],
    tell: (tx, ids) => tellDevices(tx, because, inArray(devices.id, ids)),
    restartable: true,
  },
  {
    workflowType: orderWorkflowType,
    prefix: orderWorkflowId(''),
    facts: (db, ids) =>
      db
        .select({ id: orders.id, accountId: orders.accountId, living: sql<boolean>`${livingOrder()}` })
        .from(orders)
        .where(inArray(orders.id, ids)),
    living: (db, after, before, limit) =>
      idsOf(
        db
          .select({ id: orders.id })
          .from(orders)
          .where(and(livingOrder(), gt(orders.id, after), lt(orders.madeAt, before)))
          .orderBy(asc(orders.id))
          .limit(limit),
      ),
    lookAgain: (orderId) => [{ kind: 'order.review', orderId, because }],
    tell: (tx, ids) => tellOrders(tx, because, inArray(orders.id, ids)),
    restartable: false,
  },
  {
    workflowType: mailWorkflowType,
    prefix: mailWorkflowId(''),
    // At its time it sees by itself whether the mail still waits.
    facts: (db, ids) =>
      db
        .select({ id: notices.id, accountId: notices.accountId, living: sql<boolean>`true` })
        .from(notices)
        .where(inArray(notices.id, ids)),
    living: (db, after, before, limit) =>
      idsOf(
        db
          .select({ id: notices.id })
          .from(notices)
          .where(and(waitingMail(), gt(notices.id, after), lt(notices.madeAt, before)))
          .orderBy(asc(notices.id))
          .limit(limit),
      ),
    lookAgain: () => [],
    tell: (tx, ids) => tellMails(tx, inArray(notices.id, ids)),
    restartable: false,
  },
];

const idsOf = async (rows: PromiseLike<{ id: string }[]>): Promise<string[]> => (await rows).map(({ id }) => id);
