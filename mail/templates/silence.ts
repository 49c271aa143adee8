import type { Block, Item } from '../blocks.ts';
import type { SilenceData, SilentDevice } from '../notice-data.ts';
import type { Say } from '../say.ts';
import { deviceWithSerial } from './items.ts';
import type { Template } from './template.ts';

/** A16: the three mails of a silence; how to reconnect stands in them from the second on. */
export const silenceFirst: Template<'silence-first'> = (data, say) => {
  const { nextFirst, nextWrite } = say.words.silence;
  return silence(data, say, [], [nextFirst(data.devices.length), nextWrite]);
};

export const silenceSecond: Template<'silence-second'> = (data, say) => {
  const { nextAgain, nextWrite } = say.words.silence;
  return silence(data, say, reconnect(data, say), [nextAgain, nextWrite]);
};

export const silenceThird: Template<'silence-third'> = (data, say) => {
  const { nextAgain, nextCall } = say.words.silence;
  return silence(data, say, reconnect(data, say), [nextCall, nextAgain]);
};

function silence(data: SilenceData, say: Say, help: Block[], next: string[]) {
  const words = say.words.silence;
  const count = data.devices.length;
  const longest = Math.max(0, ...data.devices.map(({ silentDays }) => silentDays));
  return {
    subject: say.words.subject.silence(data.siteName),
    preheader: words.preheader,
    title: words.title(count, longest),
    blocks: [
      { type: 'paragraph', text: words.intro(data.siteName, count) },
      { type: 'callout', tone: 'warning', text: words.why(count) },
      { type: 'heading', text: words.lines(count) },
      { type: 'items', items: data.devices.map((device) => silentDeviceItem(device, say)) },
      ...help,
      { type: 'heading', text: say.words.next },
      { type: 'bullets', texts: [...next, words.nextNothing] },
    ] satisfies Block[],
  };
}

function reconnect(data: SilenceData, { words: { silence: words } }: Say): Block[] {
  return [
    { type: 'heading', text: words.reconnect },
    { type: 'steps', texts: words.steps },
    ...(data.reconnectUrl ? [{ type: 'action', label: words.stepsPage, url: data.reconnectUrl } as const] : []),
  ];
}

export function silentDeviceItem(silent: SilentDevice, say: Say): Item {
  const words = say.words.silence;
  return {
    title: deviceWithSerial(silent.device, say),
    facts: [
      [words.lastReading, silent.lastReadingAt ? say.dayOf(silent.lastReadingAt) : words.never],
      [words.silentFor, say.words.days(silent.silentDays)],
      [words.safeUntil, silent.protectedUntil ? say.day(silent.protectedUntil) : words.safeUnknown],
    ],
  };
}
