import { type Static, Type } from 'typebox';
import { contactRoles } from '../../db/schema/index.ts';
import { day, id, instant, language, line, nullable, object, oneOf, patchOf, prose, ref, version } from './common.ts';

export const AddressSchema = object(
  {
    company: line(100, 'As it shall stand on the label.'),
    lines: Type.Array(line(100), { minItems: 1, maxItems: 4, description: 'Street and what helps to find it.' }),
    postcode: line(20),
    city: line(100),
    country: Type.String({ format: 'country', minLength: 2, maxLength: 2, description: 'ISO 3166-1 alpha-2.' }),
  },
  { $id: 'Address', description: 'Where parcels go.' },
);

const address = ref(AddressSchema);
const deliveryInstructions = nullable(prose(500, 'For the carrier: door, floor, opening hours.'));

const calendarFields = {
  name: line(100),
  timeZone: Type.String({ format: 'time-zone', maxLength: 60, description: 'IANA name.' }),
  workdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
    minItems: 1,
    maxItems: 7,
    uniqueItems: true,
    description: 'ISO weekdays: 1 is Monday.',
  }),
  holidays: Type.Array(day(), { maxItems: 400, uniqueItems: true, description: 'Local days on which nobody works.' }),
};

const addressExample = {
  company: 'Brasserie du Canal',
  lines: ['12 quai de la Marne', 'Bâtiment B'],
  postcode: '69002',
  city: 'Lyon',
  country: 'FR',
};

export const Site = object(
  { id: id(), accountId: id(), address, deliveryInstructions, ...calendarFields, createdAt: instant(), version },
  { $id: 'Site', description: 'A ship-to place with its own clock and business days.' },
);
export const NewSite = object(
  {
    ...calendarFields,
    workdays: Type.Optional(calendarFields.workdays),
    holidays: Type.Optional(calendarFields.holidays),
    address,
    deliveryInstructions: Type.Optional(deliveryInstructions),
  },
  { examples: [{ name: 'Lyon', timeZone: 'Europe/Paris', holidays: ['2026-12-25'], address: addressExample }] },
);
export const SitePatch = patchOf(calendarFields, { examples: [{ holidays: ['2026-12-25', '2027-01-01'] }] });
export const AddressChange = object(
  { address, deliveryInstructions: Type.Optional(deliveryInstructions) },
  {
    description: 'The whole address; instructions that are left out stay as they are.',
    examples: [{ address: addressExample, deliveryInstructions: 'Ring at door 3' }],
  },
);
export type AddressChange = Static<typeof AddressChange>;

const swapFigure = {
  swaps: Type.Integer({ description: 'Cartridges seen changed since their device was enrolled.' }),
  early: Type.Integer({ description: 'Of these, with as much left as the setting `earlySwapPercent` says, or more.' }),
  unknown: Type.Integer({ description: 'Of these, where nobody can be sure how much was left.' }),
  cartridgesLeft: Type.Number({ description: 'What was left in the early ones, in full cartridges.' }),
};

export const EarlySwaps = object(
  {
    siteId: id(),
    from: instant(),
    until: instant(),
    ...swapFigure,
    devices: Type.Array(object({ deviceId: id(), serial: Type.String(), ...swapFigure }), {
      description: 'Those where cartridges were changed, most left in early ones first.',
    }),
  },
  { $id: 'EarlySwaps', description: 'C: how often cartridges are changed early on a site.' },
);

const contactFields = {
  role: oneOf(
    contactRoles,
    'Mails go to the site’s `replenishment` contact, else the account’s, else the `administrator`.',
  ),
  name: line(100),
  email: Type.String({ format: 'email', maxLength: 254 }),
  phone: nullable(line(40)),
  language,
};

export const Contact = object(
  {
    id: id(),
    accountId: id(),
    siteId: nullable(id('null: for the whole account.')),
    ...contactFields,
    refusedAt: nullable(instant('When its mail server refused a mail for good; cleared by a new address.')),
    endedAt: nullable(instant()),
    createdAt: instant(),
    version,
  },
  { $id: 'Contact', description: 'A person who is written to.' },
);
export const NewContact = object(
  {
    ...contactFields,
    phone: Type.Optional(contactFields.phone),
    siteId: Type.Optional(nullable(id('null: for the whole account.'))),
  },
  { examples: [{ role: 'replenishment', name: 'Claire Fontaine', email: 'claire@brasserie.example', language: 'fr' }] },
);
export const ContactPatch = patchOf(contactFields, { examples: [{ email: 'achats@brasserie.example' }] });
export const contactRole = oneOf(contactRoles);
