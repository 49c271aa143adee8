import { type Static, Type } from 'typebox';
import { connections, kinds, noticeStates } from '../../db/schema/index.ts';
import { deviceStates } from '../../domain/device-life.ts';
import { lineKinds, lineStates } from '../../domain/order/types.ts';
import { slotStates } from '../../domain/replenishment/verdict.ts';
import { devicePhases } from '../../workflows/device.contract.ts';
import { day, id, instant, line, nullable, object, oneOf, patchOf, ref, version } from './common.ts';
import { ReasonSchema } from './reason.ts';

const place = nullable(line(200, 'Where it stands on the site: building, floor, room.'));
const declaredPagesPerWeek = nullable(
  Type.Integer({
    minimum: 0,
    maximum: 10_000_000,
    description: 'What the customer says it prints; two or more cartridges a week are not eligible (A10).',
  }),
);
const asked = {
  siteId: id(),
  contractId: Type.Optional(id('Left out: the one contract of the account that is in force and includes supplies.')),
  maker: line(100),
  model: line(100, 'As in the catalogue, in any spelling of case.'),
  connection: oneOf(connections),
  declaredPagesPerWeek: Type.Optional(declaredPagesPerWeek),
};
const askedExample = {
  siteId: '019aa1b2-0000-7000-8000-000000000002',
  maker: 'Aldine',
  model: 'C410',
  connection: 'agent',
};

export const NewDevice = object(
  {
    ...asked,
    accountId: Type.Optional(id('Where given, it must be that of the site.')),
    serial: line(100),
    place: Type.Optional(place),
    startingStock: Type.Optional(
      Type.Record(Type.String({ maxLength: 40 }), nullable(Type.Integer({ minimum: 0, maximum: 1000 })), {
        description: 'Spares on its shelf by slot key; null or left out: not known (A03).',
      }),
    ),
  },
  {
    examples: [
      { ...askedExample, serial: 'AL4-00172', place: 'Bâtiment B, 2e étage', startingStock: { '1.1': 1, '1.2': null } },
    ],
  },
);
export type NewDevice = Static<typeof NewDevice>;

export const EligibilityQuestion = object(asked, { examples: [askedExample] });

export const Eligibility = object(
  {
    eligible: Type.Boolean(),
    failures: Type.Array(ref(ReasonSchema), { description: 'Every condition that fails (A02, A10).' }),
    slots: Type.Array(
      object({
        key: Type.String(),
        label: Type.String(),
        kind: oneOf(kinds),
        covered: Type.Boolean({ description: 'It is ordered automatically (A04).' }),
      }),
      {
        description: 'The supply positions that the catalogue lists.',
      },
    ),
  },
  { description: 'Whether a device could be enrolled; nothing is changed.' },
);

const deviceFields = {
  id: id(),
  accountId: id(),
  siteId: id(),
  contractId: id(),
  modelId: id(),
  maker: Type.String(),
  model: Type.String(),
  serial: Type.String(),
  place: nullable(Type.String()),
  connection: oneOf(connections),
  state: oneOf(deviceStates),
  enrolledAt: instant(),
  enrolment: Type.Integer({ description: 'Counts the enrolments of the same device.' }),
  endedAt: nullable(instant()),
  plannedEndOn: nullable(day('The last day on which it will be used, as announced (A18); local.')),
  replacedBy: nullable(id('The device that took over its stock and lines (A18).')),
  declaredPagesPerWeek: nullable(Type.Integer()),
  newestReadingAt: nullable(instant('The instant that its newest reading counts for.')),
  silentSince: nullable(instant('While it is silent (A16): what its silence counts from.')),
  nextOrderAt: nullable(instant('When its next order is due at the present rate.')),
  version,
};

export const Device = object(deviceFields, { $id: 'Device', description: 'An enrolled device, or one that was.' });

const interval = (unit: string) =>
  nullable(
    object(
      { value: Type.Number(), low: Type.Number(), high: Type.Number() },
      { description: `${unit}, with its 80 % interval; null: not known.` },
    ),
  );

export const OnItsWay = object(
  {
    orderId: id(),
    orderNumber: Type.Integer(),
    lineId: id(),
    kind: oneOf(lineKinds),
    state: oneOf(lineStates),
    quantity: Type.Integer({ description: 'Still to arrive.' }),
    inTransit: Type.Integer({ description: 'Of these, shipped.' }),
    expectedOn: nullable(day('Local; null: nobody said.')),
  },
  { $id: 'OnItsWay', description: 'An open line of an order.' },
);

export const Slot = object(
  {
    id: id(),
    key: Type.String({ description: 'The printer’s own index.' }),
    label: Type.String(),
    kind: oneOf(kinds),
    colour: nullable(Type.String()),
    covered: Type.Boolean({ description: 'It is ordered automatically (A04).' }),
    supply: nullable(object({ id: id(), partNumber: Type.String(), name: Type.String() })),
    level: Type.Unsafe<Record<string, unknown> | null>({
      type: ['object', 'null'],
      additionalProperties: true,
      description: 'As the gauge last said it; null: never.',
    }),
    levelAt: nullable(instant()),
    sharePercent: nullable(Type.Number({ description: 'Estimated to be left now.' })),
    ratePerDay: interval('Rated-yield cartridges a day'),
    daysOfUse: interval('Days that the installed level lasts'),
    runsOutAt: nullable(instant('Of the installed one alone.')),
    coverDays: nullable(
      Type.Number({ description: 'Days until it would run dry counting installed, shelf and all that is on its way.' }),
    ),
    triggerDays: nullable(Type.Number({ description: 'Cover at which it is ordered (A06).' })),
    shelf: Type.Number({ description: 'Spares on its shelf, by the estimate on which orders rest.' }),
    onItsWay: Type.Array(ref(OnItsWay)),
    nextOrderAt: nullable(instant('In the past: due now.')),
    state: nullable(oneOf(slotStates, 'null: not assessed yet.')),
    waitingForConfirmation: Type.Boolean({ description: 'One odd reading alone orders nothing (A05).' }),
    reasons: Type.Array(ref(ReasonSchema)),
    assessedAt: nullable(instant()),
  },
  {
    $id: 'Slot',
    description: 'One supply position of a device, with its forecast and why it is ordered or not (A12).',
  },
);

export const DeviceProcess = object(
  {
    workflowId: Type.String({ description: 'By which the Temporal UI finds it.' }),
    phase: oneOf(devicePhases),
    siteId: id(),
    enrolment: Type.Integer(),
    wakeAt: nullable(instant('When it looks again even if nothing is reported.')),
    nextOrderAt: nullable(instant()),
    silent: Type.Boolean(),
    readings: Type.Integer({ description: 'That it has been told of.' }),
    orders: Type.Integer({ description: 'That it has had made.' }),
    summary: Type.String({ description: 'Markdown, as operators read it.' }),
  },
  { $id: 'DeviceProcess', description: 'The live workflow of a device, by query.' },
);

export const DeviceDetail = object(
  {
    ...deviceFields,
    slots: Type.Array(ref(Slot)),
    process: Type.Optional(ref(DeviceProcess)),
  },
  {
    $id: 'DeviceDetail',
    description: 'A device with its supply positions. `process`: only right after enrolment, when it answered.',
  },
);

export const DevicePatch = patchOf(
  {
    place,
    plannedEndOn: nullable(
      day(
        'The last day on which it will be used, if that is known: nothing is ordered that it will not use until then (A18). null: no end is planned any more.',
      ),
    ),
  },
  { examples: [{ place: 'Accueil', plannedEndOn: '2036-09-30' }] },
);

const stageOutcomes = ['mail', 'task', 'skipped'] as const;

export const SilentDevice = object(
  {
    device: ref(Device),
    since: instant('Its newest reading, or its enrolment where it was never heard of.'),
    ageDays: Type.Number(),
    stage: nullable(Type.Integer({ description: '1, 2 or 3; null: none has been dealt with yet.' })),
    protectedUntil: nullable(instant('Until then its estimate says that nothing runs dry; null: it cannot tell.')),
    silentAgent: nullable(
      object(
        { agentId: id(), name: Type.String(), hostName: Type.String(), silentSince: instant() },
        { description: 'The agent that reads it, where that is silent itself: its reminders stand for the device’s.' },
      ),
    ),
    told: Type.Array(
      object({
        stage: Type.Integer(),
        outcome: oneOf(stageOutcomes, 'skipped: found late, a later stage spoke.'),
        at: instant(),
        mailId: nullable(id()),
        mailState: nullable(oneOf(noticeStates)),
        sentAt: nullable(instant()),
      }),
      { description: 'What was done about it.' },
    ),
  },
  { $id: 'SilentDevice', description: 'A device that has fallen silent (A16, A17).' },
);

export const DeviceImportResult = object(
  {
    dryRun: Type.Boolean(),
    lines: Type.Integer({ description: 'Lines read, without the header.' }),
    enrolled: Type.Integer(),
    unchanged: Type.Integer({ description: 'Enrolled before.' }),
    refused: Type.Integer(),
    problems: Type.Array(
      object({
        line: Type.Integer({ description: 'The header is line 1.' }),
        column: Type.String({ description: 'Empty: the line as a whole.' }),
        reason: Type.Optional(ref(ReasonSchema)),
        detail: Type.String(),
      }),
      { description: 'Why lines were refused; the others are enrolled.' },
    ),
  },
  { $id: 'DeviceImportResult', description: 'What the file enrolled, or would enrol.' },
);
