/**
 * Every default of the product, one row each (product.md: "numbers in bold"). A value may be set for the installation, an
 * account, a site, a model or a supply; the most specific wins, of triggers the largest.
 */
export const settingDefinitions = {
  triggerDays: { default: 21, unit: 'days of cover', min: 1, max: 180, combine: 'largest', rule: 'A06' },
  coverageDays: { default: 30, unit: 'days of use', min: 1, max: 180, combine: 'nearest', rule: 'A07' },
  maxCartridges: { default: 4, unit: 'cartridges', min: 1, max: 100, combine: 'nearest', rule: 'A07' },
  consolidationDays: { default: 45, unit: 'days of cover', min: 0, max: 180, combine: 'nearest', rule: 'A08' },
  leadTimeDays: {
    default: 7,
    unit: 'calendar days, 90th percentile',
    min: 0,
    max: 180,
    combine: 'nearest',
    rule: 'A06',
  },
  /** Accepted chance that a slot is dry before a parcel ordered at the next daily look could arrive; 0: the trigger alone counts. */
  riskPercent: { default: 0, unit: 'percent; 0: none is set', min: 0, max: 50, combine: 'nearest', rule: 'A06' },
  confirmationHours: { default: 6, unit: 'hours', min: 0, max: 72, combine: 'nearest', rule: 'A05' },
  lowSharePercent: { default: 10, unit: 'percent', min: 1, max: 50, combine: 'nearest', rule: 'A05' },
  presumedBusinessDays: { default: 10, unit: 'business days', min: 1, max: 60, combine: 'nearest', rule: 'A09' },
  surgeFactor: { default: 1.25, unit: 'times the stored rate', min: 1, max: 10, combine: 'nearest', rule: 'A09' },
  veryHighUseWeeks: { default: 4, unit: 'complete weeks', min: 1, max: 26, combine: 'nearest', rule: 'A10' },
  veryHighUsePerWeek: { default: 2, unit: 'cartridges per week', min: 1, max: 50, combine: 'nearest', rule: 'A10' },
  veryHighUseReportingDays: { default: 4, unit: 'days per week', min: 1, max: 7, combine: 'nearest', rule: 'A10' },
  holdMinutes: { default: 24 * 60, unit: 'minutes', min: 0, max: 10_080, combine: 'nearest', rule: 'A11' },
  urgentDays: { default: 7, unit: 'days of cover', min: 0, max: 60, combine: 'nearest', rule: 'A11' },
  cancelFallDays: { default: 7, unit: 'days of cover', min: 0, max: 60, combine: 'nearest', rule: 'A11' },
  jobWindowDays: { default: 30, unit: 'days from delivery', min: 1, max: 365, combine: 'nearest', rule: 'A14' },
  stockDifferenceDays: { default: 14, unit: 'days', min: 1, max: 90, combine: 'nearest', rule: 'A15' },
  orderWhileYoungerThanDays: { default: 7, unit: 'days', min: 1, max: 60, combine: 'nearest', rule: 'A16' },
  blindLines: { default: 0, unit: 'lines per slot and silence', min: 0, max: 1, combine: 'nearest', rule: 'A16' },
  silenceFirstDays: { default: 7, unit: 'days', min: 1, max: 90, combine: 'nearest', rule: 'A16' },
  silenceSecondDays: { default: 14, unit: 'days', min: 1, max: 120, combine: 'nearest', rule: 'A16' },
  silenceThirdDays: { default: 30, unit: 'days', min: 1, max: 180, combine: 'nearest', rule: 'A16' },
  agentSilentDays: { default: 3, unit: 'days', min: 1, max: 90, combine: 'nearest', rule: 'A16' },
  agentCatchUpHours: { default: 24, unit: 'hours', min: 0, max: 168, combine: 'nearest', rule: 'A16' },
  /** Minutes after midnight, site time; −1: at once. */
  reminderMinuteOfDay: {
    default: 9 * 60,
    unit: 'minutes after midnight, site time',
    min: -1,
    max: 1439,
    combine: 'nearest',
    rule: 'A16',
  },
  clockAheadMinutes: { default: 10, unit: 'minutes', min: 0, max: 1440, combine: 'nearest', rule: 'A16' },
  clockBehindDays: { default: 45, unit: 'days', min: 1, max: 400, combine: 'nearest', rule: 'A16' },
  ordersPerSiteDay: { default: 3, unit: 'orders per site and day', min: 1, max: 1000, combine: 'nearest', rule: 'A19' },
  fleetHourFactor: {
    default: 2,
    unit: 'times the last month’s hourly maximum',
    min: 1,
    max: 100,
    combine: 'nearest',
    rule: 'A19',
  },
  fleetHourMinimum: { default: 20, unit: 'orders per hour', min: 1, max: 1_000_000, combine: 'nearest', rule: 'A19' },
  earlySwapPercent: { default: 20, unit: 'percent left', min: 1, max: 99, combine: 'nearest', rule: 'C' },
} as const satisfies Record<
  string,
  { default: number; unit: string; min: number; max: number; combine: 'nearest' | 'largest'; rule: string }
>;

export type SettingName = keyof typeof settingDefinitions;

/** From the widest to the most specific. */
export const settingScopes = ['global', 'account', 'site', 'model', 'supply'] as const;
export type SettingScope = (typeof settingScopes)[number];

export interface SettingValue {
  value: number;
  /** Where the value came from, kept with every decision that used it. */
  from: SettingScope | 'default';
}

/** Values that have been set, by scope; those of other accounts, sites … are not in here. */
export type SettingLayers = Partial<Record<SettingScope, Partial<Record<SettingName, number>>>>;

/** The value in force: the most specific scope that sets it, or of triggers the largest of all that do (A06). */
export function resolveSetting(name: SettingName, layers: SettingLayers): SettingValue {
  const definition = settingDefinitions[name];
  const found = settingScopes.flatMap((scope) => {
    const value = layers[scope]?.[name];
    return value === undefined ? [] : [{ value, from: scope }];
  });
  if (definition.combine === 'largest') {
    // The installation's own value replaces the default; narrower ones can only raise it.
    const widest: SettingValue = found.find(({ from }) => from === 'global') ?? {
      value: definition.default,
      from: 'default',
    };
    return found.reduce<SettingValue>((largest, next) => (next.value > largest.value ? next : largest), widest);
  }
  return found.at(-1) ?? { value: definition.default, from: 'default' };
}

export type Settings = Record<SettingName, SettingValue>;

/** All settings in force for one supply of one site, each with where it came from. */
export function resolveSettings(layers: SettingLayers): Settings {
  return Object.fromEntries(
    (Object.keys(settingDefinitions) as SettingName[]).map((name) => [name, resolveSetting(name, layers)]),
  ) as Settings;
}
