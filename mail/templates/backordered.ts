import { expected, lineItem, runsOut, totalOf, whyOrdered } from './items.ts';
import type { Template } from './template.ts';

/** A11: the warehouse has run out; one mail per message of the warehouse, with all its lines. */
export const backordered: Template<'backordered'> = (data, say) => {
  const words = say.words.backordered;
  return {
    subject: say.words.subject.order(data.orderNumber, data.siteName),
    preheader: words.preheader(say.words.items(totalOf(data.lines))),
    title: words.title(data.orderNumber),
    blocks: [
      { type: 'paragraph', text: words.intro(data.siteName) },
      { type: 'heading', text: words.lines },
      {
        type: 'items',
        items: data.lines.map((line) =>
          lineItem(line, say, expected(line, say), runsOut(line, say), whyOrdered(line, say)),
        ),
      },
      { type: 'heading', text: say.words.next },
      { type: 'bullets', texts: [words.nextShip, words.nextWatch, words.nextCancel] },
    ],
  };
};
