import type { Block } from '../blocks.ts';
import type { ShippedData } from '../notice-data.ts';
import type { Say } from '../say.ts';
import { expected, lineItem, whyOrdered } from './items.ts';
import type { Template } from './template.ts';

/** A11: a parcel has left the warehouse; one mail per parcel. */
export const shipped: Template<'shipped'> = (data, say) =>
  parcel(data, say, say.words.shipped.title(data.siteName), say.words.shipped.intro(data.orderNumber));

/** A11: the same, of goods that had been out of stock. */
export const shippedAfterBackorder: Template<'shipped-after-backorder'> = (data, say) =>
  parcel(
    data,
    say,
    say.words.shipped.titleAfterBackorder(data.siteName),
    say.words.shipped.introAfterBackorder(data.orderNumber),
  );

function parcel(data: ShippedData, say: Say, title: string, intro: string) {
  const words = say.words.shipped;
  const expectedOn = data.expectedOn ? say.day(data.expectedOn) : null;
  const onTheWay: Block[] = [
    { type: 'paragraph', text: intro },
    {
      type: 'facts',
      facts: [
        [words.carrier, data.carrier],
        [words.tracking, data.tracking],
        [words.expected, expectedOn ?? words.expectedUnknown],
      ],
    },
    ...action(data.trackingUrl, words.track(data.tracking)),
    { type: 'heading', text: words.lines },
    { type: 'items', items: data.lines.map((line) => lineItem(line, say, whyOrdered(line, say))) },
  ];
  const missing: Block[] =
    data.stillBackordered.length === 0
      ? []
      : [
          { type: 'heading', text: words.backordered },
          { type: 'items', items: data.stillBackordered.map((line) => lineItem(line, say, expected(line, say))) },
        ];
  const next: Block[] = [
    { type: 'heading', text: say.words.next },
    {
      type: 'bullets',
      texts: [
        words.nextLabel,
        ...(missing.length > 0 ? [words.nextBackordered] : []),
        words.nextCancel,
        ...(data.confirmUrl ? [words.nextConfirm] : []),
      ],
    },
    ...action(data.confirmUrl, words.confirm(data.tracking)),
  ];
  return {
    subject: say.words.subject.order(data.orderNumber, data.siteName),
    preheader: [words.preheader(data.carrier, data.tracking), expectedOn && words.preheaderExpected(expectedOn)]
      .filter(Boolean)
      .join(' '),
    title,
    blocks: [...onTheWay, ...missing, ...next],
  };
}

const action = (url: string | null | undefined, label: string): Block[] =>
  url ? [{ type: 'action', label, url }] : [];
