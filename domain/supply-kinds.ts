/**
 * Kinds of supply (A04). `covered`: ordered automatically; the others are tracked and shown.
 * `fills`: the gauge counts room that is left instead of material.
 */
export const supplyKinds = {
  toner: { covered: true, fills: false },
  ink: { covered: true, fills: false },
  waste: { covered: true, fills: true },
  drum: { covered: false, fills: false },
  fuser: { covered: false, fills: false },
  'imaging-kit': { covered: false, fills: false },
  'transfer-kit': { covered: false, fills: false },
  'maintenance-kit': { covered: false, fills: false },
} as const satisfies Record<string, { covered: boolean; fills: boolean }>;

export type SupplyKind = keyof typeof supplyKinds;

export const isCovered = (kind: SupplyKind): boolean => supplyKinds[kind].covered;
