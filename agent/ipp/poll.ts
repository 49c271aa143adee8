import { contradictingSlots } from '../doubtful.ts';
import { identifyByIpp } from '../identity.ts';
import type { NormalForm } from '../normal-form.ts';
import type { IppAccess } from './access.ts';
import { readIppAlerts, readStateReasons } from './alerts.ts';
import { askPrinter } from './ask.ts';
import { type Attributes, attributesOf } from './fields.ts';
import type { IppAnswer } from './message.ts';
import { readIppSupplies } from './supplies.ts';

/** Reads one printer by IPP, once. Throws PrinterError when it cannot be asked. `takenAt`: the instant of the reading. */
export async function pollIpp(access: IppAccess, takenAt: Date, signal?: AbortSignal): Promise<NormalForm> {
  return readIppAnswer(await askPrinter(access, signal), takenAt);
}

/** An answer in the normal form; of one that is an error, what it says all the same. */
export function readIppAnswer(answer: IppAnswer, takenAt: Date): NormalForm {
  const attributes = attributesOf(answer);
  const { maker, model, serial, technology } = identifyByIpp({
    makeAndModel: attributes.text('printer-make-and-model'),
    serialNumber: attributes.text('printer-serial-number'),
    deviceIds: attributes.texts('printer-device-id'),
  });
  const { supplies, slotOf, contradicting } = readIppSupplies(attributes, technology);
  const doubtful = [...contradictingSlots(supplies)].map(([index, same]) => [index, ...same].sort().join(', '));
  return {
    takenAt: takenAt.toISOString(),
    maker,
    model,
    serial,
    pages: readPages(attributes),
    supplies,
    alerts: readIppAlerts(attributes, slotOf),
    detectedErrors: readStateReasons(attributes),
    notices: [
      ...(isError(answer) ? [`The printer answered with IPP error ${hex(answer.status)}.`] : []),
      ...(answer.truncated ? ['The printer’s answer broke off; what came before it is read.'] : []),
      ...[...new Set(doubtful)].map((slots) => `Slots ${slots} have one name and contradict each other.`),
      ...contradicting.map((slot) => `The two gauges that the printer tells of slot ${slot} contradict each other.`),
    ],
  };
}

/** RFC 8011, 4.1.6: from 0x0100 on it is no success. */
const isError = ({ status }: IppAnswer) => status >= 0x0100;
const hex = (status: number) => `0x${status.toString(16).padStart(4, '0')}`;

const COUNTERS = [
  ['printer-impressions-completed', 'impressions'],
  ['printer-media-sheets-completed', 'sheets'],
  ['printer-pages-completed', 'pages'],
] as const;

function readPages(attributes: Attributes): NormalForm['pages'] {
  for (const [name, unit] of COUNTERS) {
    const count = attributes.number(name);
    if (count !== null && count >= 0) return { count, unit };
  }
  return { count: null, unit: null };
}
