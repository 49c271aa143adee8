import { type PlannedTask, plannedTask } from '../tasks.ts';
import type { LostKind } from './decision.ts';
import { type PlannedLine, planLine } from './line.ts';
import type { SlotSituation } from './situation.ts';
import { verdict } from './verdict.ts';

export type { PlannedLine } from './line.ts';
export { replayDecision } from './line.ts';

export interface OrderPlan {
  accountId: string;
  siteId: string;
  /** Most urgent first. */
  lines: PlannedLine[];
  /** Some line has less than 7 days of cover: the whole order leaves at once (A11). */
  urgent: boolean;
  tasks: PlannedTask[];
}

/** Cartridges of a closed line that were lost and are ordered again (A09). */
export interface LostUnits {
  slotId: string;
  kind: LostKind;
  quantity: number;
}

/**
 * The order of one site: every slot that is due, what was lost, and whatever else the site needs within the window (A08); null when
 * nothing is due. Surge lines and replacements of lost goods are due, so others join them; an exceptional order is not made here and
 * consolidates nothing (A14). Of several accounts at a site, the one whose slot is shortest gets its order; the next call the others.
 */
export function planOrder(all: readonly SlotSituation[], now: Date, lost: readonly LostUnits[] = []): OrderPlan | null {
  const lostOf = new Map(lost.map((units) => [units.slotId, units]));
  const dueLines = all.flatMap((s) => {
    const units = lostOf.get(s.slotId);
    const replacement = units ? planLine(s, now, { type: 'lost', kind: units.kind, quantity: units.quantity }) : null;
    const line = replacement ?? planLine(s, now, { type: 'due' });
    return line ? [{ s, line }] : [];
  });
  const first = dueLines.toSorted((a, b) => byCover(a.line, b.line))[0]?.s;
  if (!first) return null;
  const together = (s: SlotSituation) => s.accountId === first.accountId && s.siteId === first.siteId;
  const due = dueLines.filter(({ s }) => together(s)).map(({ line }) => line);
  const dueSlotIds = due.map(({ slotId }) => slotId).toSorted();
  const joining = all
    .filter((s) => together(s) && !dueSlotIds.includes(s.slotId))
    .flatMap((s) => planLine(s, now, { type: 'consolidation', dueSlotIds }) ?? []);
  const lines = [...due.toSorted(byCover), ...joining.toSorted(byCover)];
  return {
    accountId: first.accountId,
    siteId: first.siteId,
    lines,
    urgent: lines.some(({ urgent }) => urgent),
    tasks: lines.flatMap(quantityTask),
  };
}

/** Shortest cover first; the id breaks ties, so that the same facts give the same order. */
function byCover(a: PlannedLine, b: PlannedLine): number {
  return (a.coverDays ?? Infinity) - (b.coverDays ?? Infinity) || (a.slotId < b.slotId ? -1 : 1);
}

/** A07: more is wanted than the maximum. */
function quantityTask({ slotId, deviceId, decision }: PlannedLine): PlannedTask[] {
  const { siteId, accountId, settings } = decision.known;
  const wanted = decision.otherwise.quantityWithoutMaximum;
  const maximum = settings.maxCartridges.value;
  if (wanted <= maximum || decision.found.reason === 'lost') return [];
  return [plannedTask('quantity-above-maximum', { slotId, deviceId, siteId, accountId }, { wanted, maximum })];
}

/**
 * Tasks that a slot's situation asks for without any order: an item that is not ordered automatically has reached its trigger, of
 * managed devices (A04; self-service customers order it in the portal); a surge that waits behind a backorder (A09); an alert that the gauge contradicts (A05).
 */
export function slotTasks(s: SlotSituation, now: Date, managed: boolean): PlannedTask[] {
  const { reasons, coverDays } = verdict(s, now);
  const has = (code: string) => reasons.some((each) => each.code === code);
  const about = { slotId: s.slotId, deviceId: s.deviceId, siteId: s.siteId, accountId: s.accountId };
  const tasks: PlannedTask[] = [];
  if (managed && has('item-reached-trigger')) {
    // One task for each item that wears out (A04): the next one begins with the next change.
    const changedAt = s.forecast.swaps.at(-1)?.at.toISOString();
    tasks.push(plannedTask('item-reached-trigger', about, { cover: coverDays ?? 0 }, changedAt));
  }
  if (s.gaugeDoubt?.lasting) {
    const values = { label: s.label, ...s.gaugeDoubt.reason.values };
    tasks.push(plannedTask('gauge-contradicted', about, values, s.gaugeDoubt.since));
  }
  const backordered = s.openLines.find((line) => line.kind === 'regular' && line.backordered);
  if (backordered && has('surge-blocked-by-backorder')) {
    tasks.push(plannedTask('backorder-instead-of-surge', { ...about, lineId: backordered.lineId }));
  }
  return tasks;
}
