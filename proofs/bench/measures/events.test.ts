import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, test } from 'vitest';
import { tally } from './events.ts';

const eventsOf = (name: string) => {
  const path = join(import.meta.dirname, '..', '..', '..', 'test', 'histories', `${name}.json`);
  return historyFromJSON(JSON.parse(readFileSync(path, 'utf8'))).events ?? [];
};

test('every event of a run that continues another belongs to its beginning, its days, or its end', () => {
  const events = eventsOf('device-H-001-1');
  const run = tally(events);
  expect(run.signals).toBeGreaterThan(0);
  expect(run.ofDays + run.continuing).toBe(events.length);
});

test('a day without a decision: signal, task scheduled, started and completed, and the marker of its assessment', () => {
  const day = [
    { workflowExecutionSignaledEventAttributes: {} },
    { workflowTaskScheduledEventAttributes: {} },
    { workflowTaskStartedEventAttributes: {} },
    { workflowTaskCompletedEventAttributes: {} },
    { markerRecordedEventAttributes: {} },
  ];
  const enrolment = [{ workflowExecutionStartedEventAttributes: {} }, { timerStartedEventAttributes: {} }];
  const found = { signals: 2, ofDays: 10, timers: 0, activities: 0, continuing: 0 };
  expect(tally([...enrolment, ...day, ...day])).toMatchObject(found);
});
