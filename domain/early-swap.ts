import type { Swap } from './forecast/types.ts';

export interface EarlySwap {
  at: Date;
  /** Share (0…1) left in the cartridge that was taken out. */
  leftShare: number;
}

/** C: cartridges replaced although `earlySwapPercent` or more was left. Where the gauge cannot tell what was left, nothing is said. */
export function earlySwaps(swaps: readonly Swap[], earlySwapPercent: number): EarlySwap[] {
  return swaps.flatMap(({ at, leftShare }) =>
    leftShare !== undefined && leftShare * 100 >= earlySwapPercent - 1e-9 ? [{ at, leftShare }] : [],
  );
}
