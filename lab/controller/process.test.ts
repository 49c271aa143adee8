import { expect, test } from 'vitest';
import { settingsOf } from '../policies.ts';
import { generateWorld } from '../simulator/generate.ts';
import { run } from '../simulator/run.ts';
import { controllerCommand } from '../variants.ts';
import { Fleet } from './fleet.ts';
import { processController } from './process.ts';

const plan = () => generateWorld({ seed: 'pipe', scenario: 'everyday', devices: 4, runDays: 90 });
const start = plan().days.dates[0]!;

test('as a process of its own the controller plays as it does within, its policy too', {
  timeout: 30_000,
}, async () => {
  const policy = { triggerDays: 35 };
  const [piped, within, published] = [
    await run(plan(), processController(controllerCommand({ name: '', policy }), start)),
    await run(plan(), new Fleet(start, settingsOf(policy))),
    await run(plan(), new Fleet(start)),
  ];
  expect(piped.scores).toEqual(within.scores);
  expect(published.scores).not.toEqual(within.scores);
});

test('a controller that ends too early is told of with its words', async () => {
  const command = [process.execPath, '-e', 'console.error("no such rule"); process.exit(3)'];
  await expect(run(plan(), processController(command, start))).rejects.toThrow(/day 0: no such rule/);
});
