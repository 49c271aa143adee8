import type { DeviceAssessment, DeviceFacts, SlotAssessment } from './assessment.ts';
import { localDate } from './calendar.ts';
import { sayReason } from './reasons.ts';
import { coverInterval } from './replenishment/cover.ts';

/**
 * What an operator reads in the Temporal UI, as markdown: each slot with its level, days and reason, then silence. No personal data:
 * it is kept in histories.
 */
export function deviceSummary(facts: DeviceFacts, found: DeviceAssessment, now: Date): string {
  const day = (at: Date) => localDate(facts.calendar.timeZone, at);
  const heard = facts.newestReadingAt ? `Newest reading ${day(facts.newestReadingAt)}` : 'Never heard of';
  const { silent, ageDays, nextStageAt } = found.silence;
  const reminder = nextStageAt ? `next reminder ${day(nextStageAt)}` : 'all reminders sent';
  const silence = silent ? `, **silent** for ${Math.floor(ageDays)} days, ${reminder}` : '';
  return [
    `${facts.maker} ${facts.serial}, ${facts.state}. ${heard}${silence}.`,
    ...(found.agent?.silent
      ? [`Its agent has been **silent** since ${day(found.agent.since)}: the agent is what is told (A16).`]
      : []),
    ...(facts.plannedEndOn ? [`Planned end ${facts.plannedEndOn} (A18).`] : []),
    ...(facts.paused ? [`Ordering paused (${facts.paused.scope}): ${facts.paused.reason}.`] : []),
    '',
    ...found.slots.map((slot) => slotLine(slot, day, facts.calendar.timeZone, now)),
    '',
    `Next look ${day(found.wake.at)}: ${found.wake.because}.`,
  ].join('\n');
}

function slotLine(
  { slot, forecast, stock, situation, verdict }: SlotAssessment,
  day: (at: Date) => string,
  timeZone: string,
  now: Date,
): string {
  const level = forecast.known ? `${Math.round(forecast.share * 100)} %` : 'level unknown';
  const days = forecast.known
    ? ` · ${Math.round(forecast.daysOfUse)} days of use (${Math.round(forecast.daysLow)}–${Math.round(forecast.daysHigh)})`
    : '';
  const interval = coverInterval(situation);
  const between = interval ? ` (${Math.round(interval.low)}–${Math.round(interval.high)})` : '';
  const cover =
    verdict.coverDays === null
      ? ''
      : ` · cover ${Math.round(verdict.coverDays)} days${between}, ordered at ${Math.round(verdict.trigger.days)}`;
  const shelf = stock.shelf > 0 ? ` · ${stock.shelf} on the shelf` : '';
  const next = verdict.dueAt ? ` · next order ${verdict.dueAt > now ? day(verdict.dueAt) : 'due now'}` : '';
  const why = verdict.reasons.map((reason) => sayReason(reason, 'en', timeZone)).join(' ');
  return `- **${slot.label}** ${level}${days}${cover}${shelf}${next}: *${verdict.state}*. ${why}`;
}
