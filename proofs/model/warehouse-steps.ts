import type { FulfilmentEventType } from '../../domain/order/types.ts';
import { dayMs, minuteMs } from '../../domain/time.ts';
import { parisDate } from './adopt.ts';
import { type Expected, type Order, quantities, type Word } from './expected.ts';
import type { Product } from './product.ts';
import { at, Step } from './step.ts';
import { confirm, hear, refute } from './words.ts';

export interface Saying {
  order: number;
  type: FulfilmentEventType;
  /** Lines by their places; none: every line, or of a parcel that is named all that is in it. */
  lines?: number[];
  /** Cartridges of each line; none: what is left of it to be shipped, or at least one. */
  quantity?: number;
  /** The parcel by its number; none: one that is not named. A shipment always names it. */
  box?: number;
  minutesAgo?: number;
  /** Days until it is expected. */
  expectedIn?: number;
}

/** A09, A11: the warehouse or the carrier says something of an order; what, and whether it can be, is not asked. */
export const say = (saying: Saying): Step =>
  new Step(
    `say(${JSON.stringify(saying)})`,
    (expected) => expected.orders.length > 0,
    async (expected, product) => {
      const order = at(expected.orders, saying.order);
      const word = wordOf(order, saying, product.now);
      const eventId = `event-${++expected.words}`;
      expected.lastWord = { order, eventId, word };
      await tell(product, order, eventId, word);
      // What had been due by then happened before it was heard.
      hear(expected, order, { ...word, lines: [...word.lines] });
      return undefined;
    },
  );

/** The same message arrives once more. */
export const sayAgain = (): Step =>
  new Step(
    'sayAgain()',
    (expected) => expected.lastWord !== null,
    async (expected, product) => {
      const { order, eventId, word } = expected.lastWord!;
      await tell(product, order, eventId, word);
      return undefined;
    },
  );

function wordOf(order: Order, saying: Saying, now: Date): Word {
  const { type, minutesAgo = 0, expectedIn } = saying;
  const ofStock = type === 'backordered' || type === 'available';
  const box = type === 'shipped' ? (saying.box ?? 0) : saying.box;
  const whole = saying.lines === undefined && box !== undefined && type !== 'shipped' && !ofStock;
  const places = saying.lines ?? order.lines.map((_, i) => i);
  const lines = whole ? [] : [...new Set(places.map((place) => at(order.lines, place)))];
  return {
    type,
    at: now.getTime() - minutesAgo * minuteMs,
    lines: lines.map((line) => {
      const { waiting, released, backordered } = quantities(order, line);
      return { lineId: line.id, quantity: saying.quantity ?? Math.max(1, waiting + released + backordered) };
    }),
    tracking: ofStock || box === undefined ? null : `T${box}`,
    expectedOn: ofStock || box === undefined || expectedIn === undefined ? null : parisDate(+now + expectedIn * dayMs),
  };
}

async function tell(product: Product, order: Order, eventId: string, word: Word): Promise<void> {
  const { type, lines, tracking, expectedOn } = word;
  await product.say({
    eventId,
    order: { id: order.id },
    type,
    occurredAt: new Date(word.at),
    lines,
    ...(tracking === null ? {} : { parcel: { carrier: 'Rhône', tracking, ...(expectedOn ? { expectedOn } : {}) } }),
  });
}

/** A09, by one click: a parcel has arrived, or never came. */
export const answer = (orderPlace: number, boxPlace: number, arrived: boolean): Step =>
  new Step(
    `answer(${orderPlace}, ${boxPlace}, ${arrived})`,
    (expected) => shippedOrders(expected).length > 0,
    async (expected, product) => {
      const order = at(shippedOrders(expected), orderPlace);
      const box = at(order.boxes, boxPlace);
      const outcome = await product.answer(order.id, box.tracking, arrived);
      if (outcome !== 'done') return undefined;
      if (arrived) confirm(expected, order, box);
      else
        for (const line of order.lines) {
          const packed = box.lines.get(line.id);
          if (packed && packed.presumed > 0) refute(expected, line, packed, packed.presumed);
        }
      return undefined;
    },
  );

const shippedOrders = (expected: Expected): Order[] => expected.orders.filter(({ boxes }) => boxes.length > 0);
