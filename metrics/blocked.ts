import { meter } from './meter.ts';

/** What was tried again and did not happen twice, by the key that saw it (docs/design.md, "Keys of effects"). */
export type BlockedAttempt = 'reading' | 'order' | 'mail' | 'task' | 'fulfilment-event' | 'request' | 'workflow';

/** Counts an attempt to have an effect a second time. Repeats are normal; many of them show a client or a network in trouble. */
export function countBlocked(effect: BlockedAttempt, times = 1): void {
  if (times > 0) meter().createCounter('replenish_attempts_blocked').add(times, { effect });
}
