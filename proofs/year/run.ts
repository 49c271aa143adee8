// npm run year: one year of a site on the time-skipping server, every workflow real; a summary, checks and a picture.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWith } from '../../test/harness/command-line.ts';
import { type Check, checkYear, readChains } from './checks.ts';
import { readOptions } from './options.ts';
import { drawYear } from './picture/page.ts';
import { readRecords } from './records.ts';
import { startWorld } from './servers.ts';
import { type Line, summarise } from './summary.ts';
import { simulateYear } from './year.ts';

const folder = join(import.meta.dirname, '..', '..', '.replenish');
const beganAt = performance.now();
const seconds = () => Math.round((performance.now() - beganAt) / 1000);
const say = (text: string) => process.stdout.write(text);
/** On a terminal one line that is written over; elsewhere one line a month. */
const live = process.stdout.isTTY;

async function run(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  say(`${options.days} days of ${options.devices} devices, seed ${options.seed}\n`);
  const { world, close } = await startWorld((line) => say(`  ${line}\n`));
  try {
    const orderCount = async () => (await world.system.client`select count(*)::int as n from orders`)[0]!.n;
    const year = await simulateYear(world, options, async ({ date }, done) => {
      if (!live && done % 30 !== 0 && done !== options.days) return;
      const orders = await orderCount();
      const line = `day ${done} of ${options.days} (${date}): ${orders} orders, ${world.mails.length} mails, ${seconds()} s`;
      say(live ? `\r${line}   ` : `${line}\n`);
    });
    if (live) say('\n');
    const simulatedIn = seconds();
    const records = await readRecords(world.system.db, await world.now());
    const chains = await readChains(world, records);
    const summary = summarise(year, records, chains);
    const checks = checkYear(year, world, records, chains);
    tell(summary, checks);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'year.html');
    writeFileSync(path, drawYear(year, records, summary, checks));
    say(`\nPicture: ${path}\nSimulated in ${simulatedIn} s, ${seconds()} s in all; seed ${options.seed}\n`);
    return checks.some(({ problems }) => problems.length > 0) ? 1 : 0;
  } finally {
    await close();
  }
}

function tell(summary: Line[], checks: Check[]): void {
  const width = Math.max(...summary.map(({ label }) => label.length));
  say(`\n${summary.map(({ label, value }) => `${label.padEnd(width)}  ${value}`).join('\n')}\n\n`);
  for (const { name, problems } of checks) {
    say(`${problems.length === 0 ? '✓' : '✗'} ${name}\n`);
    for (const problem of problems.slice(0, mostProblems)) say(`    ${problem}\n`);
    if (problems.length > mostProblems) say(`    and ${problems.length - mostProblems} more\n`);
  }
}

const mostProblems = 10;

await endWith(run);
