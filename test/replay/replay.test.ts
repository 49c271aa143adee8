import '../harness/quiet-temporal.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import * as workflows from '../../workflows/index.ts';
import { workflowBundlePath } from '../harness/workflow-bundle.ts';

const folder = join(import.meta.dirname, '..', 'histories');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));

let codePath: string;
beforeAll(async () => {
  codePath = await workflowBundlePath();
});

interface StoredEvent {
  eventType: string;
  workflowExecutionStartedEventAttributes?: { workflowType: { name: string } };
  activityTaskScheduledEventAttributes?: { activityType: { name: string } };
}

async function replay(history: { events: StoredEvent[] }, name: string): Promise<Error | undefined> {
  const results = Worker.runReplayHistories({ workflowBundle: { codePath } }, [
    { workflowId: name, history: historyFromJSON(history) },
  ]);
  for await (const { error } of results) return error;
  throw new Error('nothing was replayed');
}

const typeOf = (file: string): string | undefined =>
  read(file).events[0].workflowExecutionStartedEventAttributes?.workflowType.name;

describe('the replay gate: executions that run today go on with the code of tomorrow', () => {
  test('every workflow has histories', () => {
    const kept = new Set(files.map(typeOf));
    expect(Object.keys(workflows).filter((name) => !kept.has(name))).toEqual([]);
  });

  test.each(files)('%s replays', async (file) => {
    expect(await replay(read(file), file)).toBeUndefined();
  });

  test('a history that today’s code would not have written is refused', async () => {
    const [file] = files.filter((name) =>
      read(name).events.some((event: StoredEvent) => event.activityTaskScheduledEventAttributes),
    );
    const history = read(file!);
    const scheduled = history.events.find((event: StoredEvent) => event.activityTaskScheduledEventAttributes);
    scheduled.activityTaskScheduledEventAttributes.activityType.name = 'somethingElse';
    expect(String(await replay(history, 'changed'))).toMatch(/nondeterminism|determinism/i);
  });
});
