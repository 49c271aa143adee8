import { expect, test } from 'vitest';
import { areTwoPrinters } from './same-printer.ts';
import type { ReadingBody } from './to-reading.ts';

const reading = (count: number | null, percent: number, supplySerial?: string): ReadingBody => ({
  device: { maker: 'Corvid', serial: '1' },
  takenAt: '2026-03-02T06:00:00Z',
  ...(count !== null && { pages: { count, unit: 'impressions' } }),
  levels: [{ key: '1.1', level: { type: 'percent', percent }, raw: {}, ...(supplySerial && { supplySerial }) }],
  source: 'agent',
});

test('one printer at two addresses says the same at both, but for what it prints meanwhile', () => {
  expect(areTwoPrinters(reading(5000, 40), reading(5900, 31))).toBe(false);
  expect(areTwoPrinters(reading(null, 40), reading(9000, 40, 'C1'))).toBe(false);
});

test('counters, gauges or cartridges that differ by more are of two printers', () => {
  expect(areTwoPrinters(reading(5000, 40), reading(6001, 40))).toBe(true);
  expect(areTwoPrinters(reading(null, 40), reading(null, 51))).toBe(true);
  expect(areTwoPrinters(reading(5000, 40, 'C1'), reading(5000, 40, 'C2'))).toBe(true);
});
