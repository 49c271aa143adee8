import { colourWord, supplyWords } from '../../domain/naming.ts';
import type { Block, Fact } from '../blocks.ts';
import type { MailSlot } from '../notice-data.ts';
import type { Say } from '../say.ts';
import { deviceName, deviceWithSerial } from './items.ts';
import type { Template } from './template.ts';

/** A03: the confirmation of an enrolment. */
export const enrolled: Template<'enrolled'> = (data, say) => {
  const words = say.words.enrolled;
  const name = deviceName(data.device);
  return {
    subject: say.words.subject.device(name, data.device.serial),
    preheader: words.preheader(data.device.serial, data.siteName),
    title: data.shadow ? words.titleShadow(name) : words.title(name),
    blocks: [
      { type: 'paragraph', text: `${words.intro(deviceWithSerial(data.device, say))} ${words.why}` },
      ...(data.shadow ? [{ type: 'callout', tone: 'warning', text: words.shadow } as const] : []),
      ...factList(
        words.covered,
        data.covered.map((slot) => slotFact(slot, say)),
      ),
      ...factList(
        words.notCovered,
        data.notCovered.map((slot) => slotFact(slot, say)),
      ),
      ...factList(
        words.stock,
        data.startingStock.map(({ label, quantity }) => [
          label,
          quantity === null ? words.stockUnknown : say.figure(quantity),
        ]),
      ),
      { type: 'heading', text: say.words.next },
      {
        type: 'bullets',
        texts: [words.nextReports, ...(data.shadow ? [] : [words.nextOrder]), words.nextSilent, words.nextNothing],
      },
    ],
  };
};

function slotFact({ label, supplyName, partNumber, colour }: MailSlot, { words, language }: Say): Fact {
  const supply =
    supplyName === null ? colour && colourWord(colour, language) : supplyWords(supplyName, colour, language);
  return [label, [supply, partNumber].filter(Boolean).join(' – ') || words.enrolled.supplyUnknown];
}

const factList = (heading: string, facts: Fact[]): Block[] =>
  facts.length === 0
    ? []
    : [
        { type: 'heading', text: heading },
        { type: 'facts', facts },
      ];
