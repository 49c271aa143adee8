import type { Config } from '../../config.ts';
import { Dice } from '../year/random.ts';
import { makeSlots } from './customers.ts';
import { playRound, type Round } from './round.ts';
import { openSides } from './sides.ts';

export interface RaceOptions {
  rounds: number;
  seed: number;
  /** Starts no further round after it. */
  untilMs: number;
}

export interface Result {
  rounds: number;
  /** How often the order of each kind of side stood, and what won at the end of a hold. */
  won: Map<string, number>;
  /** With the number of their round. */
  problems: string[];
}

/** Plays the rounds one after the other: all 50 sides are in one at a time. */
export async function race(config: Config, options: RaceOptions, report: (done: number) => void): Promise<Result> {
  const now = new Date();
  const sides = await openSides(config, now);
  const result: Result = { rounds: 0, won: new Map(), problems: [] };
  try {
    const slots = await makeSlots(sides.system, options.rounds, now);
    for (const [number, slot] of slots.entries()) {
      if (performance.now() > options.untilMs) break;
      const round = await playRound(sides, slot, new Dice(options.seed).of(`round ${number}`)).catch(
        (error: Error): Round => ({ ordered: [], ended: [], problems: [String(error.cause ?? error)] }),
      );
      result.rounds += 1;
      for (const name of [...round.ordered, ...round.ended]) result.won.set(name, (result.won.get(name) ?? 0) + 1);
      result.problems.push(...round.problems.map((problem) => `round ${number}: ${problem}`));
      report(result.rounds);
    }
  } finally {
    await sides.close();
  }
  return result;
}
