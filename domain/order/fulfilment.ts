import { factKey, type NoticeFact } from '../notices.ts';
import { type PlannedTask, plannedTask } from '../tasks.ts';
import { OrderDraft } from './draft.ts';
import {
  type FollowedLine,
  type FollowedOrder,
  type FulfilmentOutcome,
  type FulfilmentResult,
  type Parcel,
  parcelName,
  unnamedCarrier,
} from './followed.ts';
import { applyToLine, type LineResult, type Told } from './fulfilment-lines.ts';
import { isOpen, lineState } from './lines.ts';
import type { FulfilmentEvent } from './types.ts';

/** What an event says of one line, and what that did. */
interface Answer {
  lineId: string;
  stated: number;
  expectedOn: string | undefined;
  result: LineResult;
}

/** The same line stated twice in one event is stated once with the sum. */
function statedLines(event: FulfilmentEvent, parcel: Parcel | undefined) {
  const stated = new Map<string, { quantity: number; expectedOn: string | undefined }>();
  for (const { lineId, quantity, expectedOn } of event.lines) {
    const before = stated.get(lineId);
    stated.set(lineId, {
      quantity: (before?.quantity ?? 0) + quantity,
      expectedOn: expectedOn ?? before?.expectedOn ?? event.parcel?.expectedOn,
    });
  }
  // A word about a parcel that names no line is about all that is in it.
  if (event.lines.length === 0 && event.type !== 'shipped') {
    for (const { lineId, quantity } of parcel?.lines ?? []) {
      stated.set(lineId, { quantity, expectedOn: event.parcel?.expectedOn });
    }
  }
  return stated;
}

/** The parcel of an event; a shipment makes it where it is new. */
function parcelOf(draft: OrderDraft, event: FulfilmentEvent): Parcel | undefined {
  const unnamed = { carrier: unnamedCarrier, tracking: event.occurredAt.toISOString() };
  const name = event.parcel ?? (event.type === 'shipped' ? unnamed : undefined);
  const known = name && draft.parcel(name);
  if (!name || known || event.type !== 'shipped') {
    const { expectedOn } = event.parcel ?? {};
    if (known && expectedOn !== undefined && expectedOn !== known.expectedOn) {
      known.expectedOn = expectedOn;
      draft.touchParcel(known);
    }
    return known;
  }
  const { carrier, tracking } = name;
  return draft.addParcel({
    id: null,
    carrier,
    tracking,
    shippedAt: event.occurredAt,
    ...(event.parcel?.expectedOn !== undefined && { expectedOn: event.parcel.expectedOn }),
    lines: [],
  });
}

/** A11: a changed expected date is shown. `true` when the date is a new one. */
function expect(draft: OrderDraft, line: FollowedLine, expectedOn: string | undefined): boolean {
  if (expectedOn === undefined || expectedOn === line.expectedOn || !isOpen(line.q)) return false;
  draft.touchLine(line, { expectedOn });
  return true;
}

/** A11: a new expected date after the run-out is mailed, one mail per message and date, and becomes a task for each line. */
function afterRunOut(
  draft: OrderDraft,
  dated: readonly FollowedLine[],
): { notices: NoticeFact[]; tasks: PlannedTask[] } {
  const orderId = draft.order.id;
  const late = dated.flatMap(({ id, deviceId, expectedOn, runOutOn }) =>
    expectedOn !== undefined && runOutOn !== undefined && expectedOn > runOutOn
      ? [{ id, deviceId, expectedOn, runOutOn }]
      : [],
  );
  const dates = [...new Set(late.map(({ expectedOn }) => expectedOn))];
  return {
    notices: dates.map((date) => {
      const lineIds = late.filter(({ expectedOn }) => expectedOn === date).map(({ id }) => id);
      return { kind: 'expected-after-run-out', key: factKey.expectedAfterRunOut(orderId, lineIds, date), lineIds };
    }),
    tasks: late.map(({ id, deviceId, expectedOn, runOutOn }) =>
      plannedTask(
        'expected-after-run-out',
        { orderId, lineId: id, deviceId },
        { expected: expectedOn, runOut: runOutOn },
      ),
    ),
  };
}

/** A11: one mail per parcel; one per message of the warehouse about what is out of stock. */
function noticesOf({ draft, event, parcel }: Told, answers: readonly Answer[], isNew: boolean): NoticeFact[] {
  const lineIds = answers.filter(({ result }) => result.applied > 0).map(({ lineId }) => lineId);
  if (lineIds.length === 0) return [];
  const orderId = draft.order.id;
  if (event.type === 'backordered') {
    return [{ kind: 'backordered', key: factKey.backordered(orderId, event.occurredAt, lineIds), lineIds }];
  }
  if (!parcel || !isNew) return [];
  const again = lineIds.some((id) => draft.line(id)?.everBackordered);
  const kind = again ? 'shipped-after-backorder' : 'shipped';
  return [{ kind, key: factKey.shipped(orderId, parcelName(parcel)), lineIds }];
}

/** What a line's answer asks a person to look at. */
function taskOf(draft: OrderDraft, event: FulfilmentEvent, { lineId, stated, result }: Answer): PlannedTask[] {
  const orderId = draft.order.id;
  const line = draft.line(lineId);
  if (!line) {
    return [plannedTask('fulfilment-unknown-line', { orderId }, { event: event.type, line: lineId }, lineId)];
  }
  if (!result.task) return [];
  const about = { orderId, lineId, deviceId: line.deviceId };
  const values = { event: event.type, stated, applied: result.applied, state: lineState(line.q) };
  return [plannedTask(result.task, about, values, `${event.type}/${event.occurredAt.toISOString()}`)];
}

/** Of the outcomes of lines that nothing could be applied to, the one that says most. */
const byWeight: readonly FulfilmentOutcome[] = ['early', 'unknown-line', 'after-end', 'no-effect', 'duplicate'];

function outcomeOf(answers: readonly Answer[]): FulfilmentOutcome {
  const outcomes = answers.map(({ result }) => result.outcome);
  if (outcomes.includes('applied')) {
    const whole = answers.every(
      ({ result }) =>
        result.outcome === 'duplicate' || (result.outcome === 'applied' && !result.surplus && !result.early),
    );
    return whole ? 'applied' : 'partly-applied';
  }
  return byWeight.find((outcome) => (outcomes as FulfilmentOutcome[]).includes(outcome)) ?? 'no-effect';
}

/** What came too early, as the event to try again. */
function retryOf(event: FulfilmentEvent, answers: readonly Answer[]): FulfilmentEvent | null {
  const lines = answers.flatMap(({ lineId, expectedOn, result }) =>
    result.early ? [{ lineId, quantity: result.early, ...(expectedOn !== undefined && { expectedOn }) }] : [],
  );
  return lines.length === 0 ? null : { ...event, lines };
}

/**
 * What a message of the warehouse, the ERP or the carrier does to an order (A09, A11, A15). Every odd one has an answer: told twice,
 * late, out of order, of an unknown line, of more than remains, after the end. The order given is not changed.
 */
export function applyFulfilment(order: FollowedOrder, event: FulfilmentEvent): FulfilmentResult {
  const draft = new OrderDraft(order);
  const parcel = parcelOf(draft, event);
  if (event.lines.length === 0 && event.parcel && !parcel) {
    return { ...draft.change(), outcome: 'early', notices: [], tasks: [], retry: event };
  }
  const told: Told = { draft, event, parcel };
  const isNew = parcel !== undefined && parcel.lines.length === 0;
  const newlyDated: FollowedLine[] = [];
  const answers: Answer[] = [];
  for (const [lineId, { quantity, expectedOn }] of statedLines(event, parcel)) {
    const line = draft.line(lineId);
    const result: LineResult = line
      ? applyToLine[event.type](told, line, quantity)
      : { outcome: 'unknown-line', applied: 0 };
    // A date that comes with something that cannot be yet, or any more, is not believed either.
    const believed = ['applied', 'duplicate', 'no-effect'].includes(result.outcome) && !result.overtaken;
    const dated = line !== undefined && believed && expect(draft, line, expectedOn);
    if (dated) newlyDated.push(line);
    answers.push({ lineId, stated: quantity, expectedOn, result: dated ? { ...result, outcome: 'applied' } : result });
  }
  const late = afterRunOut(draft, newlyDated);
  return {
    ...draft.change(),
    outcome: outcomeOf(answers),
    notices: [...noticesOf(told, answers, isNew), ...late.notices],
    tasks: [...answers.flatMap((answer) => taskOf(draft, event, answer)), ...late.tasks],
    retry: retryOf(event, answers),
  };
}
