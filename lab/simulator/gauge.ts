import type { Random } from './random.ts';
import type { Gauge } from './types.ts';

/** What a gauge tells, in the protocol's figures: percent, or −3 with `low` of one that speaks in states. */
export function readGauge(
  gauge: Gauge,
  share: number,
  shaken: number,
  random: Random,
): { level: number; low?: boolean } {
  const scatter = random.normal() * gauge.noise;
  const true01 = clamp(share);
  if (gauge.step === 'states') return { level: true01 <= 0 ? 0 : -3, low: true01 <= 0.1 };
  const bent = true01 + gauge.bend * true01 * (1 - true01);
  const shown = (bent - gauge.reserve) / (1 - gauge.reserve) + shaken;
  const percent = 100 * clamp(shown > 0 && shown < 1 ? shown + scatter : shown);
  const round = gauge.roundsUp || gauge.step >= 10 ? (steps: number) => Math.ceil(steps - 1e-9) : Math.round;
  return { level: Math.min(100, round(percent / gauge.step) * gauge.step) };
}

const clamp = (value: number) => Math.min(Math.max(value, 0), 1);
