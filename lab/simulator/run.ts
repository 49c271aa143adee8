import type { DayMessage, DayReply } from '../controller/protocol.ts';
import { Exam } from './exam.ts';
import type { WorldPlan } from './generate.ts';
import type { Cost, ForecastSample, Scores, Tally } from './scores.ts';
import { World } from './world.ts';

/** Whoever keeps a fleet supplied. */
export interface Controller {
  day(message: DayMessage): DayReply | Promise<DayReply>;
  end?(): Promise<void> | void;
}

export interface RunResult {
  scores: Scores;
  cost: Cost;
  stockOutSlotDays: Tally['stockOutSlotDays'];
  samples: ForecastSample[];
  /** CPU time of this thread in the controller, for each device-day. null: it is a process of its own. */
  controllerMs: number | null;
}

/** Nothing is judged before the controller could have come to know its fleet. */
const warmUpShare = 0.15;
const mostWarmUpDays = 60;

export async function run(plan: WorldPlan, controller: Controller): Promise<RunResult> {
  const warmUpDays = Math.min(mostWarmUpDays, Math.floor(plan.runDays * warmUpShare));
  const exam = new Exam(warmUpDays);
  const world = new World(plan, exam);
  let spent = 0;
  for (let day = 0; day < plan.runDays; day += 1) {
    const message = world.live(day);
    const before = process.threadCpuUsage();
    const reply = await controller.day(message);
    const { user, system } = process.threadCpuUsage(before);
    spent += (user + system) / 1000;
    world.take(day, reply);
  }
  await controller.end?.();
  const siteYears = (plan.sites.length * (plan.runDays - warmUpDays)) / 365;
  return {
    ...exam.result(world.devices, siteYears),
    stockOutSlotDays: exam.tally.stockOutSlotDays,
    samples: exam.samples,
    controllerMs: spent / (world.devices.length * plan.runDays),
  };
}
