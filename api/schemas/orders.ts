import { type Static, Type } from 'typebox';
import { withdrawals } from '../../db/schema/index.ts';
import { fulfilmentOutcomes } from '../../domain/order/followed.ts';
import { fulfilmentEventTypes, lineKinds, lineReasons, lineStates, orderStates } from '../../domain/order/types.ts';
import { day, id, instant, line, nullable, object, oneOf, orderNumber, prose, ref, version } from './common.ts';
import { ReasonSchema } from './reason.ts';
import { AddressSchema } from './sites.ts';

const orderFields = {
  id: id(),
  number: Type.Integer({ description: 'What people call it.' }),
  accountId: id(),
  siteId: id(),
  state: oneOf(orderStates),
  exceptional: Type.Boolean({ description: 'Recorded by the helpdesk for a large print job (A14).' }),
  jobWindowDays: nullable(
    Type.Integer({ description: 'Of an exceptional one: days that its job lasts from delivery.' }),
  ),
  urgent: Type.Boolean({ description: 'It left at once: a line had too little cover (A11).' }),
  madeAt: instant(),
  madeBy: Type.String(),
  holdUntil: nullable(instant('It can be cancelled before this instant, not at it. null: it awaits approval.')),
  releasedAt: nullable(instant()),
  handedOverAt: nullable(instant('When the warehouse took it.')),
  endedAt: nullable(instant()),
  brake: nullable(Type.String({ description: 'The ceiling that made it wait for a person (A19).' })),
  version,
};

export const Order = object(orderFields, { $id: 'Order', description: 'An order of one site.' });

const quantity = (description: string) => Type.Integer({ minimum: 0, description });
export const quantityFields = {
  ordered: quantity('= waiting + released + backordered + shipped + cancelled.'),
  waiting: quantity('Held, or awaiting approval.'),
  released: quantity('With the warehouse.'),
  backordered: quantity('Out of stock.'),
  shipped: quantity('Has left; delivered, presumed, lost and returned are parts of it, the rest is in transit.'),
  cancelled: quantity('Will not come.'),
  delivered: quantity('Arrived.'),
  presumed: quantity('Must have arrived, though nobody said so (A09).'),
  lost: quantity('Never arrived; ordered again.'),
  returned: quantity('Came back.'),
};

export const OrderLine = object(
  {
    id: id(),
    deviceId: id(),
    serial: Type.String({ description: 'Serial number of the device that it is for (A15).' }),
    slotId: id(),
    slot: Type.String(),
    supplyId: id(),
    partNumber: Type.String(),
    supply: Type.String(),
    kind: oneOf(lineKinds),
    reason: oneOf(lineReasons),
    why: nullable(ref(ReasonSchema)),
    state: oneOf(lineStates, 'Derived from the quantities.'),
    ...quantityFields,
    coverDays: nullable(Type.Number({ description: 'When it was made.' })),
    expectedOn: nullable(day('Local, of what has not arrived.')),
    withdraw: nullable(oneOf(withdrawals, 'The warehouse is being asked not to ship it (A18).')),
    replaces: nullable(id('The lost line that this one orders again.')),
    offer: nullable(
      object(
        {
          fromDeviceId: id(),
          fromSlotId: id(),
          units: Type.Integer({ minimum: 1 }),
          acceptedAt: nullable(instant('When it was taken instead; null: not.')),
          open: Type.Boolean({ description: 'It may be accepted now.' }),
        },
        { description: 'C: a spare of another device of the site, which that one does not need for now.' },
      ),
    ),
    closedAt: nullable(instant()),
  },
  { $id: 'OrderLine', description: 'So many of one supply for one slot of one device.' },
);

export const Parcel = object(
  {
    id: id(),
    carrier: Type.String(),
    tracking: Type.String(),
    shippedAt: instant(),
    expectedOn: nullable(day()),
    presumeAt: nullable(instant('When it is presumed delivered if nobody says so (A09).')),
    settledAt: nullable(instant()),
    address: ref(AddressSchema),
    lines: Type.Array(
      object({
        lineId: id(),
        quantity: Type.Integer(),
        serials: Type.Array(Type.String(), { description: 'Of the cartridges.' }),
        delivered: Type.Integer(),
        presumed: Type.Integer(),
        lost: Type.Integer(),
        returned: Type.Integer(),
        deliveredAt: nullable(instant()),
      }),
    ),
  },
  { $id: 'Parcel', description: 'What left together.' },
);

export const OrderDetail = object(
  {
    ...orderFields,
    siteName: Type.String(),
    cancellable: Type.Boolean({ description: 'Now.' }),
    address: ref(AddressSchema),
    deliveryInstructions: nullable(Type.String()),
    lines: Type.Array(ref(OrderLine)),
    parcels: Type.Array(ref(Parcel)),
  },
  { $id: 'OrderDetail', description: 'An order with its lines and parcels.' },
);

const decision = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  description:
    'What was known (readings, rate, interval, stock, settings and where each came from), what followed, and what would have happened otherwise.',
});

export const OrderExplained = object(
  {
    orderId: id(),
    number: Type.Integer(),
    lines: Type.Array(
      object({
        lineId: id(),
        serial: Type.String(),
        slot: Type.String(),
        partNumber: Type.String(),
        ordered: Type.Integer(),
        decidedAt: nullable(instant()),
        rules: Type.Array(Type.String(), { description: 'That made the line what it is.' }),
        words: Type.Array(ref(ReasonSchema), {
          description: 'Why, and at the end what would have happened otherwise.',
        }),
        otherwise: nullable(
          object(
            {
              runsOutAt: instant('Without this line, counting all else that there was.'),
              earlyAt: instant('The early end of the 80 % interval.'),
              lateAt: instant('Its late end.'),
              orderedAgainAt: nullable(
                instant('Of a line that its own slot needed: when the rules would order again.'),
              ),
              arrivesAt: nullable(instant('When that order would arrive, by the lead time.')),
              ownParcelAt: nullable(
                instant('Of a line that joined: when it would have needed a parcel of its own (A08).'),
              ),
            },
            {
              description:
                'Had it not been ordered, as of its decision; null: no forecast was known, so nobody can tell.',
            },
          ),
        ),
        replay: nullable(
          object(
            {
              same: Type.Boolean({ description: 'The same line comes out of what is stored.' }),
              found: nullable(decision),
            },
            {
              description:
                'The line computed again by today’s rules; null: a person asked for the line, nothing was computed.',
            },
          ),
        ),
        decision: nullable(decision),
      }),
    ),
  },
  { $id: 'OrderExplained', description: 'Why an order is what it is, line by line.' },
);

export const Cancellation = object(
  {
    lineIds: Type.Optional(
      Type.Array(id(), { minItems: 1, maxItems: 200, uniqueItems: true, description: 'Left out: every line.' }),
    ),
  },
  { examples: [{ lineIds: ['019aa1b2-0000-7000-8000-000000000005'] }] },
);

export const SpareMove = object(
  {
    lineIds: Type.Optional(
      Type.Array(id(), {
        minItems: 1,
        maxItems: 200,
        uniqueItems: true,
        description: 'Lines with an open `offer`. Left out: every line that has one.',
      }),
    ),
  },
  { examples: [{ lineIds: ['019aa1b2-0000-7000-8000-000000000005'] }] },
);

export const Cancelled = object(
  { orderId: id(), cancelledLineIds: Type.Array(id()) },
  { $id: 'Cancelled', description: 'What was cancelled.' },
);

export const SparesMoved = object(
  {
    orderId: id(),
    cancelledLineIds: Type.Array(id()),
    labels: Type.String({
      description:
        'Path of the new labels for what was moved (PDF): its boxes bear the serial number of another device.',
    }),
  },
  { $id: 'SparesMoved', description: 'Lines that spares on site have taken the place of.' },
);

export const Refusal = object(
  { remark: prose(2000, 'Why.') },
  { examples: [{ remark: 'The gauge of this series is known to lie.' }] },
);

export const ExceptionalOrder = object(
  {
    siteId: id(),
    lines: Type.Array(
      object({
        slotId: id('A covered slot of a device of the site.'),
        quantity: Type.Integer({ minimum: 1, maximum: 1000 }),
      }),
      { minItems: 1, maxItems: 200 },
    ),
    jobWindowDays: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 365, description: 'Days from delivery; left out: the setting’s value.' }),
    ),
  },
  {
    examples: [
      {
        siteId: '019aa1b2-0000-7000-8000-000000000002',
        lines: [{ slotId: '019aa1b2-0000-7000-8000-000000000006', quantity: 6 }],
        jobWindowDays: 30,
      },
    ],
  },
);

export const WarehouseOrder = object(
  {
    id: id(),
    number: Type.Integer(),
    accountId: id(),
    siteId: id(),
    siteName: Type.String(),
    urgent: Type.Boolean(),
    handedOverAt: instant(),
    address: ref(AddressSchema),
    deliveryInstructions: nullable(Type.String()),
    lines: Type.Array(
      object({
        lineId: id(),
        partNumber: Type.String(),
        supply: Type.String(),
        serial: Type.String({ description: 'Serial number of the target device: it stands on label and slip (A15).' }),
        place: nullable(Type.String({ description: 'Where the device stands on the site.' })),
        toShip: Type.Integer(),
        backordered: Type.Integer({ description: 'Of these, out of stock.' }),
        expectedOn: nullable(day()),
        withdraw: Type.Boolean({ description: 'Do not ship it any more.' }),
      }),
      { description: 'With something that has not been shipped.' },
    ),
  },
  { $id: 'WarehouseOrder', description: 'What the built-in warehouse has to send.' },
);

export const NewFulfilmentEvent = object(
  {
    eventId: line(200, 'The sender’s own: the same one is taken once.'),
    orderId: Type.Optional(id('This or `orderNumber`.')),
    orderNumber: Type.Optional(orderNumber()),
    type: oneOf(fulfilmentEventTypes),
    occurredAt: instant(),
    lines: Type.Array(
      object({
        lineId: line(100),
        quantity: Type.Integer({ minimum: 1, maximum: 10_000 }),
        serials: Type.Optional(
          Type.Array(line(100), { maxItems: 1000, description: 'Of the cartridges, as shipped.' }),
        ),
        expectedOn: Type.Optional(day('When the warehouse expects it, local.')),
      }),
      { maxItems: 500, description: 'Empty: all that is in the parcel.' },
    ),
    parcel: Type.Optional(
      object({
        carrier: line(100),
        tracking: line(100),
        expectedOn: Type.Optional(day('When the carrier expects to deliver, local.')),
      }),
    ),
  },
  {
    $id: 'NewFulfilmentEvent',
    description:
      'What a warehouse, an ERP or a carrier says of an order. Doubled, late, out of order, of an unknown line: each has its answer.',
    examples: [
      {
        eventId: 'wms-88124',
        orderNumber: 17,
        type: 'shipped',
        occurredAt: '2026-11-22T14:05:00Z',
        lines: [{ lineId: '019aa1b2-0000-7000-8000-000000000005', quantity: 1, serials: ['CRUM-0091'] }],
        parcel: { carrier: 'Transports du Rhône', tracking: 'TR-5521', expectedOn: '2026-11-24' },
      },
    ],
  },
);
export type NewFulfilmentEvent = Static<typeof NewFulfilmentEvent>;

export const FulfilmentEvent = object(
  {
    id: id(),
    orderId: id(),
    source: Type.String(),
    eventId: Type.String(),
    type: oneOf(fulfilmentEventTypes),
    occurredAt: instant(),
    receivedAt: instant(),
    outcome: nullable(
      oneOf(fulfilmentOutcomes, 'null: the order has yet to deal with it; early: tried again after the next one.'),
    ),
    attempts: Type.Integer(),
    appliedAt: nullable(instant()),
  },
  { $id: 'FulfilmentEvent', description: 'What was said of an order, and what came of it.' },
);

export const FulfilmentBatch = object(
  {
    results: Type.Array(
      object({
        index: Type.Integer({ description: 'Position in the list, from 0.' }),
        result: oneOf(
          ['taken', 'repeated', 'unknown-order', 'other-content'] as const,
          'other-content: its eventId was used for something else.',
        ),
        event: nullable(ref(FulfilmentEvent)),
      }),
    ),
  },
  { $id: 'FulfilmentBatch', description: 'What became of each.' },
);
