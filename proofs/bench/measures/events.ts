import type { temporal } from '@temporalio/proto';
import { deviceWorkflowId } from '../../../workflows/device.contract.ts';
import type { BenchDevice } from '../fleet.ts';
import type { Figure } from '../report.ts';
import type { BenchServers } from '../servers.ts';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

export interface EventTally {
  signals: number;
  /** Events from the first signal of a run to its end, but for what continuing as new costs. */
  ofDays: number;
  /** Timers set in them. */
  timers: number;
  /** From a run's beginning to its first signal, where the run continues another; and the end of the one before. */
  continuing: number;
  continued: number;
  /** Normal activities. */
  activities: number;
  /** Workflow tasks that a worker did not answer in time or answered wrongly: a machine that is too busy. */
  failedTasks: number;
}

const sample = 20;

/** What one run of a device's workflow has in its history. Enrolment, before the first signal of all, counts nowhere. */
export function tally(events: readonly HistoryEvent[]): EventTally {
  const began = events[0]?.workflowExecutionStartedEventAttributes;
  const firstSignal = events.findIndex((event) => event.workflowExecutionSignaledEventAttributes);
  const before = firstSignal < 0 ? events.length : firstSignal;
  const days = events.slice(before);
  const count = (of: (event: HistoryEvent) => unknown) => days.filter((event) => of(event)).length;
  const ends = count((event) => event.workflowExecutionContinuedAsNewEventAttributes);
  return {
    signals: count((event) => event.workflowExecutionSignaledEventAttributes),
    ofDays: days.length - ends,
    timers: count((event) => event.timerStartedEventAttributes),
    continuing: (began?.continuedExecutionRunId ? before : 0) + ends,
    continued: ends,
    activities: count((event) => event.activityTaskScheduledEventAttributes),
    failedTasks: count((event) => event.workflowTaskTimedOutEventAttributes ?? event.workflowTaskFailedEventAttributes),
  };
}

/** Events of a device-day, from real histories of all runs of some devices. */
export async function measureEvents({ client }: BenchServers, devices: readonly BenchDevice[]): Promise<Figure[]> {
  const total = tally([]);
  for (const { deviceId } of devices.slice(0, sample)) {
    const workflowId = deviceWorkflowId(deviceId);
    for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
      const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const run = tally(events ?? []);
      for (const name of Object.keys(total) as (keyof EventTally)[]) total[name] += run[name];
    }
  }
  if (total.signals === 0) throw new Error('no history holds a signal: the server lists no runs');
  return [
    {
      name: `events of a device-day (${total.timers} timers set in ${total.signals} days)`,
      value: total.ofDays / total.signals,
      unit: 'events',
      target: { atMost: 5 + (2 * total.timers) / total.signals },
    },
    { name: 'workflow tasks that timed out or failed', value: total.failedTasks, unit: 'of all days' },
    { name: 'continuing as new, each', value: total.continuing / Math.max(1, total.continued), unit: 'events' },
    {
      name: 'normal activities on days without a decision',
      value: total.activities,
      unit: 'activities',
      target: { atMost: 0 },
    },
  ];
}
