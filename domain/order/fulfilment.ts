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

/**
 * A11: a changed expected date is shown; one after the run-out is mailed and becomes a task. `true` when the date is a new one.
 */
function expect(
  draft: OrderDraft,
  line: FollowedLine,
  expectedOn: string | undefined,
  found: { notices: NoticeFact[]; tasks: PlannedTask[] },
): boolean {
  if (expectedOn === undefined || expectedOn === line.expectedOn || !isOpen(line.q)) return false;
  draft.touchLine(line, { expectedOn });
  const { runOutOn } = line;
  if (runOutOn !== undefined && expectedOn > runOutOn) {
    const orderId = draft.order.id;
    const key = factKey.expectedAfterRunOut(orderId, line.id, expectedOn);
    found.notices.push({ kind: 'expected-after-run-out', key, lineIds: [line.id] });
    const about = { orderId, lineId: line.id, deviceId: line.deviceId };
    found.tasks.push(plannedTask('expected-after-run-out', about, { expected: expectedOn, runOut: runOutOn }));
  }
  return true;
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
  const found: { notices: NoticeFact[]; tasks: PlannedTask[] } = { notices: [], tasks: [] };
  const answers: Answer[] = [];
  for (const [lineId, { quantity, expectedOn }] of statedLines(event, parcel)) {
    const line = draft.line(lineId);
    const result: LineResult = line
      ? applyToLine[event.type](told, line, quantity)
      : { outcome: 'unknown-line', applied: 0 };
    // A date that comes with something that cannot be yet, or any more, is not believed either.
    const believed = ['applied', 'duplicate', 'no-effect'].includes(result.outcome) && !result.overtaken;
    const dated = line && believed && expect(draft, line, expectedOn, found);
    answers.push({ lineId, stated: quantity, expectedOn, result: dated ? { ...result, outcome: 'applied' } : result });
  }
  return {
    ...draft.change(),
    outcome: outcomeOf(answers),
    notices: [...noticesOf(told, answers, isNew), ...found.notices],
    tasks: [...answers.flatMap((answer) => taskOf(draft, event, answer)), ...found.tasks],
    retry: retryOf(event, answers),
  };
}
