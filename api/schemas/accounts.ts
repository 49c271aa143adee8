import { Type } from 'typebox';
import { contractKinds } from '../../db/schema/index.ts';
import { day, id, instant, language, line, nullable, object, oneOf, patchOf, version } from './common.ts';

const accountFields = {
  name: line(200),
  customerNumber: line(50, 'On contracts and invoices.'),
  systemNumber: line(50, 'That of customer service.'),
  language,
  shadow: Type.Boolean({ description: 'All is decided and shown, nothing ordered (A03).' }),
};

const accountExample = {
  name: 'Brasserie du Canal',
  customerNumber: 'C-20417',
  systemNumber: 'S-880312',
  language: 'fr',
};

export const Account = object(
  { id: id(), ...accountFields, createdAt: instant(), version },
  { $id: 'Account', description: 'A customer.' },
);
export const NewAccount = object(
  { ...accountFields, shadow: Type.Optional(accountFields.shadow) },
  { examples: [accountExample] },
);
export const AccountPatch = patchOf(accountFields, { examples: [{ shadow: false }] });

const contractFields = {
  number: line(50),
  kind: oneOf(contractKinds, 'managed: the helpdesk acts for the customer; self-service: the customer does.'),
  includesSupplies: Type.Boolean(),
  responseHours: nullable(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'Business hours to answer a ticket in.' }),
  ),
  startsOn: day('First day, local.'),
  endsOn: nullable(day('Last day, local; null: open.')),
};

const contractExample = {
  number: 'V-1001',
  kind: 'managed',
  includesSupplies: true,
  responseHours: 8,
  startsOn: '2026-01-01',
  endsOn: null,
};

export const Contract = object(
  { id: id(), accountId: id(), ...contractFields, createdAt: instant(), version },
  { $id: 'Contract', description: 'What an account has agreed.' },
);
export const NewContract = object(
  {
    ...contractFields,
    responseHours: Type.Optional(contractFields.responseHours),
    endsOn: Type.Optional(contractFields.endsOn),
  },
  { examples: [contractExample] },
);
export const ContractPatch = patchOf(contractFields, { examples: [{ endsOn: '2027-12-31' }] });
