import { Type } from 'typebox';
import { slotFields } from './catalogue.ts';
import { id, instant, nullable, object, oneOf, patchOf, prose, version } from './common.ts';

const step = Type.Number({ exclusiveMinimum: 0, maximum: 100, description: 'Its step in points.' });
const low = Type.Number({ minimum: 1, maximum: 50, description: '“Low” holds so much at most (A05).' });
const sentinels = Type.Array(Type.Number({ minimum: -1000, maximum: 1000 }), {
  maxItems: 20,
  uniqueItems: true,
  description: 'Figures that are no level: it says them when it knows none.',
});
const alerts = Type.Boolean({ description: 'Its printer gives an alert when the supply runs low.' });

const known = {
  resolutionPercent: nullable(step),
  lowPercent: nullable(low),
  alerts: nullable(alerts),
};

/** What staff may say; null takes their word back, so that what was learned holds again. */
const correctionFields = { ...known, sentinels: nullable(sentinels) };

export const Gauge = object(
  {
    id: id(),
    modelId: id(),
    maker: Type.String(),
    model: Type.String(),
    key: slotFields.key,
    inForce: object({ ...known, sentinels }, { description: 'What holds: staff’s word, else what was learned.' }),
    learned: nullable(
      object({
        ...known,
        sentinels,
        tells: oneOf(['percent', 'states', 'some', 'nothing'], 'The most that it has told.'),
        levels: nullable(
          Type.Array(Type.Number(), { description: 'All that it ever showed, where that is few: bars, not a scale.' }),
        ),
        devices: Type.Integer({ description: 'Of how many devices.' }),
        readings: Type.Integer(),
      }),
    ),
    learnedAt: nullable(instant('When something new was learned last.')),
    corrected: nullable(object(correctionFields)),
    correctedAt: nullable(instant()),
    correctedBy: nullable(Type.String()),
    remark: nullable(Type.String()),
    version,
  },
  { $id: 'Gauge', description: 'What a gauge of a model can tell: learned from readings, corrected by staff.' },
);

const remark = nullable(prose(1000, 'How it is known.'));
const optional = <T extends Record<string, ReturnType<typeof nullable>>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, Type.Optional(field)])) as {
    [N in keyof T]: ReturnType<typeof Type.Optional<T[N]>>;
  };

export const NewGauge = object(
  { modelId: id(), key: slotFields.key, ...optional(correctionFields), remark: Type.Optional(remark) },
  {
    description: 'Of a gauge of which nothing has been learned yet.',
    examples: [{ modelId: '019aa1b2-0000-7000-8000-000000000003', key: '1.1', lowPercent: 15 }],
  },
);

export const GaugePatch = patchOf(
  { ...correctionFields, remark },
  {
    description: 'What is not named stays; null takes staff’s word back.',
    examples: [{ resolutionPercent: 10, remark: 'Service manual' }],
  },
);
