import { meter } from './meter.ts';

/** Shows what /health/ready says of each part: 1 it works, 0 it does not. */
export function observeParts(ask: () => Promise<{ parts: Record<string, { ok: boolean }> }>): void {
  meter()
    .createObservableGauge('replenish_part_ok', { description: 'Whether a part works, as GET /health/ready says' })
    .addCallback(async (result) => {
      for (const [part, { ok }] of Object.entries((await ask()).parts)) result.observe(ok ? 1 : 0, { part });
    });
}
