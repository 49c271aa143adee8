import { postalLines } from '../../domain/postal-address.ts';
import type { Block } from '../blocks.ts';
import type { OrderMadeData } from '../notice-data.ts';
import type { Say } from '../say.ts';
import { cover, devicesOf, installed, lineItem, otherwise, runsOut, spare, totalOf, why } from './items.ts';
import type { Template } from './template.ts';

/** A11: what is ordered, for which serial numbers, why, and until when it can be cancelled. */
export const orderMade: Template<'order-made'> = (data, say) => {
  const words = say.words.orderMade;
  const deadline = deadlineOf(data, say);
  return {
    subject: say.words.subject.order(data.orderNumber, data.siteName),
    preheader: `${words.preheader(say.words.items(totalOf(data.lines)), devicesOf(data.lines))} ${deadline.text}`,
    title: data.exceptional ? words.titleExceptional(data.siteName) : words.title(data.siteName),
    blocks: [
      { type: 'paragraph', text: data.exceptional ? words.introExceptional : words.intro },
      { type: 'callout', tone: data.urgent ? 'warning' : 'info', text: deadline.text },
      ...deadline.how,
      ...(deadline.cancellable ? move(data, say) : []),
      { type: 'heading', text: words.lines },
      {
        type: 'items',
        items: data.lines.map((line) =>
          lineItem(
            line,
            say,
            why(line, say),
            cover(line, say),
            installed(line, say),
            runsOut(line, say),
            otherwise(line, say),
            spare(line, say),
          ),
        ),
      },
      { type: 'heading', text: words.address },
      { type: 'address', lines: postalLines(data.address, say.language) },
      { type: 'heading', text: say.words.next },
      {
        type: 'bullets',
        texts: [deadline.cancellable ? words.nextHold : words.nextUrgent, words.nextParcel, words.nextLabel],
      },
    ],
  };
};

/** C, "move before ship": what is on the site already need not come. */
function move(data: OrderMadeData, say: Say): Block[] {
  const words = say.words.orderMade;
  if (!data.moveUrl) return [];
  const count = data.lines.filter((line) => line.spare).length;
  return [
    { type: 'paragraph', text: words.move(count) },
    { type: 'action', label: words.moveButton, url: data.moveUrl },
  ];
}

/** Until when the order can be cancelled, and how; or that it has left. */
function deadlineOf(data: OrderMadeData, say: Say): { cancellable: boolean; text: string; how: Block[] } {
  const words = say.words.orderMade;
  if (data.urgent) return { cancellable: false, text: words.urgent, how: [] };
  if (!data.holdUntil) return { cancellable: false, text: words.leaving, how: [] };
  return {
    cancellable: true,
    text: words.cancelUntil(say.instant(data.holdUntil)),
    how: [
      data.cancelUrl
        ? { type: 'action', label: words.cancel(data.orderNumber), url: data.cancelUrl }
        : { type: 'paragraph', text: words.cancelByReply },
    ],
  };
}
