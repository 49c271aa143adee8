import { writeFile } from 'node:fs/promises';
import { historyFiles, readHistory } from './history/readings.ts';
import { type LabOptions, UsageError } from './options.ts';
import type { Place } from './outcome.ts';
import { readPolicy, usualPolicies } from './policies.ts';
import { runAll } from './pool.ts';
import { told } from './progress.ts';
import { reportPage } from './report/page.ts';
import { type ScenarioName, scenarioNames, scenarios } from './simulator/scenarios.ts';
import { type Variant, variantOf } from './variants.ts';

/** npm run lab: every variant in every place, and the page. */
export async function compare(options: LabOptions): Promise<void> {
  const { places, about, runDays } = await placesOf(options);
  const others = [];
  try {
    for (const commit of options.against) others.push(await variantOf(commit));
    const variants: Variant[] = [...policiesOf(options), ...others.map(({ variant }) => variant)];
    const jobs = places.flatMap((place) => variants.map((variant) => ({ variant, place })));
    process.stderr.write(`${jobs.length} runs: ${variants.map(({ name }) => name).join('; ')}\n`);
    const outcomes = await runAll(jobs, options.jobs, told(jobs.length));
    const page = reportPage({ variants, outcomes, about, runDays, madeAt: new Date() });
    await writeFile(options.to, page);
    process.stdout.write(`${options.to}: open it in a browser.\n`);
  } finally {
    await Promise.all(others.map(({ remove }) => remove()));
  }
}

/** The published rules first, which the others are compared with. */
function policiesOf({ policies, against }: LabOptions): Variant[] {
  const published: Variant = { name: 'published', policy: {} };
  if (policies.length > 0) return [published, ...policies.map(readPolicy)];
  if (against.length > 0) return [published];
  return Object.entries(usualPolicies).map(([name, policy]) => ({ name, policy }));
}

async function placesOf(options: LabOptions): Promise<{ places: Place[]; about: string; runDays: number }> {
  const { seeds, devices, days, simulator } = options;
  if (options.history.length > 0) return recordedPlaces(options);
  const about = `${devices} devices, ${days} days each.`;
  const each = (make: (label: string, seed: string) => Place, labels: readonly string[]) => ({
    places: labels.flatMap((label) => seeds.map((seed) => make(label, seed))),
    about,
    runDays: days,
  });
  if (simulator !== undefined) {
    return each(
      (label, seed) => ({ type: 'outside', label, seed, command: simulator, devices, days }),
      options.scenarios,
    );
  }
  return each(
    (label, seed) => ({
      type: 'simulated',
      label,
      seed,
      options: { seed, scenario: label as ScenarioName, devices, runDays: days },
    }),
    knownScenarios(options.scenarios),
  );
}

function knownScenarios(asked: readonly string[]): readonly string[] {
  if (asked.includes('all')) return scenarioNames;
  const unknown = asked.find((name) => !Object.hasOwn(scenarios, name));
  if (unknown === undefined) return asked;
  throw new UsageError(`--scenarios ${unknown}: there are ${scenarioNames.join(', ')}, and all.`);
}

async function recordedPlaces({ history, seeds }: LabOptions) {
  const files = await historyFiles(history);
  const read = await Promise.all(files.map(readHistory));
  const readings = read.flatMap((devices) => [...devices.values()].flat());
  const instants = readings.map(({ takenAt }) => Date.parse(takenAt));
  const runDays =
    Math.ceil(
      (instants.reduce((a, b) => Math.max(a, b), 0) -
        instants.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)) /
        86_400_000,
    ) + 1;
  const devices = read.reduce((sum, { size }) => sum + size, 0);
  const places = seeds.map((seed): Place => ({ type: 'recorded', label: 'recorded', seed, files }));
  const about = `Use as recorded in ${readings.length.toLocaleString('en')} readings of ${devices} devices at ${files.length} sites; a seed is a supplier.`;
  return { places, about, runDays };
}
