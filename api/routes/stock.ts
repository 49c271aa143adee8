import { and, eq, or } from 'drizzle-orm';
import { Type } from 'typebox';
import {
  adjustStock,
  countStock,
  type StockAct,
  type StockedSlot,
  TooFewInBooks,
  transferStock,
} from '../../commands/stock.ts';
import type { Transaction } from '../../db/database.ts';
import { devices, ledger, slots } from '../../db/schema/index.ts';
import { deviceStateMeanings } from '../../domain/device-life.ts';
import { type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { findDevice } from '../devices/find.ts';
import { conflict, forbidden, unprocessable } from '../errors/problem.ts';
import { id, object, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { DeviceStock, Ledger, LedgerEntry, StockAdjustment, StockCount, StockTransfer } from '../schemas/stock.ts';
import { accountLedger, deviceStock, viewEntry } from '../stock/view.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';
import type { Change } from '../work/unit.ts';

const newestFirst = keyset({ id: { column: ledger.id, kind: 'uuid' } }, 'desc');
const path = pathOf('deviceId', 'The device.');
const tag = ['Stock'];

export const stockRoutes: Routes = (app, work) => {
  app.get(
    '/devices/:deviceId/stock',
    {
      config: { permission: 'stock:read' },
      schema: {
        operationId: 'getDeviceStock',
        tags: tag,
        summary: 'What is on its shelf (A15)',
        description:
          'The estimate on which orders rest and the books, which a difference of one or more for 14 days puts before a person.',
        params: path,
        response: { 200: ref(DeviceStock) },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const device = await findDevice(tx, callerOf(request), request.params.deviceId);
        return deviceStock(tx, device.id);
      }),
  );

  app.post(
    '/devices/:deviceId/stock-counts',
    {
      config: { permission: 'stock:write' },
      schema: {
        operationId: 'countStock',
        tags: tag,
        summary: 'Say what is on its shelf',
        params: path,
        body: StockCount,
        response: { 200: ref(DeviceStock) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const device = await findDevice(change.tx, callerOf(request), request.params.deviceId, 'lock');
        const { counts, reason = 'counted' } = request.body;
        const act = actOf(change, request.id, reason);
        for (const [i, { slotId, units }] of counts.entries()) {
          const slot = await stockedSlot(change.tx, callerOf(request), slotId, `/counts/${i}/slotId`, device.id);
          await countStock(change.tx, change.outbox, { slot, units }, { ...act, key: `${act.key}/${i}` });
        }
        return { status: 200, body: await deviceStock(change.tx, device.id) };
      }),
  );

  app.post(
    '/devices/:deviceId/stock-adjustments',
    {
      config: { permission: 'stock:write' },
      schema: {
        operationId: 'adjustStock',
        tags: tag,
        summary: 'Put something on its shelf, or take it away',
        params: path,
        body: StockAdjustment,
        response: { 200: ref(DeviceStock) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const device = await findDevice(change.tx, callerOf(request), request.params.deviceId, 'lock');
        const { slotId, difference, reason } = request.body;
        if (difference === 0)
          throw unprocessable({ pointer: '/difference', detail: { en: 'must not be 0', fr: 'ne doit pas être 0' } });
        const slot = await stockedSlot(change.tx, callerOf(request), slotId, '/slotId', device.id);
        await unlessTooFew(() =>
          adjustStock(change.tx, change.outbox, { slot, difference }, actOf(change, request.id, reason)),
        );
        return { status: 200, body: await deviceStock(change.tx, device.id) };
      }),
  );

  app.post(
    '/stock-transfers',
    {
      config: { permission: 'stock:write' },
      schema: {
        operationId: 'transferStock',
        tags: tag,
        summary: 'Hand spares from one device to another',
        description:
          'Of one account and the same supply. Where a slot is null, the other side is what is the account’s and no device’s.',
        body: StockTransfer,
        response: {
          200: object({ devices: Type.Array(ref(DeviceStock)) }, { description: 'The shelves concerned.' }),
        },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const { fromSlotId, toSlotId, units, reason } = request.body;
        const caller = callerOf(request);
        const from = fromSlotId === null ? null : await stockedSlot(change.tx, caller, fromSlotId, '/fromSlotId');
        const to = toSlotId === null ? null : await stockedSlot(change.tx, caller, toSlotId, '/toSlotId');
        const pair = pairOf(from, to);
        await unlessTooFew(() =>
          transferStock(change.tx, change.outbox, { ...pair, units }, actOf(change, request.id, reason)),
        );
        const deviceIds = [...new Set([from, to].flatMap((slot) => (slot ? [slot.deviceId] : [])))];
        return {
          status: 200,
          body: { devices: await Promise.all(deviceIds.map((deviceId) => deviceStock(change.tx, deviceId))) },
        };
      }),
  );

  app.get(
    '/ledger',
    {
      config: { permission: 'stock:read' },
      schema: {
        operationId: 'getLedger',
        tags: tag,
        summary: 'The books of an account, and that they sum to zero (A15)',
        querystring: object({ accountId: id() }),
        response: { 200: ref(Ledger) },
      },
    },
    (request) =>
      work.read(request, (tx) => {
        if (callerOf(request).siteId) throw wholeAccount();
        return accountLedger(tx, request.query.accountId);
      }),
  );

  app.get(
    '/ledger/entries',
    {
      config: { permission: 'stock:read' },
      schema: {
        operationId: 'listLedgerEntries',
        tags: tag,
        summary: 'Entries of the books',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          deviceId: Type.Optional(id()),
          supplyId: Type.Optional(id()),
        }),
        response: { 200: pageOf(ref(LedgerEntry), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        if (callerOf(request).siteId) throw wholeAccount();
        const { accountId, deviceId, supplyId, cursor, limit } = request.query;
        const rows = await tx
          .select()
          .from(ledger)
          .where(
            and(
              accountId ? eq(ledger.accountId, accountId) : undefined,
              deviceId ? or(eq(ledger.fromDeviceId, deviceId), eq(ledger.toDeviceId, deviceId)) : undefined,
              supplyId ? eq(ledger.supplyId, supplyId) : undefined,
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, viewEntry, limit);
      }),
  );
};

const wholeAccount = () =>
  forbidden({
    en: 'The books are those of a whole account, and you see one site.',
    fr: 'Les comptes sont ceux de tout un compte, et vous voyez un site.',
  });

const actOf = ({ actor, now }: Change, requestId: string, reason: string): StockAct => ({
  key: requestId,
  reason,
  actor,
  requestId,
  now,
});

/** A slot whose spares can be kept: of a living device that the caller sees, and of a supply that is known. Its device is locked. */
async function stockedSlot(
  tx: Transaction,
  caller: Caller,
  slotId: string,
  pointer: string,
  deviceId?: string,
): Promise<StockedSlot> {
  const [row] = await tx
    .select({ slot: slots, state: devices.state })
    .from(slots)
    .innerJoin(devices, eq(devices.id, slots.deviceId))
    .where(
      and(
        eq(slots.id, slotId),
        withinSite(caller, devices.siteId),
        deviceId ? eq(slots.deviceId, deviceId) : undefined,
      ),
    )
    .for('update', { of: devices });
  if (!row || deviceStateMeanings[row.state].ended) {
    throw unprocessable({
      pointer,
      detail: { en: 'must be a slot of an enrolled device', fr: 'doit être un emplacement d’un appareil inscrit' },
    });
  }
  const { supplyId } = row.slot;
  if (supplyId === null) {
    throw unprocessable({
      pointer,
      detail: { en: 'has no supply in the catalogue', fr: 'n’a pas de consommable au catalogue' },
    });
  }
  return { ...row.slot, supplyId };
}

function pairOf(from: StockedSlot | null, to: StockedSlot | null) {
  if (from && to) {
    if (from.accountId !== to.accountId || from.supplyId !== to.supplyId || from.deviceId === to.deviceId) {
      throw unprocessable({
        pointer: '/toSlotId',
        detail: {
          en: 'must take the same supply, in another device of the same account',
          fr: 'doit prendre le même consommable, dans un autre appareil du même compte',
        },
      });
    }
    return { from, to };
  }
  if (from) return { from, to: null };
  if (to) return { from: null, to };
  throw unprocessable({
    pointer: '/toSlotId',
    detail: { en: 'is needed where fromSlotId is null', fr: 'est nécessaire si fromSlotId est null' },
  });
}

async function unlessTooFew(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof TooFewInBooks)) throw error;
    throw conflict({
      en: `The books have ${error.inBooks} there: count first.`,
      fr: `Les comptes y ont ${error.inBooks} : comptez d’abord.`,
    });
  }
}
