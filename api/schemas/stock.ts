import { Type } from 'typebox';
import { type MoveReason, moveReasons, places } from '../../domain/ledger.ts';
import { id, instant, nullable, object, oneOf, prose, ref } from './common.ts';

const why = prose(500, 'Why, for the audit and the books.');
const units = (description: string) => Type.Integer({ minimum: 1, maximum: 1000, description });

export const StockCount = object(
  {
    counts: Type.Array(
      object({
        slotId: id(),
        units: Type.Integer({ minimum: 0, maximum: 1000, description: 'Spares that are there.' }),
      }),
      { minItems: 1, maxItems: 64 },
    ),
    reason: Type.Optional(why),
  },
  {
    description:
      'What somebody counted on the shelf of a device. The estimate starts anew from it, and the books are adjusted to it.',
    examples: [{ counts: [{ slotId: '019aa1b2-0000-7000-8000-000000000006', units: 2 }] }],
  },
);

export const StockAdjustment = object(
  {
    slotId: id(),
    difference: Type.Integer({
      minimum: -1000,
      maximum: 1000,
      description: 'Put on the shelf, or with a minus taken away; not 0.',
    }),
    reason: why,
  },
  { examples: [{ slotId: '019aa1b2-0000-7000-8000-000000000006', difference: -1, reason: 'Damaged by water' }] },
);

export const StockTransfer = object(
  {
    fromSlotId: nullable(id('null: from what is the account’s and no device’s.')),
    toSlotId: nullable(id('null: to what is the account’s and no device’s.')),
    units: units('Cartridges.'),
    reason: why,
  },
  {
    description: 'Between devices of one account, of the same supply.',
    examples: [
      {
        fromSlotId: '019aa1b2-0000-7000-8000-000000000006',
        toSlotId: '019aa1b2-0000-7000-8000-000000000007',
        units: 1,
        reason: 'The other one is empty today',
      },
    ],
  },
);

const reasonNames = Object.keys(moveReasons) as [MoveReason, ...MoveReason[]];

export const LedgerEntry = object(
  {
    id: id(),
    accountId: id(),
    supplyId: id(),
    units: Type.Integer({ minimum: 1 }),
    from: oneOf(places),
    fromDeviceId: nullable(id()),
    to: oneOf(places),
    toDeviceId: nullable(id()),
    reason: oneOf(reasonNames),
    orderLineId: nullable(id()),
    actor: Type.String(),
    at: instant(),
  },
  { $id: 'LedgerEntry', description: 'Units of a supply going from a place to a place (A15).' },
);

const SlotStock = object({
  slotId: id(),
  key: Type.String(),
  label: Type.String(),
  supplyId: nullable(id()),
  partNumber: nullable(Type.String()),
  estimate: Type.Number({ description: 'On the shelf, by gauges, swaps and parcels: on this orders rest.' }),
  books: Type.Integer({ description: 'On the shelf, by the ledger; of all slots of the device with this supply.' }),
  inTransit: Type.Integer({ description: 'Shipped, and not known to have arrived.' }),
  differsSince: nullable(instant('Since when estimate and books differ by one or more; after 14 days a case.')),
});

export const DeviceStock = object(
  {
    deviceId: id(),
    slots: Type.Array(SlotStock),
    entries: Type.Array(ref(LedgerEntry), { description: 'The newest; all of them at GET /v1/ledger/entries.' }),
  },
  { $id: 'DeviceStock', description: 'What is on the shelf of a device, as estimated and by the books.' },
);

export const Ledger = object(
  {
    accountId: id(),
    balanced: Type.Boolean({ description: 'Every supply sums to zero, as it must.' }),
    supplies: Type.Array(
      object({
        supplyId: id(),
        partNumber: Type.String(),
        name: Type.String(),
        sum: Type.Integer({ description: 'Over all places: 0.' }),
        places: Type.Array(
          object({
            place: oneOf(places),
            deviceId: nullable(id()),
            serial: nullable(Type.String()),
            units: Type.Integer({ description: 'Negative where more has left than came.' }),
          }),
        ),
      }),
    ),
  },
  { $id: 'Ledger', description: 'The books of an account: what is where, by supply.' },
);
