import type { Block } from '../blocks.ts';
import { lineItem, spare, totalOf, whyOrdered } from './items.ts';
import type { Template } from './template.ts';

/** A11: cancelled, and by whom. */
export const cancelled: Template<'cancelled'> = (data, say) => {
  const words = say.words.cancelled;
  const by = [data.moved ? words.moved : words.by[data.by.kind], data.by.reason && say.reason(data.by.reason)]
    .filter(Boolean)
    .join(' ');
  const remaining: Block[] =
    data.remaining.length === 0
      ? []
      : [
          { type: 'heading', text: words.remaining },
          { type: 'items', items: data.remaining.map((line) => lineItem(line, say)) },
        ];
  return {
    subject: say.words.subject.order(data.orderNumber, data.siteName),
    preheader: words.preheader(say.words.items(totalOf(data.lines))),
    title: remaining.length > 0 ? words.titleSome(data.orderNumber) : words.titleAll(data.orderNumber),
    blocks: [
      { type: 'callout', tone: 'info', text: by },
      { type: 'heading', text: words.lines },
      {
        type: 'items',
        items: data.lines.map((line) =>
          lineItem(line, say, whyOrdered(line, say), data.moved ? spare(line, say) : null),
        ),
      },
      ...(data.labelsUrl
        ? ([
            { type: 'paragraph', text: words.labels },
            { type: 'action', label: words.labelsButton, url: data.labelsUrl },
          ] satisfies Block[])
        : []),
      ...remaining,
      { type: 'heading', text: say.words.next },
      {
        type: 'bullets',
        texts: [
          data.moved ? words.nextMoved : data.by.kind === 'system' ? words.nextSystem : words.nextHeld,
          words.nextMistake,
        ],
      },
    ],
  };
};
