import type { WorldOptions } from './simulator/generate.ts';
import type { RunResult } from './simulator/run.ts';
import type { Variant } from './variants.ts';

/** Where a run takes place. `label` and `seed` name it in the report. */
export type Place =
  | { type: 'simulated'; label: string; seed: string; options: WorldOptions }
  | { type: 'recorded'; label: string; seed: string; files: string[] }
  | { type: 'outside'; label: string; seed: string; command: string; devices: number; days: number };

export interface Job {
  variant: Variant;
  place: Place;
}

export interface Outcome {
  variant: string;
  label: string;
  seed: string;
  result: RunResult;
}
