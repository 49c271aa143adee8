import { setTimeout as sleep } from 'node:timers/promises';
import { type Progress, SetupError } from '../../servers/setup-error.ts';
import type { Part } from '../prodlike/part.ts';
import type { Shape } from '../prodlike/shape.ts';
import type { Dice } from '../year/random.ts';
import type { Kind, Moment } from './plan.ts';

export interface Killed {
  kind: Kind;
  name: string;
  atMs: number;
  /** Milliseconds until it served again. */
  backAfterMs: number | null;
}

export interface Kills {
  killed: Killed[];
  /** At how many moments two went at once. */
  pairs: number;
  /** Parts that ended although nobody killed them, in words. */
  problems: string[];
}

const awayMs = { from: 0, to: 2000 };
/** A part is always started again, as a supervisor does; whoever it needs may be away at that moment. */
const reviveWithinMs = 180_000;
const lookEveryMs = 200;

/** Kills as planned, and starts again what was killed. Resolves when all parts serve again. */
export async function killAsPlanned(shape: Shape, plan: Moment[], dice: Dice, progress: Progress): Promise<Kills> {
  const beganAt = performance.now();
  const kills: Kills = { killed: [], pairs: 0, problems: [] };
  const parts: Record<Kind, Part[]> = {
    api: shape.apis,
    worker: shape.workers,
    temporal: [shape.temporal],
    postgres: [shape.postgres],
  };
  const all = Object.values(parts).flat();
  const reviving = new Map<Part, Promise<void>>();
  const isUp = (part: Part) => !reviving.has(part) && part.pid() !== undefined;
  for (const { atSeconds, victims } of plan) {
    while ((performance.now() - beganAt) / 1000 < atSeconds) {
      reviveEnded();
      await sleep(lookEveryMs);
    }
    const doomed: Part[] = [];
    for (const kind of victims) doomed.push(await oneUp(kind));
    const at = victims.map((kind, i): Killed => ({ kind, name: doomed[i]!.name, atMs: Date.now(), backAfterMs: null }));
    await Promise.all(doomed.map((part) => part.kill()));
    kills.killed.push(...at);
    if (victims.length > 1) kills.pairs += 1;
    progress(`killed ${doomed.map(({ name }) => name).join(' and ')}`);
    for (const [i, part] of doomed.entries()) revive(part, dice.whole(awayMs.from, awayMs.to), at[i]);
  }
  while (!all.every(isUp)) {
    reviveEnded();
    await sleep(lookEveryMs);
  }
  await Promise.all(reviving.values());
  return kills;

  async function oneUp(kind: Kind): Promise<Part> {
    for (const deadline = performance.now() + reviveWithinMs; performance.now() < deadline; await sleep(lookEveryMs)) {
      reviveEnded();
      const up = parts[kind].filter(isUp);
      if (up.length > 0) return up[dice.whole(0, up.length - 1)]!;
    }
    throw new SetupError(`no ${kind} serves again`);
  }

  function reviveEnded(): void {
    for (const part of all) {
      if (reviving.has(part) || part.pid() !== undefined) continue;
      // Temporal's server gives up when its database is away for long; ours must not.
      if (part === shape.temporal) progress(`${part.name} has ended by itself`);
      else kills.problems.push(`${part.name} has ended by itself`);
      revive(part, 0);
    }
  }

  function revive(part: Part, afterMs: number, note?: Killed): void {
    reviving.set(
      part,
      start(part, afterMs).then(
        () => {
          reviving.delete(part);
          if (note) note.backAfterMs = Date.now() - note.atMs;
        },
        (error: Error) => void kills.problems.push(`${part.name} does not start again: ${error.message}`),
      ),
    );
  }
}

async function start(part: Part, afterMs: number): Promise<void> {
  await sleep(afterMs);
  for (const deadline = performance.now() + reviveWithinMs; ; await sleep(500)) {
    try {
      return await part.start();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}
