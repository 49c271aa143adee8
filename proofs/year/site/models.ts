import type { SupplyKind } from '../../../domain/supply-kinds.ts';

/** What a gauge can say: points in steps (coarse ones show full bars until they are used up), or states only. */
export type Gauge = { shows: 'points'; step: 1 | 5 | 10 | 25 } | { shows: 'states' };

export interface SlotModel {
  key: string;
  label: string;
  kind: SupplyKind;
  colour: string | null;
  part: string;
  yieldPages: number;
  packSize: number;
  /** Use of a page as a share of the rated one. */
  perPage: number;
  gauge: Gauge;
}

export interface Model {
  maker: string;
  name: string;
  slots: SlotModel[];
  /** Cartridges a day of a device of this model without history, as the catalogue has it. */
  usualRatePerDay: number;
}

type Given = Pick<SlotModel, 'key' | 'label' | 'kind' | 'part' | 'yieldPages' | 'gauge'> & Partial<SlotModel>;
const slot = (given: Given): SlotModel => ({ colour: null, packSize: 1, perPage: 1, ...given });

const points = (step: 1 | 5 | 10 | 25): Gauge => ({ shows: 'points', step });
const states: Gauge = { shows: 'states' };

/** Black, and three colours of which a page takes less. */
function colours(part: string, kind: SupplyKind, black: number, colour: number, gauge: Gauge): SlotModel[] {
  const each = { kind, gauge };
  return [
    slot({ ...each, key: '1.1', label: 'Black', colour: 'black', part: `${part}K`, yieldPages: black }),
    ...(['cyan', 'magenta', 'yellow'] as const).map((name, i) =>
      slot({
        ...each,
        key: `1.${i + 2}`,
        label: `${name[0]!.toUpperCase()}${name.slice(1)}`,
        colour: name,
        part: `${part}${name[0]!.toUpperCase()}`,
        yieldPages: colour,
        perPage: [0.42, 0.36, 0.33][i]!,
      }),
    ),
  ];
}

/** Fictional makers; each model's gauges are of another kind. */
export const models = {
  office: {
    maker: 'Aldine',
    name: 'C410',
    usualRatePerDay: 0.012,
    slots: [
      ...colours('AL-410', 'toner', 8000, 6000, points(1)),
      slot({ key: '1.5', label: 'Waste', kind: 'waste', part: 'AL-410W', yieldPages: 30_000, gauge: states }),
      slot({ key: '1.9', label: 'Drum', kind: 'drum', part: 'AL-410D', yieldPages: 60_000, gauge: points(1) }),
    ],
  },
  floor: {
    maker: 'Corvane',
    name: 'X9',
    usualRatePerDay: 0.015,
    slots: [
      ...colours('CV-9', 'toner', 20_000, 15_000, points(5)),
      slot({ key: '2.1', label: 'Waste', kind: 'waste', part: 'CV-9W', yieldPages: 50_000, gauge: points(1) }),
    ],
  },
  desk: {
    maker: 'Brisk',
    name: 'M220',
    usualRatePerDay: 0.01,
    slots: [
      slot({
        key: '1',
        label: 'Black',
        kind: 'toner',
        colour: 'black',
        part: 'BR-220',
        yieldPages: 3000,
        gauge: points(10),
      }),
    ],
  },
  bars: {
    maker: 'Dorset',
    name: 'L1',
    usualRatePerDay: 0.01,
    slots: [
      slot({
        key: '1',
        label: 'Black',
        kind: 'toner',
        colour: 'black',
        part: 'DO-L1',
        yieldPages: 2000,
        gauge: points(25),
      }),
    ],
  },
  plain: {
    maker: 'Elmet',
    name: 'S5',
    usualRatePerDay: 0.01,
    slots: [
      slot({
        key: '1',
        label: 'Black',
        kind: 'toner',
        colour: 'black',
        part: 'EL-S5',
        yieldPages: 5000,
        gauge: states,
      }),
    ],
  },
  ink: {
    maker: 'Fenwick',
    name: 'J3',
    usualRatePerDay: 0.012,
    slots: colours('FW-3', 'ink', 2500, 1500, points(1)).map((each) =>
      each.colour === 'black' ? { ...each, packSize: 2 } : each,
    ),
  },
} as const satisfies Record<string, Model>;

export type ModelName = keyof typeof models;
