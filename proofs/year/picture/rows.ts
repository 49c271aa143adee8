import type { Position } from '../site/printer.ts';
import type { SimulatedDevice, Year } from '../state.ts';
import { layout, type Scale } from './scale.ts';
import { dateOf, px, safe } from './text.ts';

/** One supply position in the picture. */
export interface Row {
  device: SimulatedDevice;
  position: Position;
  slotId: string;
  /** Of its upper edge. */
  top: number;
}

/** The rows of all devices below `top`, and where each device's begin and end. */
export function placeRows(year: Year, top: number): { rows: Row[]; bottom: number } {
  const rows: Row[] = [];
  let y = top;
  for (const device of year.devices) {
    for (const position of device.printer.positions) {
      rows.push({ device, position, slotId: device.slotIds.get(position.model.key)!, top: y });
      y += layout.rowHeight + layout.rowGap;
    }
    y += layout.deviceGap - layout.rowGap;
  }
  return { rows, bottom: y };
}

export const heightOf = (share: number) => layout.rowHeight * (1 - share);

/** The level of a row: what was really in it as an area, what its gauge said as a line. */
export function levels({ position, device, top }: Row, scale: Scale): string {
  const truth = [...position.record].filter(([day]) => day >= 0 && day < scale.days);
  const first = truth[0];
  if (!first) return '';
  const last = truth.at(-1)!;
  const foot = top + layout.rowHeight;
  const outline = truth.map(([day, share]) => `${px(scale.day(day + 1))} ${px(top + heightOf(share))}`);
  const area = `M${px(scale.day(first[0]))} ${px(foot)}L${px(scale.day(first[0]))} ${px(top + heightOf(first[1]))}L${outline.join('L')}L${px(scale.day(last[0] + 1))} ${px(foot)}Z`;
  const supply =
    position.model.kind === 'waste' || position.model.kind === 'drum' ? position.model.kind : position.model.colour;
  return `<g class="${supply}"><path class="truth" d="${area}"/>${gauge(device.shown.get(position.model.key)!, top, scale)}</g>`;
}

/** Broken where it said nothing. */
function gauge(shown: Map<number, number | null>, top: number, scale: Scale): string {
  let path = '';
  let before: number | undefined;
  for (const [day, share] of [...shown].sort(([a], [b]) => a - b)) {
    if (day < 0 || day >= scale.days || share === null) continue;
    const joins = before !== undefined && day - before <= 3;
    path += `${joins ? 'L' : 'M'}${px(scale.day(day + 0.3))} ${px(top + heightOf(share))}`;
    before = day;
  }
  return path ? `<path class="gauge" d="${path}"/>` : '';
}

/** What stands beside a device's rows. */
export function labels(rows: readonly Row[]): string {
  return rows
    .map(({ device, position, top }, i) => {
      const { model, plan, serial } = device.printer;
      const head =
        rows[i - 1]?.device === device
          ? ''
          : `<text class="device" x="0" y="${px(top + 12)}">${safe(serial)} <tspan class="model">${safe(`${model.maker} ${model.name}`)}</tspan></text><text class="place" x="0" y="${px(top + 25)}">${safe(plan.place)}</text>`;
      const foot = top + layout.rowHeight;
      return `${head}<text class="slot" x="${layout.labels - 8}" y="${px(top + 17)}">${safe(position.model.label)}</text><path class="base" d="M${layout.labels} ${px(foot)}h${layout.plot}"/>`;
    })
    .join('');
}

/** Days without a reading, and those after the end, over all rows of each device. */
export function absences(year: Year, rows: readonly Row[], scale: Scale): string {
  return year.devices
    .map((device) => {
      const own = rows.filter((row) => row.device === device);
      const top = own[0]!.top;
      const height = own.at(-1)!.top + layout.rowHeight - top;
      const band = (from: number, until: number, kind: string, title: string) =>
        `<rect class="${kind}" x="${px(scale.day(from))}" y="${px(top)}" width="${px(scale.day(until) - scale.day(from))}" height="${px(height)}"><title>${safe(title)}</title></rect>`;
      const silences = spells(device.unheard).map(([from, until]) =>
        band(
          from,
          until,
          'silence',
          `${device.printer.serial}: no reading for ${until - from} days from ${dateOf(year.days.day(from).at(12))}`,
        ),
      );
      const before = device.since > 0 ? [band(0, device.since, 'absent', 'not here yet')] : [];
      const after = device.until === null ? [] : [band(device.until, scale.days, 'absent', 'gone')];
      return [...silences, ...before, ...after].join('');
    })
    .join('');
}

/** Of days in order: first and one past the last of those that follow each other. */
function spells(days: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last?.[1] === day) last[1] = day + 1;
    else found.push([day, day + 1]);
  }
  return found;
}
