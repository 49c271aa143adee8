import type { LevelState, NormalForm, Supply } from '../normal-form.ts';

/** What truth.json says of one recording, as far as it is compared. */
export interface TrueReading {
  file: string;
  vendor: string | null;
  model: string | null;
  serial: string | null;
  page_count: number | null;
  page_count_unit: string | null;
  supplies: TrueSupply[];
}

interface TrueSupply {
  index: string;
  description: string | null;
  type_or_inferred: string | null;
  class_or_inferred: string | null;
  colorant: string | null;
  part_number_in_description: string | null;
  status: string;
  percent_remaining: number | null;
}

export interface Comparison {
  file: string;
  right: number;
  all: number;
  /** One line per difference. */
  differences: string[];
}

const STATES: Record<string, LevelState> = {
  'some-remaining': 'some',
  unknown: 'unknown',
  'no-restriction': 'unrestricted',
  'unknown-capacity': 'unknown-capacity',
};

const CLASSES: Record<string, Supply['class']> = {
  supplyThatIsConsumed: 'consumed',
  receptacleThatIsFilled: 'receptacle',
};

/** Compares what was read with what is true. A supply is right when everything about it is. */
export function compare(truth: TrueReading, read: NormalForm): Comparison {
  const differences: string[] = [];
  differ('maker', truth.vendor, read.maker);
  differ('model', truth.model, read.model);
  differ('serial', truth.serial, read.serial);
  differ('pages', { count: truth.page_count, unit: truth.page_count_unit }, read.pages);
  const own = new Map(read.supplies.map((supply) => [supply.index, supply]));
  const right = truth.supplies.filter((supply) =>
    differ(`supply ${supply.index}`, expected(supply), relevant(own.get(supply.index))),
  );
  const known = new Set(truth.supplies.map(({ index }) => index));
  for (const index of own.keys()) if (!known.has(index)) differ(`supply ${index}`, null, relevant(own.get(index)));
  return { file: truth.file, right: right.length, all: truth.supplies.length, differences };

  function differ(what: string, is: unknown, got: unknown): boolean {
    const [wanted, given] = [JSON.stringify(is), JSON.stringify(got)];
    if (wanted !== given) differences.push(`${what}: is ${wanted}, read ${given}`);
    return wanted === given;
  }
}

function expected(supply: TrueSupply) {
  return {
    description: supply.description,
    kind: supply.type_or_inferred,
    class: CLASSES[supply.class_or_inferred ?? ''] ?? null,
    colour: supply.colorant,
    partNumber: supply.part_number_in_description,
    level: supply.status === 'known' ? { percent: supply.percent_remaining } : { state: STATES[supply.status] },
  };
}

function relevant(supply: Supply | undefined) {
  if (!supply) return null;
  const { description, kind, class: supplyClass, colour, partNumber, level } = supply;
  return { description, kind, class: supplyClass, colour, partNumber, level };
}
