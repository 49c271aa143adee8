// A thread of the lab: one run after the other, as it is told.
import { parentPort } from 'node:worker_threads';
import { Fleet } from './controller/fleet.ts';
import { processController } from './controller/process.ts';
import { recordedWorld } from './history/recorded.ts';
import type { Job, Outcome, Place } from './outcome.ts';
import { runOutside } from './outside.ts';
import { settingsOf } from './policies.ts';
import { generateWorld, type WorldPlan } from './simulator/generate.ts';
import { run } from './simulator/run.ts';
import { controllerCommand, type Variant } from './variants.ts';

export async function runJob({ variant, place }: Job): Promise<Outcome> {
  const { label, seed } = place;
  const result =
    place.type === 'outside' ? await runOutside(place, variant) : await run(...(await participants(place, variant)));
  if (variant.tree) result.controllerMs = null;
  return { variant: variant.name, label, seed, result };
}

async function participants(place: Exclude<Place, { type: 'outside' }>, variant: Variant) {
  const plan: WorldPlan =
    place.type === 'simulated' ? generateWorld(place.options) : await recordedWorld(place.files, place.seed);
  const start = plan.days.dates[0]!;
  const controller = variant.tree
    ? processController(controllerCommand(variant), start)
    : new Fleet(start, settingsOf(variant.policy));
  return [plan, controller] as const;
}

parentPort?.on('message', async (job: Job) => {
  try {
    parentPort!.postMessage({ outcome: await runJob(job) });
  } catch (error) {
    parentPort!.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
