import { isDeepStrictEqual } from 'node:util';
import { type DeviceState, deviceStateMeanings } from '../../domain/device-life.ts';
import { balance, type LedgerMove } from '../../domain/ledger.ts';
import { inTransit } from '../../domain/order/lines.ts';
import { replayDecision } from '../../domain/replenishment/line.ts';
import type { World } from '../../test/harness/world.ts';
import { deviceWorkflowId } from '../../workflows/device.contract.ts';
import { mailWorkflowId } from '../../workflows/mail.contract.ts';
import { orderWorkflowId } from '../../workflows/order.contract.ts';
import { type Chain, chainsOf } from './histories.ts';
import type { Records } from './records.ts';
import type { Year } from './state.ts';

export interface Check {
  name: string;
  /** One sentence each; none: it holds. */
  problems: string[];
}

/** Most events that one run of a workflow may have: a cold wake-up replays all of them. */
const mostEvents = { device: 250, order: 400, mail: 20 };

export interface Chains {
  device: Map<string, Chain | undefined>;
  order: Map<string, Chain | undefined>;
  mail: Map<string, Chain | undefined>;
}

export async function readChains(world: World, records: Records): Promise<Chains> {
  return {
    device: await chainsOf(
      world,
      records.devices.map(({ id }) => deviceWorkflowId(id)),
    ),
    order: await chainsOf(
      world,
      records.orders.map(({ id }) => orderWorkflowId(id)),
    ),
    mail: await chainsOf(
      world,
      records.notices.map(({ id }) => mailWorkflowId(id)),
    ),
  };
}

/** All that must hold after a year; each names what breaks it. */
export function checkYear(year: Year, world: World, records: Records, chains: Chains): Check[] {
  const checks: Record<string, () => string[]> = {
    'A15 the ledger sums to zero per supply, and agrees with the lines': () => ledgerProblems(records),
    'A11 every fact has exactly one mail': () => mailProblems(world, records),
    'A09 no slot ever had two open lines of a kind': () => openLineProblems(records),
    'A18 no order for a device that is gone': () => goneProblems(records),
    'every device workflow lives, or has ended as it should': () => deviceChainProblems(records, chains),
    'every order and mail workflow has ended when its matter has': () => otherChainProblems(records, chains),
    [`histories: at most ${mostEvents.device} events in a run of a device, ${mostEvents.order} of an order, ${mostEvents.mail} of a mail`]:
      () => lengthProblems(chains),
    'every reading is stored, told and judged': () => readingProblems(year, records),
    'every message has arrived, every event of the warehouse is dealt with': () => waitingProblems(records),
    'C every decision computed again gives the same line': () => replayProblems(records),
  };
  return Object.entries(checks).map(([name, problems]) => ({ name, problems: problems() }));
}

export function ledgerProblems({ ledger, lines }: Records): string[] {
  const moves = ledger.map(
    ({ supplyId, units, fromPlace, fromDeviceId, toPlace, toDeviceId, reason }) =>
      ({
        supplyId,
        units,
        from: { place: fromPlace, deviceId: fromDeviceId ?? undefined },
        to: { place: toPlace, deviceId: toDeviceId ?? undefined },
        reason,
      }) as LedgerMove,
  );
  const unbalanced = [...balance(moves)].flatMap(([supplyId, places]) => {
    const sum = [...places.values()].reduce((total, units) => total + units, 0);
    return sum === 0 ? [] : [`supply ${supplyId} sums to ${sum}`];
  });
  const of = (lineId: string, from: string, to?: string) =>
    ledger
      .filter((move) => move.orderLineId === lineId && move.fromPlace === from && (!to || move.toPlace === to))
      .reduce((sum, { units }) => sum + units, 0);
  const differing = lines.flatMap((line) => {
    const left = of(line.id, 'supplier');
    const transit = of(line.id, 'supplier', 'transit') - of(line.id, 'transit');
    return left === line.shipped && transit === inTransit(line)
      ? []
      : [
          `line ${line.id}: shipped ${line.shipped}, in transit ${inTransit(line)}; by the books ${left} and ${transit}`,
        ];
  });
  return [...unbalanced, ...differing];
}

function mailProblems({ mails }: World, records: Records): string[] {
  const { notices, orders, lines, parcels, devices } = records;
  const problems: string[] = [];
  const count = <T>(list: readonly T[], which: (item: T) => boolean) => list.filter(which).length;
  const sent = notices.filter(({ state }) => state === 'sent');
  const ids = mails.map(({ messageId }) => messageId);
  if (new Set(ids).size !== ids.length) problems.push(`${ids.length - new Set(ids).size} mails left twice`);
  if (!isDeepStrictEqual(ids.toSorted(), sent.map(({ messageId }) => messageId).toSorted()))
    problems.push(`${ids.length} mails left, ${sent.length} are on record as sent`);
  const late = notices.filter(({ state, leavesAt }) => state === 'waiting' && leavesAt < records.readAt);
  problems.push(...late.map(({ kind, factKey }) => `${kind} has not left: ${factKey}`));
  const skipped = notices.filter(
    ({ state, kind }) => state === 'refused' || (state === 'skipped' && !kind.startsWith('silence')),
  );
  problems.push(...skipped.map(({ kind, factKey, state }) => `${kind} was ${state}: ${factKey}`));
  for (const order of orders) {
    const made = count(notices, (each) => each.kind === 'order-made' && each.orderId === order.id);
    const wanted = order.state === 'awaiting-approval' || order.holdUntil === null ? 0 : 1;
    if (made !== wanted) problems.push(`order ${order.number} was told ${made} times`);
    const shipped = count(notices, (each) => each.orderId === order.id && each.kind.startsWith('shipped'));
    const boxes = count(parcels, ({ orderId }) => orderId === order.id);
    if (shipped !== boxes) problems.push(`order ${order.number} has ${boxes} parcels and ${shipped} mails of parcels`);
    const backordered = new Set(
      records.events
        .filter((each) => each.orderId === order.id && each.type === 'backordered' && each.outcome === 'applied')
        .map(({ occurredAt }) => occurredAt.getTime()),
    ).size;
    const told = count(notices, (each) => each.orderId === order.id && each.kind === 'backordered');
    // A new date of what is out of stock already is shown and not mailed.
    const wasOut = lines.some((line) => line.orderId === order.id && line.everBackordered);
    if (told > backordered || (wasOut && told === 0))
      problems.push(`order ${order.number} was backordered ${backordered} times and told ${told} times`);
  }
  const enrolments = devices.reduce((sum, { enrolment }) => sum + enrolment, 0);
  const welcomed = count(notices, ({ kind }) => kind === 'enrolled');
  if (enrolments !== welcomed) problems.push(`${enrolments} enrolments, ${welcomed} confirmations`);
  return problems;
}

function openLineProblems({ lines, orders, devices, readAt }: Records): string[] {
  const madeAt = new Map(orders.map(({ id, madeAt }) => [id, madeAt]));
  // Lines that a device took over were another slot's before: of those the present says nothing of the past.
  const heirs = new Set(devices.flatMap(({ replacedBy }) => replacedBy ?? []));
  const own = lines.filter(({ deviceId }) => !heirs.has(deviceId));
  return [...Map.groupBy(own, ({ slotId, kind }) => `${kind} lines of slot ${slotId}`)].flatMap(([name, some]) => {
    const spans = some
      .map((line) => ({ from: madeAt.get(line.orderId)!, until: line.closedAt ?? readAt }))
      .sort((a, b) => a.from.getTime() - b.from.getTime());
    const overlaps = spans.filter(({ from }, i) => i > 0 && from < spans[i - 1]!.until);
    return overlaps.map(({ from }) => `two open ${name} at ${from.toISOString()}`);
  });
}

function goneProblems({ lines, orders, devices }: Records): string[] {
  return devices.flatMap(({ id, serial, endedAt }) => {
    if (!endedAt) return [];
    const after = lines.filter(
      (line) => line.deviceId === id && orders.some((order) => order.id === line.orderId && order.madeAt > endedAt),
    );
    return after.map((line) => `${serial} has gone, and line ${line.id} was made for it`);
  });
}

function deviceChainProblems({ devices }: Records, { device }: Chains): string[] {
  return devices.flatMap(({ id, serial, state }) => {
    const wanted = deviceStateMeanings[state as DeviceState].ended ? 'COMPLETED' : 'RUNNING';
    const found = device.get(deviceWorkflowId(id))?.status ?? 'missing';
    return found === wanted ? [] : [`${serial} is ${state}, its workflow ${found}`];
  });
}

function otherChainProblems({ orders, notices }: Records, chains: Chains): string[] {
  const ended = (over: boolean) => (over ? 'COMPLETED' : 'RUNNING');
  return [
    ...orders.flatMap(({ id, number, state, endedAt }) => {
      const found = chains.order.get(orderWorkflowId(id))?.status ?? 'missing';
      return found === ended(endedAt !== null) ? [] : [`order ${number} is ${state}, its workflow ${found}`];
    }),
    ...notices.flatMap(({ id, kind, state }) => {
      const found = chains.mail.get(mailWorkflowId(id))?.status ?? 'missing';
      return found === ended(state !== 'waiting') ? [] : [`a mail (${kind}) is ${state}, its workflow ${found}`];
    }),
  ];
}

function lengthProblems(chains: Chains): string[] {
  return (Object.keys(mostEvents) as (keyof Chains)[]).flatMap((type) =>
    [...chains[type].values()].flatMap((chain) =>
      chain && chain.longest > mostEvents[type] ? [`a run of ${chain.workflowId} has ${chain.longest} events`] : [],
    ),
  );
}

function readingProblems(year: Year, { readings, slots, devices }: Records): string[] {
  const problems: string[] = [];
  if (readings.stored !== year.readingsPosted)
    problems.push(`${year.readingsPosted} readings were posted, ${readings.stored} are stored`);
  if (readings.told !== readings.stored) problems.push(`${readings.stored - readings.told} readings were not told`);
  for (const { id, serial, state, newestReadingAt } of devices) {
    if (deviceStateMeanings[state as DeviceState].ended || !newestReadingAt) continue;
    const stale = slots.filter(
      (slot) => slot.deviceId === id && !(slot.assessedAt && slot.assessedAt >= newestReadingAt),
    );
    if (stale.length > 0) problems.push(`${serial} was not judged after its newest reading`);
  }
  return problems;
}

function waitingProblems({ outboxWaiting, events }: Records): string[] {
  const odd = events.filter(({ outcome }) => outcome === null || outcome === 'early' || outcome === 'unknown-line');
  return [
    ...(outboxWaiting > 0 ? [`${outboxWaiting} messages wait`] : []),
    ...odd.map(({ type, eventId, outcome }) => `${type} ${eventId} is ${outcome ?? 'not dealt with'}`),
  ];
}

export function replayProblems({ lines, orders }: Records): string[] {
  return lines.flatMap((line) => {
    if (!line.decision) return [];
    const again = replayDecision(line.decision);
    const number = orders.find(({ id }) => id === line.orderId)!.number;
    if (!again) return [`order ${number}: no line comes out for ${line.id}`];
    const same = again.quantity === line.ordered && again.kind === line.kind && again.reason === line.reason;
    return same ? [] : [`order ${number}: another line comes out for ${line.id}`];
  });
}
