import { describe, expect, test } from 'vitest';
import { commands, describePrinter, runCommand } from './commands.ts';
import { mibLevel, newPrinter, type PrinterState } from './state.ts';

const fresh = newPrinter({ maker: 'Aldine', model: 'Aldine C410', serial: 'AL410-000777' });
const slot = (state: PrinterState, letter: string) => state.slots.find((one) => one.letter === letter)!;

describe('commands of the synthetic printer', () => {
  test.each([
    ['K=12', 'K', { percent: 12 }],
    [' k = 0.5 % ', 'K', { percent: 0.5 }],
    ['W=-3', 'W', { sentinel: -3 }],
    ['swap y', 'Y', { percent: 100 }],
  ])('%s', (text, letter, gauge) => {
    expect(slot(runCommand(fresh, text), letter).gauge).toEqual(gauge);
  });

  test('a swap is another cartridge', () => {
    expect(slot(runCommand(fresh, 'swap K'), 'K').cartridges).toBe(2);
  });

  test('printing uses each supply by its share of its yield, and nothing below zero', () => {
    const printed = runCommand(runCommand(fresh, 'C=-2'), 'print 900');
    expect(printed.pages).toBe(fresh.pages + 900);
    expect(slot(printed, 'K').gauge).toEqual({ percent: 54 });
    expect(slot(printed, 'W').gauge).toEqual({ percent: 55 - 3.6 });
    expect(slot(printed, 'C').gauge).toEqual({ sentinel: -2 });
    expect(slot(runCommand(fresh, 'print 100000'), 'K').gauge).toEqual({ percent: 0 });
  });

  test('the counter wraps where a Counter32 does', () => {
    expect(runCommand(runCommand(fresh, 'pages=4294967295'), 'print 2').pages).toBe(1);
  });

  test('off, on and show', () => {
    expect(runCommand(fresh, 'off').on).toBe(false);
    expect(runCommand(runCommand(fresh, 'off'), 'on').on).toBe(true);
    expect(runCommand(fresh, 'show')).toBe(fresh);
  });

  test.each(['', 'K', 'K=-4', 'X=12', 'print', 'K=12; off', 'swap'])('%j is refused with what is possible', (text) => {
    expect(() => runCommand(fresh, text)).toThrow(/K=12.*print 250.*swap K/);
  });

  test.each(['K=101', 'pages=4294967296'])('%s is more than there can be', (text) => {
    expect(() => runCommand(fresh, text)).toThrow(RangeError);
  });

  test('each command works as its usage is written', () => {
    for (const { usage } of commands) expect(() => runCommand(fresh, usage)).not.toThrow();
  });

  test('what it shows', () => {
    expect(describePrinter(runCommand(fresh, 'K=-2'))).toMatch(
      /^on, 12840 impressions\n {2}K {2}1\.1 +-2 {2}AL-410K {2}Black Toner\n/,
    );
  });
});

test('a level is served in the unit of the yield', () => {
  expect(mibLevel({ letter: 'K', index: 1, cartridges: 1, gauge: { percent: 12.345 } })).toBe(1111);
  expect(mibLevel({ letter: 'K', index: 1, cartridges: 1, gauge: { sentinel: -3 } })).toBe(-3);
});
