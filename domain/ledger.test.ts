import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adjustmentMoves,
  balance,
  type LedgerMove,
  ledgerMove,
  type MoveReason,
  moveReasons,
  places,
  swapMoves,
} from './ledger.ts';

const reasons = Object.keys(moveReasons) as MoveReason[];
const unit = { supplyId: 'black', deviceId: 'd1', units: 1 };

const anyMove: fc.Arbitrary<LedgerMove> = fc
  .record({
    reason: fc.constantFrom(...reasons),
    supplyId: fc.constantFrom('black', 'cyan'),
    deviceId: fc.constantFrom('d1', 'd2'),
    units: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ reason, ...units }) => ledgerMove(reason, { ...units, ...(reason === 'transfer' && { toDeviceId: 'd3' }) }));

describe('A15: the books', () => {
  test('property: always sum to zero, per supply', () => {
    fc.assert(
      fc.property(fc.array(anyMove), (moves) => {
        for (const supply of balance(moves).values()) {
          expect([...supply.values()].reduce((sum, units) => sum + units, 0)).toBe(0);
        }
      }),
    );
  });

  test('property: the order of the entries does not matter', () => {
    fc.assert(
      fc.property(fc.array(anyMove), (moves) => {
        expect(balance(moves.toReversed())).toEqual(balance(moves));
      }),
    );
  });

  test('every place can be reached, and every move is between two of them', () => {
    const reached = new Set<string>(reasons.flatMap((reason) => [moveReasons[reason].from, moveReasons[reason].to]));
    expect([...reached].toSorted()).toEqual(places.toSorted());
  });

  test('the life of a cartridge', () => {
    const moves = [
      ledgerMove('shipped', { ...unit, units: 2, lineId: 'l1' }),
      ledgerMove('delivered', { ...unit, units: 2, lineId: 'l1' }),
      ledgerMove('starting-cartridge', unit),
      ...swapMoves({ supplyId: 'black', deviceId: 'd1' }),
    ];
    expect(moves[0]).toEqual({
      supplyId: 'black',
      units: 2,
      from: { place: 'supplier' },
      to: { place: 'transit' },
      reason: 'shipped',
      lineId: 'l1',
    });
    expect(Object.fromEntries(balance(moves).get('black') ?? [])).toEqual({
      supplier: -2,
      transit: 0,
      'shelf/d1': 1,
      'installed/d1': 1,
      adjustment: -1,
      used: 1,
    });
  });

  test('a cartridge installed with no delivery behind it leaves the shelf below zero, which is a case', () => {
    expect(
      balance(swapMoves({ supplyId: 'black', deviceId: 'd1' }))
        .get('black')
        ?.get('shelf/d1'),
    ).toBe(-1);
  });

  test('a transfer goes from shelf to shelf, and needs two devices', () => {
    expect(ledgerMove('transfer', { ...unit, toDeviceId: 'd2' })).toMatchObject({
      from: { place: 'shelf', deviceId: 'd1' },
      to: { place: 'shelf', deviceId: 'd2' },
    });
    for (const toDeviceId of [undefined, 'd1']) {
      expect(() => ledgerMove('transfer', { ...unit, toDeviceId })).toThrow(/second device/);
    }
  });

  test('a swap moves the old cartridge out of the slot, and one from the shelf into it', () => {
    expect(swapMoves({ supplyId: 'black', deviceId: 'd1' })).toEqual([
      {
        supplyId: 'black',
        units: 1,
        from: { place: 'installed', deviceId: 'd1' },
        to: { place: 'used' },
        reason: 'used',
      },
      {
        supplyId: 'black',
        units: 1,
        from: { place: 'shelf', deviceId: 'd1' },
        to: { place: 'installed', deviceId: 'd1' },
        reason: 'installed',
      },
    ]);
  });

  test('an adjustment up, down and of nothing', () => {
    const shelf = { supplyId: 'black', deviceId: 'd1' };
    expect(adjustmentMoves({ ...shelf, difference: 2 })).toMatchObject([{ reason: 'adjusted-up', units: 2 }]);
    expect(adjustmentMoves({ ...shelf, difference: -1 })).toMatchObject([{ reason: 'adjusted-down', units: 1 }]);
    expect(adjustmentMoves({ ...shelf, difference: 0 })).toEqual([]);
  });

  test.each([0, -1, 0.5])('no move of %d units', (units) => {
    expect(() => ledgerMove('shipped', { ...unit, units })).toThrow(/whole units/);
  });
});
