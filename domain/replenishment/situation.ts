import type { DeviceState } from '../device-life.ts';
import type { Forecast } from '../forecast/types.ts';
import type { GaugeDoubt } from '../gauges/cross-check.ts';
import type { LineKind } from '../order/types.ts';
import type { SettingName, Settings } from '../settings.ts';
import type { SupplyKind } from '../supply-kinds.ts';
import type { IdentityCase } from '../tasks.ts';
import type { PlannedEnd } from './planned-end.ts';

export interface OpenLine {
  lineId: string;
  kind: LineKind;
  /** Ordered − cancelled − delivered − presumed − lost − returned, in cartridges. */
  outstanding: number;
  /** The rate the line was made with, cartridges per day; null when none was known. */
  ratePerDay: number | null;
  backordered: boolean;
}

/** Settings that a decision about a slot uses; each decision stores their values and where they came from. */
export const planningSettings = [
  'triggerDays',
  'leadTimeDays',
  'riskPercent',
  'coverageDays',
  'maxCartridges',
  'consolidationDays',
  'confirmationHours',
  'surgeFactor',
  'urgentDays',
  'cancelFallDays',
  'orderWhileYoungerThanDays',
  'blindLines',
] as const satisfies readonly SettingName[];

/** Decisions stored before it could be set know of no accepted risk. */
type SetLater = 'riskPercent';

export type PlanningSettings = Pick<Settings, Exclude<(typeof planningSettings)[number], SetLater>> &
  Partial<Pick<Settings, SetLater>>;

/** All that decides whether and how much is ordered for one slot of one device. */
export interface SlotSituation {
  slotId: string;
  deviceId: string;
  siteId: string;
  accountId: string;
  /** The printer's own index of the slot. */
  key: string;
  label: string;
  kind: SupplyKind;
  /** null: the catalogue knows no supply for the slot. */
  supplyId: string | null;
  /** Cartridges per pack, from 1. */
  packSize: number;
  settings: PlanningSettings;
  /** The product's own trigger in days of cover, where it has one (A06). */
  productTriggerDays: number | null;
  deviceState: DeviceState;
  /** The pause of ordering that applies, if any (A19). */
  paused: { scope: string; reason: string } | null;
  /** The open case about which device its serial number belongs to, if any (A01); no line is made meanwhile, so none stores it. */
  heldByCase?: IdentityCase | null;
  /** The device's announced end, if any (A18). */
  plannedEnd?: PlannedEnd | null;
  newestReadingAt: Date | null;
  forecast: Forecast;
  /** Cartridges on the device's shelf, by the estimate (A15). */
  shelf: number;
  /** Of these, so many belong to jobs whose windows run and are no cover (A14). */
  keptForJobs: number;
  openLines: readonly OpenLine[];
  /** Of the slot's last cancellation, while no order has been made since (A11). */
  cancelHold: { coverDaysAtCancel: number } | null;
  /** Blind lines made in the present silence (A16). */
  blindLinesUsed: number;
  /** What gauge and alerts say against each other, if anything; it decides nothing, but is told. */
  gaugeDoubt?: GaugeDoubt | null;
}
