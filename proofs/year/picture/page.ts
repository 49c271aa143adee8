import type { Check } from '../checks.ts';
import type { Records } from '../records.ts';
import type { Year } from '../state.ts';
import { type Line, stockOuts } from '../summary.ts';
import { chart } from './chart.ts';
import { type MarkName, markShapes } from './marks.ts';
import { pictureWidth } from './scale.ts';
import { style } from './style.ts';
import { dateOf, safe } from './text.ts';

/** The year as one page that needs nothing else: figures, checks, the picture, and in words what it shows. */
export function drawYear(year: Year, records: Records, summary: Line[], checks: Check[]): string {
  const { days, devices, seed } = year.options;
  const from = year.days.day(0).date;
  const failed = checks.filter(({ problems }) => problems.length > 0).length;
  const verdict = failed === 0 ? `All ${checks.length} checks hold.` : `${failed} of ${checks.length} checks fail.`;
  const description = `${devices} devices over ${days} days from ${from}. ${summary.map(({ label, value }) => `${label}: ${value}`).join('. ')}. The tables below the picture say the same in words.`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A year of ${devices} devices</title>
<style>${style}</style>
<main>
<header>
<h1>A year of ${devices} devices</h1>
<p>${days} days from ${from}, seed <code>${safe(seed)}</code>. Simulated: the site, its people and the warehouse. Real: every workflow, the database, the mails. ${verdict}</p>
</header>
<section aria-labelledby="figures"><h2 id="figures">Figures</h2><dl>${summary.map(({ label, value }) => `<div><dt>${safe(label)}</dt><dd>${safe(value)}</dd></div>`).join('')}</dl></section>
<section aria-labelledby="picture"><h2 id="picture">The year</h2>
${legend()}
<div class="scroll" tabindex="0" role="group" aria-label="The picture, which may be wider than the window"><div style="min-width:${pictureWidth * 0.8}px">${chart(year, records, description)}</div></div>
</section>
${stockOutTable(year, records)}
${orderTable(records)}
<section aria-labelledby="checks"><h2 id="checks">Checks</h2><ul class="checks">${checks.map(checkItem).join('')}</ul></section>
</main>
</html>
`;
}

const markWords: Record<MarkName, string> = {
  order: 'order line made',
  cancelled: 'line cancelled',
  delivered: 'parcel delivered',
  presumed: 'presumed delivered',
  lost: 'lost',
  swap: 'cartridge changed',
  early: 'changed early (20 % left or more)',
};

function legend(): string {
  const key = (drawing: string, words: string) =>
    `<li><svg viewBox="-12 -8 24 16" width="24" height="16" aria-hidden="true">${drawing}</svg>${words}</li>`;
  return `<ul class="legend">
${key('<g class="cyan"><path class="truth" d="M-11 7V-5L11 2V7Z"/></g>', 'what is really in it')}
${key('<g class="cyan"><path class="gauge" d="M-11 -5h7v3h8v3h7"/></g>', 'what its gauge says')}
${(Object.keys(markWords) as MarkName[]).map((name) => key(markShapes[name], markWords[name])).join('\n')}
${key('<rect class="out" x="-8" y="-7" width="16" height="14"/><path class="outline" d="M-8 -7h16v14h-16Z"/>', 'dry, no spare')}
${key('<rect class="silence" x="-11" y="-7" width="22" height="14"/>', 'no reading')}
${key('<path class="mail" d="M-4 -6v12M4 -6v12"/>', 'mail')}
</ul>`;
}

function stockOutTable(year: Year, records: Records): string {
  const outs = stockOuts(year, records).toSorted((a, b) => a.from - b.from);
  const rows = outs.map(
    ({ device, position, from, days, because }) =>
      `<tr><td>${dateOf(year.days.day(from).at(12))}<td>${safe(device.printer.serial)}<td>${safe(position.model.label)}<td class="number">${days}<td>${because}`,
  );
  const body =
    rows.length === 0
      ? '<p>None.</p>'
      : `<table><thead><tr><th scope="col">From<th scope="col">Device<th scope="col">Slot<th scope="col" class="number">Open days<th scope="col">Circumstance</thead><tbody>${rows.join('')}</tbody></table>`;
  return `<section aria-labelledby="outs"><h2 id="outs">Stock-outs</h2>${body}</section>`;
}

function orderTable({ orders, lines, devices, slots }: Records): string {
  const slotName = new Map(slots.map(({ id, label }) => [id, label]));
  const serial = new Map(devices.map((device) => [device.id, device.serial]));
  const rows = orders.map((order) => {
    const own = lines.filter(({ orderId }) => orderId === order.id);
    const words = own.map(
      (line) => `${line.ordered} × ${serial.get(line.deviceId)} ${slotName.get(line.slotId)} (${line.reason})`,
    );
    const state = order.urgent ? `${order.state}, urgent` : order.state;
    return `<tr><td class="number">${order.number}<td>${dateOf(order.madeAt)}<td>${state}<td>${safe(words.join('; '))}`;
  });
  return `<section aria-labelledby="orders"><h2 id="orders">Orders</h2><details><summary>${orders.length} orders, line by line</summary><table><thead><tr><th scope="col" class="number">Order<th scope="col">Made<th scope="col">State<th scope="col">Lines</thead><tbody>${rows.join('')}</tbody></table></details></section>`;
}

function checkItem({ name, problems }: Check): string {
  const list = problems.length === 0 ? '' : `<ul>${problems.map((each) => `<li>${safe(each)}`).join('')}</ul>`;
  return `<li class="${problems.length === 0 ? 'holds' : 'fails'}"><b>${problems.length === 0 ? 'holds' : 'fails'}</b> ${safe(name)}${list}`;
}
