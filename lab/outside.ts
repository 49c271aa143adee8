import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Place } from './outcome.ts';
import type { RunResult } from './simulator/run.ts';
import { controllerCommand, type Variant } from './variants.ts';

/** What a simulator of the protocol prints with --json, as far as the lab shows it. */
interface OutsideScores {
  cost: number;
  cost_per_device_year: { stockout: number; parcels: number; holding: number; obsolete: number; premature: number };
  stockout_dd_per_1000: number;
  parcels_per_site_year: number;
  shelf_days: number;
  premature66_pct: number;
  duplicates_per_1000_lines: number;
  fc_asked_mdape: number | null;
  fc_asked_cov80: number | null;
  fc_asked_iscore?: number | null;
  stockout_supply_days_by: Record<string, number>;
  ineligible_recall: number | null;
  ineligible_false: number;
  invalid: number;
}

const inShell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Has another simulator, as a command of its own, run the variant's controller. */
export async function runOutside(
  { command, label, seed, devices, days }: Extract<Place, { type: 'outside' }>,
  variant: Variant,
): Promise<RunResult> {
  const controller = controllerCommand(variant).map(inShell).join(' ');
  const options = { controller, devices, days, seed, scenario: label };
  const args = Object.entries(options).map(([name, value]) => `--${name} ${inShell(String(value))}`);
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', `${command} ${args.join(' ')} --json`], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return resultOf(JSON.parse(stdout) as OutsideScores);
}

function resultOf(outside: OutsideScores): RunResult {
  const { stockout, parcels, holding, obsolete, premature } = outside.cost_per_device_year;
  const by = outside.stockout_supply_days_by;
  return {
    scores: {
      cost: outside.cost,
      stockOuts: outside.stockout_dd_per_1000,
      parcelsPerSiteYear: outside.parcels_per_site_year,
      shelfDays: outside.shelf_days,
      earlyPercent: outside.premature66_pct,
      doubledPerMille: outside.duplicates_per_1000_lines,
      errorPercent: outside.fc_asked_mdape,
      coveredPercent: outside.fc_asked_cov80,
      intervalScore: outside.fc_asked_iscore ?? null,
      veryHighFoundPercent: outside.ineligible_recall === null ? null : 100 * outside.ineligible_recall,
      veryHighFalse: outside.ineligible_false,
      refused: outside.invalid,
    },
    cost: { stockOut: stockout, parcels, shelf: holding, obsolete, early: premature },
    stockOutSlotDays: { 'not-ordered': by.not_ordered ?? 0, late: by.late ?? 0, shortage: 0, lost: 0, silent: 0 },
    samples: [],
    controllerMs: null,
  };
}
