import { describe, expect, test } from 'vitest';
import { factKey, type NoticeKind, noticeKinds } from './notices.ts';
import { silenceStages } from './silence.ts';

const at = new Date('2026-03-10T08:00:00Z');
const later = new Date('2026-03-11T08:00:00Z');

describe('A11: one mail per fact', () => {
  test('different facts have different keys', () => {
    const keys = [
      factKey.enrolled('x', at),
      factKey.enrolled('x', later),
      factKey.orderMade('x'),
      factKey.shipped('x', 'ups/1'),
      factKey.shipped('x', 'ups/2'),
      factKey.backordered('x', at, ['l1']),
      factKey.backordered('x', at, ['l2']),
      factKey.backordered('x', later, ['l1']),
      factKey.cancelled('x', '1'),
      factKey.cancelled('x', '2'),
      factKey.expectedAfterRunOut('x', ['a'], '2026-03-10'),
      factKey.expectedAfterRunOut('x', ['a'], '2026-03-11'),
      factKey.expectedAfterRunOut('x', ['b'], '2026-03-10'),
      factKey.setAside('x', at),
      factKey.setAside('x', later),
      factKey.silence('x', 1, at),
      factKey.silence('x', 2, at),
      factKey.silence('x', 1, later),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a fact keeps its key, or it would be mailed again after an upgrade', () => {
    const instant = '2026-03-10T08:00:00.000Z';
    expect([
      factKey.enrolled('d', at),
      factKey.orderMade('o'),
      factKey.shipped('o', 'ups/1'),
      factKey.backordered('o', at, ['l2', 'l1']),
      factKey.cancelled('o', 'act'),
      factKey.expectedAfterRunOut('o', ['l2', 'l1'], '2026-03-10'),
      factKey.setAside('d', at),
      factKey.earlySwap('d', at),
      factKey.silence('s', 2, at),
      factKey.agentSilence('s', 2, at),
    ]).toEqual([
      `device/d/enrolled/${instant}`,
      'order/o/made',
      'order/o/shipped/ups/1',
      `order/o/backordered/${instant}/l1+l2`,
      'order/o/cancelled/act',
      'order/o/late/l1+l2/2026-03-10',
      `device/d/set-aside/${instant}`,
      `device/d/early-swap/${instant}`,
      `site/s/silence/2/${instant}`,
      `site/s/agent-silence/2/${instant}`,
    ]);
  });

  test('A16: the devices of a site at the same stage share one mail', () => {
    expect(factKey.silence('x', 1, at)).toBe(factKey.silence('x', 1, new Date(at)));
    const kinds: NoticeKind[] = silenceStages.map(({ notice }) => notice);
    expect(new Set(kinds.map((kind) => noticeKinds[kind].thread))).toEqual(new Set(['site']));
  });

  test('the mails of an order are one thread', () => {
    const kinds = (Object.keys(noticeKinds) as NoticeKind[]).filter((kind) => noticeKinds[kind].thread === 'order');
    expect(kinds).toEqual([
      'order-made',
      'shipped',
      'backordered',
      'shipped-after-backorder',
      'cancelled',
      'expected-after-run-out',
    ]);
  });
});
