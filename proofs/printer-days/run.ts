/**
 * npm run printer-days -- DIR: real printers' recordings (DIR/snmp, served by snmpsim) and CUPS' ippeveprinter use up their toner day by
 * day; the agent's reader reads them, the product takes the readings, its workflows run, and each is seen to be ordered for in time.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../agent/settings.ts';
import { toReading } from '../../agent/to-reading.ts';
import { SetupError } from '../../servers/setup-error.ts';
import type { World } from '../../test/harness/world.ts';
import { startWorld } from '../year/servers.ts';
import { type Enrolled, enrolAlone } from './customer.ts';
import { cupsPrinter, type DailyPrinter, recordedPrinters } from './printers.ts';

/** From this level the toner falls by so much a day: after 14 days 21 days of use are left, the usual trigger (A06). */
const firstPercent = 70;
const perDay = 2;
const pagesPerDay = 180;
const days = 18;
const due = { from: 12, until: 16 };

const say = (line: string) => process.stdout.write(`${line}\n`);

interface Followed extends Enrolled {
  printer: DailyPrinter;
  /** The day on which its line was made. */
  orderedOn?: number;
  problem?: string;
}

async function run(folder: string | undefined): Promise<number> {
  if (!folder || !existsSync(join(folder, 'snmp'))) {
    throw new SetupError('Usage: npm run printer-days -- DIR, the folder with the recordings in snmp/*.snmprec');
  }
  const settings = readSettings();
  const { printers, stop } = await recordedPrinters(folder, settings, say);
  try {
    const cups = await cupsPrinter(settings);
    if (cups) printers.push(cups);
    else say('ippeveprinter is not there (Debian: cups-ipp-utils): left out');
    const { world, close } = await startWorld((line) => say(`  ${line}`));
    try {
      return tell(await follow(world, printers));
    } finally {
      await close();
    }
  } finally {
    await stop();
  }
}

async function follow(world: World, printers: readonly DailyPrinter[]): Promise<Followed[]> {
  const followed: Followed[] = [];
  for (const [number, printer] of printers.entries()) {
    followed.push({ printer, ...(await enrolAlone(world, printer, number + 1)) });
  }
  for (let day = 0; day < days; day += 1) {
    for (const each of followed) await readOn(world, each, day);
    say(
      `day ${day}: ${firstPercent - perDay * day} %, ${followed.filter(({ orderedOn }) => orderedOn !== undefined).length} ordered for`,
    );
    await world.sleep('1 day');
  }
  return followed;
}

async function readOn(world: World, each: Followed, day: number): Promise<void> {
  const read = await each.printer.read(firstPercent - perDay * day, pagesPerDay * day, await world.now());
  const posted = await world.request('POST', '/readings', toReading(read));
  if (posted.body.outcome !== 'accepted') each.problem ??= `day ${day}: ${JSON.stringify(posted.body)}`;
  if ((await each.lines()).length > 0) each.orderedOn ??= day;
}

async function tell(followed: readonly Followed[]): Promise<number> {
  let wrong = 0;
  for (const { printer, orderedOn, problem, lines } of followed) {
    const made = await lines();
    const inTime = orderedOn !== undefined && orderedOn >= due.from && orderedOn <= due.until;
    const right = inTime && made.length === 1 && !problem;
    if (!right) wrong += 1;
    const when = orderedOn === undefined ? 'never ordered for' : `ordered for on day ${orderedOn}`;
    const { maker, model } = printer.first;
    say(
      `${right ? '✓' : '✗'} ${printer.name} (${maker} ${model}): ${when}, ${made.length} line(s)${problem ? `; ${problem}` : ''}`,
    );
  }
  say(
    `\n${followed.length - wrong} of ${followed.length} printers ordered for once, between day ${due.from} and day ${due.until}`,
  );
  return wrong > 0 ? 1 : 0;
}

run(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  },
);
