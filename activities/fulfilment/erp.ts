import { eq } from 'drizzle-orm';
import {
  type ErpRequest,
  lastPlacing,
  openErpRequest,
  recordErpAnswer,
  recordErpFailure,
} from '../../commands/erp/requests.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { erpConnections, orderLines, orders } from '../../db/schema/index.ts';
import { type Caller, CallFailed } from '../../outgoing/caller.ts';
import { liveSecrets, sealedFor } from '../../outgoing/live-secrets.ts';
import type { Seal } from '../../outgoing/sealed.ts';
import { signatureHeaders } from '../../outgoing/signature.ts';
import type { Consent, Fulfilment } from './adapter.ts';
import { erpVerdict } from './erp-answer.ts';
import { addressCall, placeCall, withdrawCall } from './erp-body.ts';
import { Gate } from './gate.ts';

export interface ErpDeps {
  /** As replenish_system. */
  db: Database;
  caller: Caller;
  seal: Seal;
  clock: () => Date;
  /** For one call. */
  timeoutMs?: number;
  /** After a call without an answer nobody else calls the same ERP for so long. */
  pauseMs?: number;
}

/** Well within an activity's time. */
const usualTimeoutMs = 10_000;
const usualPauseMs = 3000;
const mostAtOnce = 10;

type Order = typeof orders.$inferSelect;

/**
 * An ERP that is asked by HTTP: signed as Standard Webhooks say, each effect under a key that stays the same however often it is asked.
 * An answer that got lost after the effect is so asked for again, and the ERP says the same or that it has it already.
 */
export function erpFulfilment(deps: ErpDeps): Fulfilment {
  const gate = new Gate(mostAtOnce, deps.pauseMs ?? usualPauseMs);
  const orderOf = async (tx: Transaction, orderId: string): Promise<Order & { erpId: string }> => {
    const [order] = await tx.select().from(orders).where(eq(orders.id, orderId));
    if (!order?.erpId) throw new Error(`order ${orderId} is with no ERP`);
    return { ...order, erpId: order.erpId };
  };
  const about = ({ id: orderId, accountId, erpId: connectionId }: Order & { erpId: string }) => ({
    orderId,
    accountId,
    connectionId,
    madeAt: deps.clock(),
  });

  return {
    async place(orderId, now) {
      const request = await deps.db.transaction(async (tx) => {
        const order = await orderOf(tx, orderId);
        if (order.handedOverAt || order.state !== 'released') return null;
        const asked = { ...about(order), key: `order/${orderId}/place/${order.handOvers}`, kind: 'place' as const };
        return openErpRequest(tx, asked, () => placeCall(tx, orderId, now));
      });
      if (request) await ask(request);
    },
    async changeAddress(change, now) {
      const request = await deps.db.transaction(async (tx) => {
        const order = await orderOf(tx, change.orderId);
        if (await isNotThere(tx, order)) return null;
        const asked = { ...about(order), key: change.key, kind: 'change-address' as const };
        return openErpRequest(tx, asked, () => addressCall(tx, change, now));
      });
      return request ? ask(request) : 'agreed';
    },
    async withdraw(lineId, now) {
      const request = await deps.db.transaction(async (tx) => {
        const [line] = await tx.select().from(orderLines).where(eq(orderLines.id, lineId));
        const order = await orderOf(tx, line!.orderId);
        if (await isNotThere(tx, order)) return null;
        const key = `line/${lineId}/withdraw/${line!.withdrawAsks}`;
        const asked = { ...about(order), key, kind: 'withdraw' as const, lineId };
        return openErpRequest(tx, asked, () => withdrawCall(tx, line!, now));
      });
      return request ? ask(request) : 'agreed';
    },
  };

  async function ask(request: ErpRequest): Promise<Consent> {
    if (request.state !== 'waiting') return request.state;
    const { db, clock } = deps;
    const [connection] = await db.select().from(erpConnections).where(eq(erpConnections.id, request.connectionId));
    const secrets = liveSecrets(deps.seal, sealedFor.erp(connection!.id), connection!, clock());
    const headers = { ...signatureHeaders({ id: request.key, body: request.body, at: clock() }, secrets) };
    const verdict = await gate.pass(connection!.id, async () => {
      const found = await call(connection!.url, request, { ...headers, 'idempotency-key': request.key });
      if (found.outcome === 'later') {
        await db.transaction((tx) => recordErpFailure(tx, connection!, request, found.error, clock()));
        throw new Error(`${connection!.name}: ${found.error}`);
      }
      return found;
    });
    await db.transaction((tx) => recordErpAnswer(tx, connection!, request, verdict, clock()));
    return verdict.outcome;
  }

  async function call(url: string, { kind, body }: ErpRequest, headers: Record<string, string>) {
    try {
      const timeoutMs = deps.timeoutMs ?? usualTimeoutMs;
      return erpVerdict(kind, await deps.caller.post({ url, headers, body, timeoutMs }));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      return { outcome: 'later' as const, error: error.message };
    }
  }
}

/** Whether the ERP has refused the order, so that nothing of it is there to be changed. Not knowing yet is no answer. */
async function isNotThere(tx: Transaction, order: Order): Promise<boolean> {
  if (order.handedOverAt) return false;
  const placing = await lastPlacing(tx, order.id);
  if (placing?.state === 'refused' && placing.key.endsWith(`/${order.handOvers}`)) return true;
  throw new Error(`whether the ERP takes order ${order.number} is not known yet`);
}
