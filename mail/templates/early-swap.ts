import { supplyWords } from '../../domain/naming.ts';
import type { Item } from '../blocks.ts';
import type { EarlySwapped } from '../notice-data.ts';
import type { Say } from '../say.ts';
import { deviceName, deviceWithSerial } from './items.ts';
import type { Template } from './template.ts';

/** C: noticed the same day, while the old cartridge is still at hand. */
export const earlySwap: Template<'early-swap'> = (data, say) => {
  const words = say.words.earlySwap;
  const name = deviceName(data.device);
  const { swaps, early, cartridgesLeft } = data.figure;
  return {
    subject: say.words.subject.device(name, data.device.serial),
    preheader: words.preheader(data.cartridges.length),
    title: words.title(name, data.cartridges.length),
    blocks: [
      { type: 'paragraph', text: words.intro(deviceWithSerial(data.device, say), data.siteName) },
      { type: 'items', items: data.cartridges.map((cartridge) => cartridgeItem(cartridge, say)) },
      { type: 'heading', text: words.todo },
      { type: 'steps', texts: words.steps },
      { type: 'callout', tone: 'info', text: words.figure(data.siteName, swaps, early, say.figure(cartridgesLeft)) },
      { type: 'heading', text: say.words.next },
      { type: 'bullets', texts: [words.nextForecast, words.nextAgain] },
    ],
  };
};

function cartridgeItem(
  { label, supplyName, partNumber, colour, swappedOn, leftPercent, daysLeft }: EarlySwapped,
  say: Say,
): Item {
  const words = say.words.earlySwap;
  const supply = supplyName === null ? null : supplyWords(supplyName, colour, say.language);
  return {
    title: [partNumber, supply ?? label].filter((part) => part !== null).join(' – '),
    facts: [
      [words.changed, say.day(swappedOn)],
      [words.left, words.leftPercent(leftPercent)],
      ...(daysLeft === null ? [] : [[words.wouldLast, say.words.days(daysLeft)] satisfies [string, string]]),
    ],
  };
}
