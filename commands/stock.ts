import { and, eq, ne, sum } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { recordAudit } from '../db/queries/audit.ts';
import { shelfBalances, unassignedBalance } from '../db/queries/ledger.ts';
import { slots, stockCounts } from '../db/schema/index.ts';
import { adjustmentMoves, type LedgerMove, ledgerMove } from '../domain/ledger.ts';
import { postMoves } from './ledger.ts';

/** A slot whose catalogue entry names its supply: what the books can speak of. */
export type StockedSlot = typeof slots.$inferSelect & { supplyId: string };

/** Who changes what is on a shelf, why and when. `key` names this act: its entries are written once. */
export interface StockAct {
  key: string;
  reason: string;
  actor: string;
  requestId: string;
  now: Date;
}

/** The books have fewer than shall leave a place: count first. */
export class TooFewInBooks extends Error {
  override name = 'TooFewInBooks';
  readonly inBooks: number;
  constructor(inBooks: number) {
    super(`the books have ${inBooks}`);
    this.inBooks = inBooks;
  }
}

/**
 * A15: a person has counted the shelf of a slot. The estimate starts anew from it, and the books are adjusted to it: a person may, and
 * has a reason.
 */
export async function countStock(
  tx: Transaction,
  outbox: Outbox,
  { slot, units }: { slot: StockedSlot; units: number },
  act: StockAct,
): Promise<void> {
  const inBooks = (await shelfBalances(tx, [slot.deviceId]))(slot.deviceId, slot.supplyId);
  const difference = units - (inBooks - (await elsewhereOnShelf(tx, slot)));
  await believe(tx, slot, 'count', units, act);
  await book(tx, slot, adjustmentMoves({ supplyId: slot.supplyId, deviceId: slot.deviceId, difference }), act);
  await tell(tx, outbox, slot, 'stock.counted', { slot: slot.key, units, inBooks }, act);
}

/** A15: a person puts units on the shelf of a slot or takes them away, with a reason. @throws TooFewInBooks */
export async function adjustStock(
  tx: Transaction,
  outbox: Outbox,
  { slot, difference }: { slot: StockedSlot; difference: number },
  act: StockAct,
): Promise<void> {
  if (difference < 0) await requireInBooks(tx, slot, -difference);
  await believe(tx, slot, 'adjustment', difference, act);
  await book(tx, slot, adjustmentMoves({ supplyId: slot.supplyId, deviceId: slot.deviceId, difference }), act);
  await tell(tx, outbox, slot, 'stock.adjusted', { slot: slot.key, difference }, act);
}

/** A15: a spare that a neighbour may have taken is believed to be gone, until somebody counts. The books stay as they are. */
export async function believeLent(tx: Transaction, outbox: Outbox, slot: StockedSlot, act: StockAct): Promise<void> {
  await believe(tx, slot, 'adjustment', -1, act);
  await tell(tx, outbox, slot, 'stock.doubted', { slot: slot.key, difference: -1 }, act);
}

/**
 * A15: units go from the shelf of one device to that of another of the account, or from or to its unassigned stock (null).
 *
 * @throws TooFewInBooks
 */
export async function transferStock(
  tx: Transaction,
  outbox: Outbox,
  {
    from,
    to,
    units,
  }: { units: number } & ({ from: StockedSlot; to: StockedSlot | null } | { from: null; to: StockedSlot }),
  act: StockAct,
): Promise<void> {
  const { accountId, supplyId, deviceId } = from ?? to;
  if (from) await requireInBooks(tx, from, units);
  else {
    const inBooks = await unassignedBalance(tx, accountId, supplyId);
    if (inBooks < units) throw new TooFewInBooks(inBooks);
  }
  const reason = from ? (to ? 'transfer' : 'to-unassigned') : 'from-unassigned';
  await book(tx, from ?? to!, [ledgerMove(reason, { supplyId, deviceId, toDeviceId: to?.deviceId, units })], act);
  if (from) await believe(tx, from, 'adjustment', -units, act);
  if (to) await believe(tx, to, 'adjustment', units, act);
  for (const slot of [from, to]) {
    const other = slot === from ? to : from;
    const details = { slot: slot?.key, units: slot === from ? -units : units, with: other?.deviceId ?? 'unassigned' };
    if (slot) await tell(tx, outbox, slot, 'stock.transferred', details, act);
  }
}

async function requireInBooks(tx: Transaction, slot: StockedSlot, units: number): Promise<void> {
  const inBooks = (await shelfBalances(tx, [slot.deviceId]))(slot.deviceId, slot.supplyId);
  if (inBooks < units) throw new TooFewInBooks(inBooks);
}

/** The books know a device's shelf by supply; several slots of a device may take the same one. */
async function elsewhereOnShelf(tx: Transaction, slot: StockedSlot): Promise<number> {
  const [others] = await tx
    .select({ units: sum(slots.shelfEstimate).mapWith(Number) })
    .from(slots)
    .where(and(eq(slots.deviceId, slot.deviceId), eq(slots.supplyId, slot.supplyId), ne(slots.id, slot.id)));
  return others?.units ?? 0;
}

async function believe(
  tx: Transaction,
  slot: StockedSlot,
  kind: 'count' | 'adjustment',
  units: number,
  act: StockAct,
): Promise<void> {
  const { accountId, deviceId, id: slotId } = slot;
  const { reason, actor, now: at } = act;
  await tx.insert(stockCounts).values({ accountId, deviceId, slotId, units, kind, reason, actor, at });
}

const book = (tx: Transaction, slot: StockedSlot, moves: LedgerMove[], { key, actor, now }: StockAct): Promise<void> =>
  postMoves(
    tx,
    slot.accountId,
    moves.map((move) => ({ ...move, key: `stock/${key}/${slot.id}` })),
    actor,
    now,
  );

async function tell(
  tx: Transaction,
  outbox: Outbox,
  slot: StockedSlot,
  action: string,
  details: object,
  act: StockAct,
): Promise<void> {
  await recordAudit(tx, {
    accountId: slot.accountId,
    at: act.now,
    actor: act.actor,
    action,
    entity: 'device',
    entityId: slot.deviceId,
    after: { ...details, reason: act.reason },
    requestId: act.requestId,
  });
  await outbox.queue(slot.accountId, { kind: 'device.recheck', deviceId: slot.deviceId, because: action });
}
