import { type Reason, reason } from './reasons.ts';
import type { Settings } from './settings.ts';
import { isCovered, type SupplyKind } from './supply-kinds.ts';

export interface CatalogueModel {
  /** It can be replenished automatically. */
  replenished: boolean;
  /** Ways a device of this model can report, e.g. `direct`, `agent`. */
  connections: readonly string[];
  slots: readonly { label: string; kind: SupplyKind; ratedYieldPages: number | null }[];
}

export interface EligibilityInput {
  /** null: not in the catalogue. */
  model: CatalogueModel | null;
  connection: string;
  /** The contract that lists the device; null: none does. Dates are local, `YYYY-MM-DD`, both inclusive; `endsOn` null: open. */
  contract: { includesSupplies: boolean; beginsOn: string; endsOn: string | null } | null;
  /** The site's local date, `YYYY-MM-DD`. */
  today: string;
  declaredPagesPerWeek: number | null;
  settings: Pick<Settings, 'veryHighUsePerWeek' | 'veryHighUseWeeks'>;
  /** Slots that recorded history shows to use too much (A10), by label. */
  veryHighUseSlots?: readonly string[];
}

/** The catalogue's word on a model and a connection (A02). */
function catalogueFailures({ model, connection }: EligibilityInput): Reason[] {
  if (!model) return [reason('model-unknown')];
  return [
    ...(model.replenished ? [] : [reason('model-not-replenished')]),
    ...(model.connections.includes(connection) ? [] : [reason('connection-not-supported', { connection })]),
  ];
}

/** A contract must be in force today and include supplies (A02). */
function contractFailures({ contract, today }: EligibilityInput): Reason[] {
  if (!contract) return [reason('contract-missing')];
  return [
    ...(today < contract.beginsOn ? [reason('contract-not-begun', { on: contract.beginsOn })] : []),
    ...(contract.endsOn !== null && today > contract.endsOn ? [reason('contract-ended', { on: contract.endsOn })] : []),
    ...(contract.includesSupplies ? [] : [reason('contract-without-supplies')]),
  ];
}

/** A10: a declared volume of two or more rated-yield cartridges a week in a covered slot, or recorded use like that. */
function veryHighUseFailures(input: EligibilityInput): Reason[] {
  const { model, declaredPagesPerWeek, settings } = input;
  const limit = settings.veryHighUsePerWeek.value;
  const declared = (model?.slots ?? []).flatMap(({ label, kind, ratedYieldPages }) => {
    if (declaredPagesPerWeek === null || !isCovered(kind) || !ratedYieldPages) return [];
    const perWeek = declaredPagesPerWeek / ratedYieldPages;
    return perWeek >= limit ? [reason('declared-use-very-high', { perWeek, slot: label, limit })] : [];
  });
  const weeks = settings.veryHighUseWeeks.value;
  const measured = (input.veryHighUseSlots ?? []).map((slot) =>
    reason('measured-use-very-high', { weeks, slot, limit }),
  );
  return [...declared, ...measured];
}

/** A02, A10: whether a device may be enrolled, and every check that it fails. */
export function eligibility(input: EligibilityInput): { eligible: boolean; failures: Reason[] } {
  const failures = [...catalogueFailures(input), ...contractFailures(input), ...veryHighUseFailures(input)];
  return { eligible: failures.length === 0, failures };
}
