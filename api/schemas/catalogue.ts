import { type Static, Type } from 'typebox';
import { connections, kinds } from '../../db/schema/index.ts';
import { id, instant, line, nullable, object, oneOf, patchOf, prose, ref, version } from './common.ts';

export const partNumber = Type.String({ format: 'part-number', minLength: 1, maxLength: 60 });

export const supplyFields = {
  partNumber,
  name: line(200),
  kind: oneOf(
    kinds,
    'Toner, ink and waste containers are ordered automatically; the others are tracked and shown (A04).',
  ),
  colour: nullable(line(40)),
  ratedYieldPages: nullable(
    Type.Integer({ minimum: 1, maximum: 10_000_000, description: 'Pages that one is rated for.' }),
  ),
  packSize: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'Cartridges in the smallest unit that can be ordered.',
  }),
  triggerDays: nullable(
    Type.Integer({ minimum: 1, maximum: 180, description: 'Its own trigger, days of cover (A06); null: none.' }),
  ),
  supersededBy: nullable(
    Type.String({
      format: 'part-number',
      minLength: 1,
      maxLength: 60,
      description: 'What is delivered instead once this one is gone.',
    }),
  ),
  alternatives: Type.Array(partNumber, {
    maxItems: 20,
    uniqueItems: true,
    description: 'Of the same use with another yield.',
  }),
};

export const Supply = object(
  { id: id(), ...supplyFields, createdAt: instant(), version },
  { $id: 'Supply', description: 'A cartridge, container or maintenance item as it is ordered.' },
);

const optionalSupplyFields = {
  colour: Type.Optional(supplyFields.colour),
  ratedYieldPages: Type.Optional(supplyFields.ratedYieldPages),
  packSize: Type.Optional(supplyFields.packSize),
  triggerDays: Type.Optional(supplyFields.triggerDays),
  supersededBy: Type.Optional(supplyFields.supersededBy),
  alternatives: Type.Optional(supplyFields.alternatives),
};
export const NewSupply = object(
  { ...supplyFields, ...optionalSupplyFields },
  {
    examples: [{ partNumber: 'AX-410K', name: 'Black toner', kind: 'toner', colour: 'black', ratedYieldPages: 12000 }],
  },
);
export const SupplyPatch = patchOf(supplyFields, { examples: [{ ratedYieldPages: 13000 }] });

export const slotFields = {
  key: Type.String({
    format: 'line',
    minLength: 1,
    maxLength: 40,
    description: 'The printer’s own index of the supply, such as 1.10.',
  }),
  label: line(60),
  resolutionPercent: nullable(
    Type.Number({ exclusiveMinimum: 0, maximum: 100, description: 'The gauge’s step in points, where known.' }),
  ),
  usualRatePerDay: nullable(
    Type.Number({ exclusiveMinimum: 0, maximum: 100, description: 'Cartridges a day of a device without history.' }),
  ),
};

export const modelFields = {
  maker: line(100),
  name: line(100),
  connections: Type.Array(oneOf(connections), { minItems: 1, maxItems: 2, uniqueItems: true }),
  replenishable: Type.Boolean({ description: 'It can be replenished automatically (A02).' }),
  remarks: nullable(prose(1000, 'What its gauges cannot do, in words.')),
};

export const Model = object(
  {
    id: id(),
    ...modelFields,
    slots: Type.Array(object({ ...slotFields, supply: ref(Supply) })),
    createdAt: instant(),
    version,
  },
  { $id: 'Model', description: 'A model of device: how it connects and what it takes.' },
);

export const ModelContent = object(
  {
    ...modelFields,
    remarks: Type.Optional(modelFields.remarks),
    slots: Type.Array(
      object({
        ...slotFields,
        resolutionPercent: Type.Optional(slotFields.resolutionPercent),
        usualRatePerDay: Type.Optional(slotFields.usualRatePerDay),
        partNumber,
      }),
      { maxItems: 40 },
    ),
  },
  {
    description: 'The whole model with its slots.',
    examples: [
      {
        maker: 'Axelle',
        name: 'AX 410',
        connections: ['agent', 'direct'],
        replenishable: true,
        slots: [{ key: '1.1', label: 'Black', partNumber: 'AX-410K', resolutionPercent: 1, usualRatePerDay: 0.03 }],
      },
    ],
  },
);
export type ModelContent = Static<typeof ModelContent>;

export const ImportResult = object(
  {
    dryRun: Type.Boolean(),
    lines: Type.Integer({ description: 'Lines read, without the header.' }),
    created: Type.Integer(),
    changed: Type.Integer(),
    unchanged: Type.Integer(),
  },
  { $id: 'ImportResult', description: 'What the file changed, or would change.' },
);
