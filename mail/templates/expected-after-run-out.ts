import type { Fact } from '../blocks.ts';
import { expected, lineItem, lineTitle, whyOrdered } from './items.ts';
import type { Template } from './template.ts';

/** A11: what the warehouse now expects would come after the device has run out. */
export const expectedAfterRunOut: Template<'expected-after-run-out'> = (data, say) => {
  const words = say.words.late;
  const [first] = data.lines;
  const runsOut = (on: string | null): Fact | null => (on ? [words.runsOut, say.day(on)] : null);
  return {
    subject: say.words.subject.order(data.orderNumber, data.siteName),
    preheader: first?.expectedOn ? words.preheader(lineTitle(first, say), say.day(first.expectedOn)) : words.title,
    title: words.title,
    blocks: [
      { type: 'callout', tone: 'warning', text: words.intro(data.orderNumber) },
      { type: 'heading', text: words.lines },
      {
        type: 'items',
        items: data.lines.map((line) =>
          lineItem(line, say, expected(line, say), runsOut(line.runsOutOn), whyOrdered(line, say)),
        ),
      },
      { type: 'heading', text: say.words.next },
      { type: 'bullets', texts: [words.nextTeam, words.nextMeanwhile, words.nextCancel] },
    ],
  };
};
