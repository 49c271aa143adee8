import type { Records } from '../records.ts';
import { actions } from '../site/happenings.ts';
import type { Year } from '../state.ts';
import type { StockOut } from '../summary.ts';
import type { Row } from './rows.ts';
import { heightOf } from './rows.ts';
import { layout, type Scale } from './scale.ts';
import { dateOf, px, safe } from './text.ts';

/** Each mark has a shape of its own, so that nothing rests on colour alone. The middle of the mark is at 0, 0. */
const shapes = {
  order: '<path class="order" d="M-4.2 -3.6h8.4L0 4.2Z"/>',
  cancelled: '<path class="order hollow" d="M-4 -3.2h8L0 3.8Z"/>',
  delivered: '<path class="parcel" d="M-3.6 -3.6h7.2v7.2h-7.2Z"/>',
  presumed: '<path class="parcel hollow" d="M-3.2 -3.2h6.4v6.4h-6.4Z"/>',
  lost: '<path class="lost" d="M-3.8 -3.8L3.8 3.8M3.8 -3.8L-3.8 3.8"/>',
  swap: '<circle class="swap" r="2.6"/>',
  early: '<path class="swap early" d="M0 -4.4L4.4 0L0 4.4L-4.4 0Z"/>',
} as const;
export type MarkName = keyof typeof shapes;

export const markShapes: Record<MarkName, string> = shapes;

const mark = (name: MarkName, x: number, y: number, title: string) =>
  `<g transform="translate(${px(x)} ${px(y)})"><title>${safe(title)}</title>${shapes[name]}</g>`;

/** Orders at the top of a row, parcels at its foot, swaps where the level rises. */
export function marks(year: Year, records: Records, rows: readonly Row[], scale: Scale): string {
  const { orders, lines, parcelLines } = records;
  const rowOf = new Map(rows.map((row) => [row.slotId, row]));
  const ordersById = new Map(orders.map((order) => [order.id, order]));
  const made = lines.flatMap((line) => {
    const row = rowOf.get(line.slotId);
    const order = ordersById.get(line.orderId)!;
    const what = `Order ${order.number}, ${dateOf(order.madeAt)}: ${line.ordered} × ${row?.position.model.part} (${line.reason}${line.cancelled === line.ordered ? ', cancelled' : ''})`;
    const name = line.cancelled === line.ordered ? 'cancelled' : 'order';
    return row ? [mark(name, scale.at(order.madeAt), row.top + 4, what)] : [];
  });
  const arrived = parcelLines.flatMap((part) => {
    const line = lines.find(({ id }) => id === part.lineId)!;
    const row = rowOf.get(line.slotId);
    const parcel = records.parcels.find(({ id }) => id === part.parcelId)!;
    const at = part.deliveredAt ?? parcel.settledAt;
    if (!row || !at) return [];
    const name = part.lost > 0 ? 'lost' : part.presumed > 0 ? 'presumed' : 'delivered';
    const what = `Parcel ${parcel.tracking}, ${part.quantity} ${name}, ${dateOf(at)}`;
    return [mark(name, scale.at(at), row.top + layout.rowHeight - 4, what)];
  });
  const swaps = rows.flatMap(({ position, top }) =>
    position.swaps.map(({ day, left }) => {
      const share = `${Math.round(left * 100)} % left`;
      const when = dateOf(year.days.day(day).at(12));
      return left >= 0.2
        ? mark('early', scale.day(day + 0.5), top + heightOf(left), `Changed early, ${share}, ${when}`)
        : mark('swap', scale.day(day + 0.5), top + heightOf(left) - 1, `Changed, ${share}, ${when}`);
    }),
  );
  return [...swaps, ...arrived, ...made].join('');
}

export function stockOutBands(outs: readonly StockOut[], rows: readonly Row[], year: Year, scale: Scale): string {
  return outs
    .map(({ device, position, from, until, days, because }) => {
      const row = rows.find((each) => each.device === device && each.position === position)!;
      const title = `${device.printer.serial} ${position.model.label}: dry with no spare on ${days} open days from ${dateOf(year.days.day(from).at(12))} (${because})`;
      const x = scale.day(from);
      const width = Math.max(3, scale.day(until + 1) - x);
      return `<g><title>${safe(title)}</title><rect class="out" x="${px(x)}" y="${px(row.top)}" width="${px(width)}" height="${layout.rowHeight}"/><path class="outline" d="M${px(x)} ${px(row.top)}h${px(width)}v${layout.rowHeight}h${px(-width)}Z"/></g>`;
    })
    .join('');
}

const words: Record<(typeof actions)[number]['what'], string> = {
  address: 'address changed',
  move: 'moved to the other site',
  exceptional: 'large job recorded',
  replace: 'replaced',
  cancel: 'an order is cancelled',
  pause: 'paused',
  resume: 'resumed',
  retire: 'retired',
  restore: 'restored',
};

/** What people did to devices, and when the product set one aside, as flags above their rows. */
export function flags(year: Year, records: Records, rows: readonly Row[], scale: Scale): string {
  const done = actions.flatMap((action) => {
    const device = 'device' in action ? year.devices[action.device] : undefined;
    const day = year.days.numberOf(action.on);
    return device && day >= 0 && day < scale.days ? [{ device, x: scale.day(day), word: words[action.what] }] : [];
  });
  const aside = records.notices.flatMap(({ kind, factKey, madeAt }) => {
    const device = kind === 'set-aside' && year.devices.find(({ id }) => factKey.includes(id));
    return device ? [{ device, x: scale.at(madeAt), word: 'set aside' }] : [];
  });
  return [...done, ...aside]
    .map(({ device, x, word }) => {
      const own = rows.filter((row) => row.device === device);
      const foot = own.at(-1)!.top + layout.rowHeight;
      const top = own[0]!.top - 12;
      return `<path class="flag" d="M${px(x)} ${px(foot)}V${px(top)}"/><text class="flag" x="${px(x + 4)}" y="${px(top + 7)}">${safe(word)}</text>`;
    })
    .join('');
}
