/** What one slot in the field is used at. */
export interface FieldRate {
  model: string;
  /** The slot's key within the model. */
  key: string;
  kind: string;
  ratedYieldPages: number;
  /** Cartridges per day, of the slot's own use. */
  ratePerDay: number;
}

/** So many devices of a model make its median trustworthy; fewer are completed by the next wider group. */
const enoughDevices = 4;

export interface UsualRates {
  /** Cartridges per day; undefined while nothing like it is in the field. */
  of(slot: Omit<FieldRate, 'ratePerDay'>): number | undefined;
}

/**
 * A05, "no history: the model's usual rate": the median over the field of that model's slot; where few of these are in use, drawn
 * towards the median of the same slot, then of the same kind, in any model, which is compared in rated pages per day since
 * cartridges differ in yield.
 */
export function usualRates(field: readonly FieldRate[]): UsualRates {
  const pages = new Map<string, number[]>();
  for (const slot of field) {
    for (const group of groupsOf(slot)) {
      const each = pages.get(group) ?? [];
      each.push(slot.ratePerDay * slot.ratedYieldPages);
      pages.set(group, each);
    }
  }
  const groups = new Map(
    [...pages].map(([group, each]) => [group, { median: median(each), devices: each.length }] as const),
  );
  return {
    of(slot) {
      const known = groupsOf(slot).flatMap((group) => groups.get(group) ?? []);
      const wider = known.toReversed().reduce<number | undefined>((usual, { median: own, devices }) => {
        if (usual === undefined) return own;
        const weight = Math.min(1, devices / enoughDevices);
        return weight * own + (1 - weight) * usual;
      }, undefined);
      return wider === undefined || !(slot.ratedYieldPages > 0) ? undefined : wider / slot.ratedYieldPages;
    },
  };
}

/** From the narrowest to the widest. */
function groupsOf({ model, key, kind }: Omit<FieldRate, 'ratePerDay'>): string[] {
  return [`model/${model}/${key}`, `slot/${kind}/${key}`, `kind/${kind}`];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
