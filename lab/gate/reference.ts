import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Exam } from '../simulator/exam.ts';
import { generateWorld, type WorldOptions } from '../simulator/generate.ts';
import { type ScenarioName, scenarioNames } from '../simulator/scenarios.ts';
import { World } from '../simulator/world.ts';

const seedsOfEach = 12;

/** The worlds of the gate: small ones, but many and of every kind, since it is pairs that tell a change from chance. */
export const gateWorlds: readonly WorldOptions[] = scenarioNames.flatMap((scenario: ScenarioName) =>
  Array.from({ length: seedsOfEach }, (_, i) => `g${i + 1}`).map((seed) => ({
    seed,
    scenario,
    devices: 30,
    runDays: 280,
  })),
);

/** What is held against the reference. */
export const gateMeasures = ['cost', 'errorPercent', 'intervalScore'] as const;
export type GateScores = Record<(typeof gateMeasures)[number], number>;

export interface Reference {
  /** Of the worlds: scores of others say nothing. */
  worlds: string;
  scores: Record<string, GateScores>;
}

const file = join(import.meta.dirname, 'reference.json');

export async function readReference(): Promise<Reference> {
  return JSON.parse(await readFile(file, 'utf8')) as Reference;
}

export async function writeReference(reference: Reference): Promise<void> {
  await writeFile(file, `${JSON.stringify(reference, null, 2)}\n`);
}

/** Days that two worlds have to agree in to be taken for the same. */
const fingerprintDays = 90;

/** What becomes of one world of each kind when nobody orders: changes with anything in the simulator that could change a score. */
export function fingerprint(): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(gateWorlds));
  for (const options of gateWorlds.filter(({ seed }) => seed === 'g1')) {
    const world = new World(generateWorld(options), new Exam(0));
    for (let day = 0; day < fingerprintDays; day += 1) hash.update(JSON.stringify(world.live(day)));
  }
  return hash.digest('hex').slice(0, 16);
}
