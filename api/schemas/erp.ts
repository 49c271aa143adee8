import { Type } from 'typebox';
import { erpRequestKinds, erpRequestStates } from '../../db/schema/index.ts';
import { targetUrl } from '../signing/target.ts';
import { id, instant, line, nullable, object, oneOf, patchOf, version } from './common.ts';

const name = line(100, 'As tasks and lists call it.');

export const ErpConnection = object(
  {
    id: id(),
    name: Type.String(),
    accountId: nullable(id('null: orders of every account.')),
    siteId: nullable(id('null: orders of every site.')),
    url: Type.String(),
    previousSecretUntil: nullable(instant('Until then the secret before the present one signs, too.')),
    createdBy: Type.String(),
    createdAt: instant(),
    endedAt: nullable(instant('Since then it gets no orders that it does not have.')),
    waiting: Type.Integer({ description: 'Questions that it has not answered.' }),
    waitingSince: nullable(instant('When the oldest of them was asked first.')),
    version,
  },
  { $id: 'ErpConnection', description: 'An ERP that fulfils orders in place of the built-in warehouse.' },
);

export const NewErpConnection = object(
  {
    name,
    url: targetUrl,
    accountId: Type.Optional(id('Orders of this account only; the nearest connection holds.')),
    siteId: Type.Optional(id('Orders of this site only; it must be one of the account.')),
  },
  {
    examples: [
      {
        name: 'ERP North',
        url: 'https://erp.example.com/replenish',
        accountId: '019aa1b2-0000-7000-8000-000000000001',
      },
    ],
  },
);

export const ErpConnectionChange = patchOf(
  { name, url: targetUrl },
  { examples: [{ url: 'https://erp.example.com/v2/replenish' }] },
);

export const ErpRequest = object(
  {
    id: id(),
    key: Type.String({ description: 'Names the effect: sent as `webhook-id` and `Idempotency-Key`, however often.' }),
    kind: oneOf(erpRequestKinds),
    orderId: id(),
    lineId: nullable(id()),
    state: oneOf(erpRequestStates),
    madeAt: instant('When it was asked first.'),
    attempts: Type.Integer(),
    lastTriedAt: nullable(instant()),
    lastError: nullable(Type.String({ description: 'Why there is no answer yet.' })),
    answeredAt: nullable(instant()),
    reference: nullable(Type.String({ description: 'The ERP’s own name for what it made of it.' })),
    reason: nullable(Type.String({ description: 'The ERP’s words.' })),
  },
  { $id: 'ErpRequest', description: 'Something that an ERP was asked, and what it said.' },
);

export const HandOver = object(
  {
    to: oneOf(
      ['erp', 'warehouse'],
      'The ERP that has refused it, asked anew with the order as it is now, or the built-in warehouse. Make sure that the ERP does not ship what the warehouse gets.',
    ),
  },
  { examples: [{ to: 'erp' }] },
);
