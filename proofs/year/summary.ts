import { noticeKinds } from '../../domain/notices.ts';
import { lineReasons } from '../../domain/order/types.ts';
import { isCovered } from '../../domain/supply-kinds.ts';
import type { Chains } from './checks.ts';
import type { Records } from './records.ts';
import type { Position } from './site/printer.ts';
import type { SimulatedDevice, Year } from './state.ts';

/** Days in a row on which a position stood dry with no spare. */
export interface StockOut {
  device: SimulatedDevice;
  position: Position;
  /** Numbers of the first and the last of them. */
  from: number;
  until: number;
  /** Open days. */
  days: number;
  /** What stood between the product and the need. */
  because: 'set aside' | 'silent' | 'backordered' | 'parcel lost' | 'on its way' | 'nothing ordered';
}

export interface Line {
  label: string;
  value: string;
}

/** The year in figures, one line each; the same for the terminal and the page. */
export function summarise(year: Year, records: Records, chains: Chains): Line[] {
  const { orders, lines, parcels, parcelLines, notices, tasks, swaps, silenceStages, slots, ledger } = records;
  const sum = <T>(list: readonly T[], units: (item: T) => number) =>
    list.reduce((total, item) => total + units(item), 0);
  const covered = slots.filter(({ kind }) => isCovered(kind));
  const living = year.devices.filter(({ until }) => until === null);
  const positions = living.flatMap(({ printer }) => printer.positions.filter(({ model }) => isCovered(model.kind)));
  const onShelf = sum(
    ledger,
    ({ units, toPlace, fromPlace }) => (toPlace === 'shelf' ? units : 0) - (fromPlace === 'shelf' ? units : 0),
  );
  const trueSwaps = sum(year.devices, ({ printer }) => sum(printer.positions, ({ swaps }) => swaps.length));
  const outs = stockOuts(year, records);
  const openDays = Array.from({ length: year.options.days }, (_, n) => year.days.day(n)).filter(
    ({ open }) => open,
  ).length;
  const runs = [...chains.device.values()].reduce((total, chain) => total + (chain?.runs ?? 0), 0);
  const longest = (type: keyof Chains) =>
    Math.max(0, ...[...chains[type].values()].map((chain) => chain?.longest ?? 0));
  const { counts } = year.warehouse;
  return [
    {
      label: 'readings',
      value: `${records.readings.stored}, of ${year.devices.length} devices with ${covered.length} covered slots`,
    },
    {
      label: 'orders',
      value: `${orders.length}, ${orders.filter(({ urgent }) => urgent).length} of them urgent; ${by(orders.map(({ state }) => state))}`,
    },
    {
      label: 'lines by reason',
      value: `${lines.length}: ${by(
        lines.map(({ reason }) => reason),
        lineReasons,
      )}; ${lines.filter(({ kind }) => kind === 'surge').length} surges`,
    },
    {
      label: 'cartridges ordered',
      value: `${sum(lines, ({ ordered }) => ordered)}, cancelled ${sum(lines, ({ cancelled }) => cancelled)}`,
    },
    {
      label: 'parcels',
      value: `${parcels.length}; in truth ${counts.lost} lost, ${counts.untold} of which nobody told, ${counts.split} split, ${counts.backordered} lines backordered`,
    },
    {
      label: 'arrived',
      value: `delivered ${sum(parcelLines, ({ delivered }) => delivered)}, presumed ${sum(parcelLines, ({ presumed }) => presumed)}, lost ${sum(parcelLines, ({ lost }) => lost)}, returned ${sum(parcelLines, ({ returned }) => returned)}`,
    },
    {
      label: 'mails by kind',
      value: `${notices.filter(({ state }) => state === 'sent').length}: ${by(
        notices.map(({ kind }) => kind),
        Object.keys(noticeKinds),
      )}`,
    },
    { label: 'tasks by kind', value: `${tasks.length}: ${by(tasks.map(({ kind }) => kind))}` },
    {
      label: 'silences',
      value: `${new Set(silenceStages.map(({ deviceId, silentSince }) => `${deviceId}/${silentSince.getTime()}`)).size} with a stage reached; ${by(silenceStages.map(({ stage, outcome }) => `stage ${stage} ${outcome}`))}`,
    },
    {
      label: 'swaps',
      value: `${swaps.filter(({ at }) => at >= year.days.day(0).at(0)).length} seen of ${trueSwaps}, ${swaps.filter(({ early }) => early === 'yes').length} early`,
    },
    {
      label: 'stock-outs',
      value: `${sum(outs, ({ days }) => days)} of ${openDays * positions.length} slot-days, in ${outs.length} spells${outs.length > 0 ? `: ${by(outs.map(({ because }) => because))}` : ''}`,
    },
    {
      label: 'spares at the end',
      value: `in truth ${sum(positions, ({ spares }) => spares)}, by the estimate ${sum(
        covered.filter(({ deviceId }) => living.some(({ id }) => id === deviceId)),
        ({ shelfEstimate }) => shelfEstimate,
      )}, by the ledger ${onShelf}`,
    },
    {
      label: 'histories',
      value: `${runs} runs of devices, the longest of ${longest('device')} events; orders ${longest('order')}, mails ${longest('mail')}`,
    },
  ];
}

/** How often each word occurs: in the given order, else the most frequent first. */
function by(words: readonly string[], order: readonly string[] = []): string {
  const counts = Object.entries(Object.groupBy(words, (word) => word)).map(([word, some]) => ({
    word,
    count: some!.length,
  }));
  counts.sort(
    (a, b) => order.indexOf(a.word) - order.indexOf(b.word) || b.count - a.count || (a.word < b.word ? -1 : 1),
  );
  return counts.map(({ word, count }) => `${word} ${count}`).join(', ') || 'none';
}

export function stockOuts(year: Year, records: Records): StockOut[] {
  return year.devices.flatMap((device) =>
    device.printer.positions
      .filter(({ model }) => isCovered(model.kind))
      .flatMap((position) => spellsOf(year, position).map((days) => stockOut(device, position, days, records, year))),
  );
}

/** Open days that follow each other, whatever closed days are between. */
function spellsOf(year: Year, { dryDays }: Position): number[][] {
  const spells: number[][] = [];
  for (const day of dryDays) {
    const last = spells.at(-1);
    if (last && year.days.later(last.at(-1)! + 1, 0, 'open') === day) last.push(day);
    else spells.push([day]);
  }
  return spells;
}

function stockOut(device: SimulatedDevice, position: Position, days: number[], records: Records, year: Year): StockOut {
  const from = days[0]!;
  return {
    device,
    position,
    from,
    until: days.at(-1)!,
    days: days.length,
    because: circumstance(device, position, from, records, year),
  };
}

const silentDays = 7;
/** A silence that ended this many days ago may still be the reason. */
const lookBackDays = 25;

function circumstance(
  device: SimulatedDevice,
  position: Position,
  from: number,
  { notices, lines, orders, parcelLines }: Records,
  year: Year,
): StockOut['because'] {
  const at = year.days.day(from).at(12);
  if (notices.some((each) => each.kind === 'set-aside' && each.factKey.includes(device.id) && each.madeAt <= at))
    return 'set aside';
  if (device.unheard.filter((day) => day > from - lookBackDays && day <= from).length >= silentDays) return 'silent';
  const madeAt = new Map(orders.map((order) => [order.id, order.madeAt]));
  const slotId = device.slotIds.get(position.model.key);
  const made = lines.filter((line) => line.slotId === slotId && madeAt.get(line.orderId)! <= at);
  const open = made.filter(({ closedAt }) => !closedAt || closedAt > at);
  if (open.some(({ everBackordered }) => everBackordered)) return 'backordered';
  const lost = new Set(parcelLines.filter((part) => part.lost > 0).map(({ lineId }) => lineId));
  if (open.some(({ id, reason }) => reason === 'lost' || lost.has(id))) return 'parcel lost';
  return open.length > 0 ? 'on its way' : 'nothing ordered';
}
