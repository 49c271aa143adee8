import { deviceName, deviceWithSerial } from './items.ts';
import type { Template } from './template.ts';

/** A10: a device of very high use gets no new orders; its contact is told once. */
export const setAside: Template<'set-aside'> = (data, say) => {
  const words = say.words.setAside;
  const name = deviceName(data.device);
  return {
    subject: say.words.subject.device(name, data.device.serial),
    preheader: words.preheader(data.device.serial),
    title: words.title(name),
    blocks: [
      { type: 'paragraph', text: words.intro(deviceWithSerial(data.device, say), data.siteName) },
      { type: 'heading', text: words.weeks },
      { type: 'facts', facts: data.slots.map(({ slot, perWeek }) => [slot, words.perWeek(perWeek.map(say.figure))]) },
      { type: 'heading', text: say.words.next },
      { type: 'bullets', texts: [words.nextNone, words.nextOpen, words.nextReadings, words.nextCall] },
    ],
  };
};
