import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/**
 * Timeouts and retries of all activities. An outage of database, mail or warehouse waits and resumes by itself: tries never
 * end, and their distance stays short, so that the outage's length does not matter.
 */
const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '15s' } as const;

/** Effects: one event in history for each, keyed so that a repeat has none. */
export const effect: ActivityOptions = { startToCloseTimeout: '30s', retry };

/** Nightly maintenance: no hurry, and deleting a backlog takes its time. */
export const housekeeping: ActivityOptions = {
  startToCloseTimeout: '30 minutes',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '30s' },
};

/** The daily assessment: in the workflow task itself, a few tries; then it goes on as a normal activity, which costs no history while it waits. */
export const assessment: LocalActivityOptions = {
  startToCloseTimeout: '15s',
  localRetryThreshold: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '1s', maximumAttempts: 3 },
};
