import { DateTime } from 'luxon';
import type { Records } from '../records.ts';
import { timeZone } from '../site/days.ts';
import type { Year } from '../state.ts';
import { stockOuts } from '../summary.ts';
import { lanesHeight, mailLanes } from './lanes.ts';
import { flags, marks, stockOutBands } from './marks.ts';
import { absences, labels, levels, placeRows } from './rows.ts';
import { pictureWidth, Scale } from './scale.ts';
import { px, safe } from './text.ts';

const lanesTop = 44;

/** The year as one SVG: mails above, then every supply position of every device. */
export function chart(year: Year, records: Records, description: string): string {
  const scale = new Scale(year.days, year.options.days);
  const { rows, bottom } = placeRows(year, lanesTop + lanesHeight + 34);
  const outs = stockOuts(year, records);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${pictureWidth} ${bottom + 16}" role="img" aria-labelledby="chart-title chart-desc">
<title id="chart-title">Levels, orders, parcels, swaps, silences and mails of the year</title>
<desc id="chart-desc">${safe(description)}</desc>
<defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch-ground" d="M0 0h6v6H0Z"/><path class="hatch" d="M0 0V6"/></pattern>
<pattern id="alarm" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="alarm" d="M0 0V4"/></pattern>
</defs>
${closedDays(year, scale, bottom)}
${months(year, scale, bottom)}
<text class="device" x="0" y="${lanesTop + 12}">Mails</text>
${mailLanes(records.notices, lanesTop, scale)}
${labels(rows)}
${rows.map((row) => levels(row, scale)).join('\n')}
${absences(year, rows, scale)}
${stockOutBands(outs, rows, year, scale)}
${flags(year, records, rows, scale)}
${marks(year, records, rows, scale)}
</svg>`;
}

function months(year: Year, scale: Scale, bottom: number): string {
  const first = DateTime.fromJSDate(year.days.day(0).at(12), { zone: timeZone }).setLocale('en');
  const marks: string[] = [];
  for (let number = 0; number < scale.days; number++) {
    const date = first.plus({ days: number });
    if (date.day !== 1 && number !== 0) continue;
    const x = px(scale.day(number));
    marks.push(`<path class="grid" d="M${x} 24V${px(bottom - 4)}"/>`);
    // The first day of a month near the end leaves no room for its name.
    if (scale.days - number > 4)
      marks.push(`<text class="month" x="${px(scale.day(number) + 4)}" y="20">${date.toFormat('LLL')}</text>`);
  }
  return marks.join('');
}

/** Only closures longer than a weekend, which would be stripes. */
function closedDays(year: Year, scale: Scale, bottom: number): string {
  const bands: string[] = [];
  for (let from = 0; from < scale.days; from++) {
    let until = from;
    while (until < scale.days && !year.days.day(until).open) until += 1;
    if (until - from > 4) {
      const [x, width] = [scale.day(from), scale.day(until) - scale.day(from)];
      bands.push(
        `<rect class="closed" x="${px(x)}" y="24" width="${px(width)}" height="${px(bottom - 28)}"/><text class="month" x="${px(x + 3)}" y="36">closed</text>`,
      );
    }
    from = Math.max(from, until);
  }
  return bands.join('');
}
