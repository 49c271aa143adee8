import type { Settings } from '../settings.ts';
import { minuteMs } from '../time.ts';

/** A11: until when an order is held so that it, or a line, can be cancelled; an urgent one leaves at once. The hours are elapsed ones. */
export function holdUntil(madeAt: Date, urgent: boolean, settings: Pick<Settings, 'holdMinutes'>): Date {
  return urgent ? madeAt : new Date(madeAt.getTime() + settings.holdMinutes.value * minuteMs);
}

/** A11: before the deadline only; at the deadline exactly it is too late. null: it awaits approval and has no deadline yet (A19). */
export function mayCancel(now: Date, heldUntil: Date | null): boolean {
  return heldUntil === null || now < heldUntil;
}
