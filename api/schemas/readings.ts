import { type Static, Type } from 'typebox';
import { asideReasons } from '../../commands/keep-aside.ts';
import { readingSources } from '../../db/schema/index.ts';
import { id, instant, line, nullable, object, oneOf, ref } from './common.ts';

/** Counters that count printed sides or sheets; another one (hours, metres) says nothing that a yield is measured in. */
export const pageUnits = ['impressions', 'sheets', 'pages', 'unknown'] as const;

const levelTypes = ['percent', 'state', 'some', 'unknown'] as const;
const gaugeStates = ['ok', 'low', 'empty'] as const;

const LevelBody = object(
  {
    type: oneOf(levelTypes, '`some`: some is left, the gauge cannot say how much. Unknown is never zero (A05).'),
    percent: Type.Optional(
      Type.Number({
        minimum: -1000,
        maximum: 1000,
        description:
          'Of `percent`: what remains; of a waste container the room that remains. Beyond 0 to 100 as odd gauges say it.',
      }),
    ),
    resolution: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 100,
        description: 'Of `percent`: the gauge’s step in points, where known.',
      }),
    ),
    state: Type.Optional(oneOf(gaugeStates, 'Of `state`.')),
  },
  { description: 'What the gauge says.' },
);

const SlotReadingBody = object({
  key: line(64, 'The printer’s own index of the supply position, such as `1.10`.'),
  kind: Type.Optional(line(40, 'What is in it: toner, ink, waste, drum, …')),
  colour: Type.Optional(line(40)),
  partNumber: Type.Optional(line(100)),
  supplySerial: Type.Optional(line(100, 'Serial number of the cartridge itself.')),
  level: LevelBody,
  raw: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'What the device said before it was interpreted; kept only with a reading that is kept aside.',
    }),
  ),
});

const AlertBody = object({
  code: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'prtAlertCode of Printer-MIB, such as 1101.' }),
  key: Type.Optional(line(64, 'The supply position that it is about.')),
  description: Type.Optional(line(500)),
});

/** Also checked line by line, so it names no other schema. */
export const NewReading = object(
  {
    device: object({ maker: line(100), serial: line(100), model: Type.Optional(line(200)) }),
    takenAt: instant('By the device’s or agent’s clock; one that is implausible counts from its receipt (A16).'),
    pages: Type.Optional(
      object({
        count: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Lifetime counter.' }),
        unit: line(40, `What it counts; used where it is one of ${pageUnits.join(', ')}.`),
      }),
    ),
    levels: Type.Array(SlotReadingBody, { maxItems: 256, description: 'One of each supply position that is told.' }),
    alerts: Type.Optional(Type.Array(AlertBody, { maxItems: 200 })),
    source: oneOf(
      readingSources,
      '`import`: history, whose past instants are taken at their word; needs `history:import`. `person`: read off by somebody.',
    ),
    sameSerialAt: Type.Optional(
      line(
        255,
        'Where the agent found another device with this serial number and other levels or pages. The reading is kept aside, and a case is opened.',
      ),
    ),
  },
  {
    $id: 'NewReading',
    description: 'All gauges and counters of one device at one instant.',
    examples: [
      {
        device: { maker: 'Aldine', serial: 'AL4-00172', model: 'C410' },
        takenAt: '2026-11-22T06:00:00Z',
        pages: { count: 48211, unit: 'impressions' },
        levels: [
          { key: '1.1', kind: 'toner', colour: 'black', level: { type: 'percent', percent: 42 } },
          { key: '1.5', kind: 'waste', level: { type: 'state', state: 'ok' } },
        ],
        source: 'agent',
      },
    ],
  },
);
export type NewReading = Static<typeof NewReading>;

export const readingOutcomes = ['accepted', 'duplicate', 'kept-aside'] as const;
const reasonNames = Object.keys(asideReasons) as [keyof typeof asideReasons, ...(keyof typeof asideReasons)[]];

const receiptFields = {
  outcome: oneOf(readingOutcomes, '`kept-aside`: nothing is lost; a person corrects and replays it.'),
  deviceId: Type.Optional(id()),
  at: Type.Optional(instant('The instant that it counts for.')),
  clockDoubted: Type.Optional(
    Type.Boolean({ description: 'The device’s clock is implausible: it counts from its receipt.' }),
  ),
  reason: Type.Optional(oneOf(reasonNames, 'Why it is kept aside.')),
  detail: Type.Optional(Type.String({ description: 'Which part of it, and what would be right.' })),
  asideId: Type.Optional(id('Where it is kept.')),
};

export const ReadingReceipt = object(receiptFields, {
  $id: 'ReadingReceipt',
  description: 'What became of one reading.',
});
export type ReadingReceipt = Static<typeof ReadingReceipt>;

/** Of many at once, the first results that are not plain are told; the counts are of all. */
export const mostResults = 10_000;

const manyFields = {
  received: Type.Integer(),
  accepted: Type.Integer(),
  duplicates: Type.Integer({ description: 'Stored before: nothing changed.' }),
  keptAside: Type.Integer(),
};

export const BatchReceipt = object(
  {
    ...manyFields,
    results: Type.Array(
      object({ index: Type.Integer({ description: 'Position in the list, from 0.' }), ...receiptFields }),
      {
        description: 'Of each reading that is not plainly accepted.',
      },
    ),
  },
  { $id: 'BatchReceipt', description: 'What became of a batch.' },
);

export const StreamReceipt = object(
  {
    ...manyFields,
    results: Type.Array(
      object({ line: Type.Integer({ description: 'From 1; empty lines count.' }), ...receiptFields }),
      {
        description: `Of each line that is not plainly accepted, the first ${mostResults} of them.`,
      },
    ),
    resultsLeftOff: Type.Integer({
      description: 'More such lines; all that is kept aside is in `GET /v1/readings/aside`.',
    }),
  },
  { $id: 'StreamReceipt', description: 'What became of a stream.' },
);

const StoredLevel = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });

export const StoredReading = object(
  {
    deviceId: id(),
    at: instant('The instant that it counts for.'),
    takenAt: instant('By the device’s or agent’s clock.'),
    receivedAt: instant(),
    clockDoubted: Type.Boolean({ description: 'It counts from its receipt.' }),
    pages: nullable(Type.Integer()),
    levels: Type.Array(StoredLevel, { description: 'As posted.' }),
    alerts: Type.Array(StoredLevel, { description: 'As posted.' }),
    source: oneOf(readingSources),
  },
  { $id: 'Reading', description: 'A reading on record.' },
);

export const Replay = object(
  { body: Type.Optional(ref(NewReading)) },
  {
    description: 'The reading as it should have come; without it, what is kept is tried again as it is.',
    examples: [{}],
  },
);
