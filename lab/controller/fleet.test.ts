import { beforeEach, describe, expect, test } from 'vitest';
import { Fleet } from './fleet.ts';
import type { DayReply, EventMessage } from './protocol.ts';

/** A Monday. */
const start = Date.parse('2024-06-03T00:00:00Z');
const dateOf = (day: number) => new Date(start + day * 86_400_000).toISOString().slice(0, 10);

const enrolled: EventMessage = {
  type: 'enrolled',
  device: {
    device: 'D1',
    site: 'S1',
    model: 'mono-1',
    class: 'mono',
    supplies: [{ k: 'K', kind: 'toner', sku: 'MONO-1-K', yield_pages: 5000, stock: 0 }],
  },
};

let fleet: Fleet;
beforeEach(() => {
  fleet = new Fleet('2024-06-03');
});

/** The day's answer; the device uses two points a day from 100 on, and says so in the evening. */
function live(day: number, events: EventMessage[] = [], level: number | null = 100 - 2 * day): DayReply {
  const date = dateOf(day);
  const readings =
    level === null ? [] : [{ device: 'D1', ts: `${date}T18:00:00`, supplies: [{ k: 'K', level: Math.max(0, level) }] }];
  return fleet.day({ type: 'day', day, date, ask_forecasts: day % 28 === 27, events, readings });
}

function liveUntilOrder(): { day: number; reply: DayReply } {
  live(0, [enrolled]);
  for (let day = 1; day < 60; day += 1) {
    const reply = live(day);
    if (reply.orders.length > 0) return { day, reply };
  }
  throw new Error('no order was made');
}

describe('the controller plays the product’s rules', () => {
  test('A06, A07: one line when cover has fallen to 21 days, with its forecast', () => {
    const { day, reply } = liveUntilOrder();
    expect(Math.abs(day - 29)).toBeLessThanOrEqual(2);
    const [line] = reply.orders[0]?.lines ?? [];
    expect(line).toMatchObject({ device: 'D1', supply: 'K', qty: 1, reason: 'trigger' });
    expect(line?.forecast?.days_left).toBeLessThanOrEqual(21);
    expect(line?.forecast?.days_left).toBeGreaterThan(19);
    expect(line?.forecast?.lo).toBeLessThan(21);
    expect(line?.forecast?.hi).toBeGreaterThan(21);
  });

  test('A09: no second one while it is under way, one at once when it is lost', () => {
    const { day } = liveUntilOrder();
    const lines = [{ device: 'D1', supply: 'K', qty: 1 }];
    const ref = `S1/${day}`;
    const acknowledged = {
      type: 'order_ack' as const,
      order: 'O1',
      ref,
      lines: [{ ...lines[0]!, status: 'ok' as const }],
    };
    const parcel = { order: 'O1', parcel: 'P1', site: 'S1', lines };
    expect(live(day + 1, [acknowledged]).orders).toEqual([]);
    expect(live(day + 2, [{ type: 'shipped', ...parcel, expected: dateOf(day + 5) }]).orders).toEqual([]);
    expect(live(day + 10, [{ type: 'lost', ...parcel }]).orders[0]?.lines).toMatchObject([{ device: 'D1', qty: 1 }]);
  });

  test('A16: a device that has not been heard of for a week orders nothing', () => {
    live(0, [enrolled]);
    for (let day = 1; day < 20; day += 1) live(day);
    const silent = Array.from({ length: 30 }, (_, i) => live(20 + i, [], null));
    expect(silent.flatMap(({ orders }) => orders)).toEqual([]);
  });

  test('asked for forecasts it tells those of all supplies', () => {
    live(0, [enrolled]);
    for (let day = 1; day < 27; day += 1) live(day);
    expect(live(27).forecasts).toMatchObject([{ device: 'D1', supply: 'K' }]);
  });

  test('A18: nothing is ordered that lasts until an announced end', () => {
    live(0, [enrolled]);
    // Due on day 29, dry on day 50.
    live(20, [{ type: 'retirement_planned', device: 'D1', date: dateOf(45) }]);
    for (let day = 1; day < 45; day += 1) expect(live(day).orders).toEqual([]);
    const postponed: EventMessage = { type: 'retirement_planned', device: 'D1', date: dateOf(60) };
    expect(live(45, [postponed]).orders[0]?.lines).toMatchObject([{ device: 'D1', qty: 1 }]);
  });

  test('what is gone orders nothing, and unknown events change nothing', () => {
    live(0, [enrolled]);
    live(1, [{ type: 'retired', device: 'D1' }, { type: 'festival' } as unknown as EventMessage]);
    expect(live(48).orders).toEqual([]);
  });
});
