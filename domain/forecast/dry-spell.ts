import type { Seen } from './bands.ts';
import { doubtfulCartridges, doubtfulUseShare } from './page-use.ts';
import type { DrySpell } from './types.ts';

/**
 * While the gauge reads empty, what is used is added up (A15). `used`: cartridges expected to have been used since the accepted reading
 * before, which left `share`.
 */
export function noteDry(
  before: DrySpell | undefined,
  { at: instant, band }: Seen,
  { used, share }: { used: number; share: number },
): DrySpell | undefined {
  if (band.top > 0) return undefined;
  const at = new Date(instant);
  if (before) {
    return { ...before, used: [...before.used, { at, cartridges: (before.used.at(-1)?.cartridges ?? 0) + used }] };
  }
  // What was printed beyond the last of the cartridge was not printed from a spare either.
  const beyond = (1 - doubtfulUseShare.learnt) * used - share - doubtfulCartridges;
  return { since: at, used: [{ at, cartridges: Math.max(0, beyond) }] };
}
