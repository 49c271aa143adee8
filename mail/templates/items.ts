import { deviceWords, supplyWords } from '../../domain/naming.ts';
import type { Fact, Item } from '../blocks.ts';
import type { MailDevice, MailLine } from '../notice-data.ts';
import type { Say } from '../say.ts';

/** Beyond this many days an interval says nothing that anyone plans by. */
const longDays = 365;
/** An interval that ends later than this many times its beginning says no more than when it begins. */
const tellingFactor = 5;

export const deviceName = ({ maker, model }: MailDevice) => deviceWords(maker, model);

/** The device with its serial number, which stands in every mail (A11, A15). */
export const deviceWithSerial = (device: MailDevice, { words }: Say) =>
  words.line.device(deviceName(device), device.serial, device.place);

/** "2 × AL-410K – Black Toner", with the colour in words unless the name says it already. */
export const lineTitle = (line: MailLine, { words, language }: Say) =>
  words.line.title(line.quantity, line.partNumber, supplyWords(line.supplyName, line.colour, language));

/** What, for which device, and the facts that a mail wants to tell of it. */
export function lineItem(line: MailLine, say: Say, ...facts: (Fact | null)[]): Item {
  return {
    title: lineTitle(line, say),
    device: say.words.line.forDevice(deviceWithSerial(line.device, say)),
    facts: facts.filter((fact) => fact !== null),
  };
}

export const why = (line: MailLine, say: Say): Fact => [say.words.line.why, say.reason(line.why)];

/** The same in a mail that tells of something else than the ordering. */
export const whyOrdered = (line: MailLine, say: Say): Fact => [say.words.line.whyOrdered, say.reason(line.why)];

export const expected = (line: MailLine, { words, day }: Say): Fact => [
  words.line.expected,
  line.expectedOn ? day(line.expectedOn) : words.line.expectedUnknown,
];

export const runsOut = (line: MailLine, { words, day }: Say): Fact | null =>
  line.runsOutOn ? [words.line.runsOut, day(line.runsOutOn)] : null;

/** C: one sentence on what would have happened without the line. */
export const otherwise = (line: MailLine, say: Say): Fact | null =>
  line.otherwise ? [say.words.line.otherwise, say.reason(line.otherwise)] : null;

/** C: where a spare is that may be, or is, used instead. */
export const spare = ({ spare: there }: MailLine, say: Say): Fact | null =>
  there ? [say.words.line.spare, say.words.line.spareAt(there.units, deviceWithSerial(there.device, say))] : null;

/** Cover in whole days, unless the reason gives it already. */
export function cover({ coverDays, why }: MailLine, { words }: Say): Fact | null {
  if (coverDays === null || why.values?.cover !== undefined) return null;
  return [words.line.cover, coverDays > longDays ? words.line.longTime : words.days(Math.floor(coverDays))];
}

/** The 80 % interval in whole days, never narrower than it is. */
export function installed(line: MailLine, { words, figure }: Say): Fact | null {
  if (line.daysLow === null || line.daysHigh === null) return null;
  if (line.daysLow > longDays) return [words.line.installed, words.line.longTime];
  const low = Math.floor(line.daysLow);
  if (low > 0 && line.daysHigh > tellingFactor * line.daysLow)
    return [words.line.installed, words.line.atLeast(words.days(low))];
  const high = line.daysHigh > longDays ? words.line.longTime : words.days(Math.ceil(line.daysHigh));
  return [words.line.installed, words.line.interval(figure(low), high)];
}

export const totalOf = (lines: readonly MailLine[]) => lines.reduce((sum, { quantity }) => sum + quantity, 0);
export const devicesOf = (lines: readonly MailLine[]) =>
  new Set(lines.map(({ device }) => `${device.maker} ${device.serial}`)).size;
