/**
 * npm run recordings -- DIR: replays the recordings in DIR/snmp (by SNMP v2c and v3) and DIR/ipp (by IPP), takes those in
 * DIR/brother-json for Brother's own objects, and compares what the agent reads with DIR/truth.json. Ends with 1 when
 * anything differs or cannot be compared. CUPS' ippeveprinter is read as well, where it is installed; without avahi it starts
 * with a library in its place (IPPEVEPRINTER_PRELOAD).
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toIppAccess } from './ipp/access.ts';
import { type PrinterAccess, poll } from './poll.ts';
import { compareBrother, type TrueBrother } from './recordings/brother-truth.ts';
import { type Comparison, compare, type TrueReading } from './recordings/compare.ts';
import { replayIpp } from './recordings/ipp-replay.ts';
import { type TrueIpp, toTrueReading } from './recordings/ipp-truth.ts';
import { compareIppeveprinter, findIppeveprinter } from './recordings/ippeveprinter.ts';
import { findSnmpsim, startReplay } from './recordings/snmpsim.ts';
import { type AgentSettings, readSettings } from './settings.ts';

const EXTENSION = '.snmprec';
const TIMEOUT_MS = 10_000;

interface Truth {
  snmp: TrueReading[];
  ipp?: TrueIpp[];
  brother_private?: TrueBrother[];
}

async function main(folder: string | undefined): Promise<number> {
  if (!folder)
    throw new Error('Usage: npm run recordings -- DIR, the folder with truth.json, snmp/*.snmprec and ipp/*.bin');
  const truthFile = join(folder, 'truth.json');
  if (!existsSync(truthFile)) throw new Error(`There is no ${truthFile}: give the folder that holds the recordings.`);
  const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Truth;
  if (truth.snmp.length === 0) throw new Error(`${truthFile} names no SNMP recording.`);
  const settings = readSettings();
  const results = [
    ...(await compareSnmp(folder, truth.snmp, settings)),
    ...(await compareIpp(folder, truth.ipp ?? [])),
  ];
  results.push(...(await compareCups(settings)));
  const own = (truth.brother_private ?? []).flatMap((each) => compareBrother(join(folder, 'brother-json'), each) ?? []);
  for (const result of own) show('own ', result, 'private levels');
  return summarise(results, own);
}

async function compareSnmp(
  folder: string,
  truths: readonly TrueReading[],
  settings: AgentSettings,
): Promise<Comparison[]> {
  const program = findSnmpsim(settings.snmpsim, settings.searchPath);
  const replay = await startReplay(program, join(folder, 'snmp'), basename(truths[0]!.file, EXTENSION));
  const results: Comparison[] = [];
  try {
    for (const truth of truths) {
      const name = basename(truth.file, EXTENSION);
      results.push(await compareOne(truth, 'v2c ', { snmp: { ...replay.access, community: name } }));
      // A community that names a context is v2c’s way; snmpsim has no v3 context of such a name.
      if (name.includes('@')) continue;
      results.push(await compareOne(truth, 'v3  ', { snmp: { ...replay.access, user: replay.user, context: name } }));
    }
  } finally {
    await replay.stop();
  }
  return results;
}

async function compareIpp(folder: string, truths: readonly TrueIpp[]): Promise<Comparison[]> {
  const results: Comparison[] = [];
  for (const truth of truths) {
    const replay = await replayIpp(join(folder, 'ipp', truth.file));
    try {
      results.push(await compareOne(toTrueReading(truth), 'ipp ', { ipp: toIppAccess(replay.url, TIMEOUT_MS) }));
    } finally {
      replay.stop();
    }
  }
  return results;
}

/** A real IPP printer, where this machine has one. */
async function compareCups({ searchPath, preload }: AgentSettings): Promise<Comparison[]> {
  const program = findIppeveprinter(searchPath);
  if (!program) {
    say('cups ippeveprinter is not there (Debian: cups-ipp-utils): not compared');
    return [];
  }
  const result = await compareIppeveprinter(program, preload);
  show('cups', result, 'supplies');
  return [result];
}

async function compareOne(truth: TrueReading, way: string, access: PrinterAccess): Promise<Comparison> {
  const result = await poll(access, new Date()).then(
    (reading) => compare(truth, reading),
    (error: Error) => ({ file: truth.file, right: 0, all: truth.supplies.length, differences: [error.message] }),
  );
  show(way, result, 'supplies');
  return result;
}

function show(way: string, { file, right, all, differences }: Comparison, what: string): void {
  say(`${way} ${file}: ${what} right ${right} of ${all}${differences.length === 0 ? '' : ', DIFFERS'}`);
  for (const difference of differences) say(`    ${difference}`);
}

function summarise(results: readonly Comparison[], own: readonly Comparison[]): number {
  const [right, all] = [sum(results, 'right'), sum(results, 'all')];
  const same = results.filter(({ differences }) => differences.length === 0).length;
  say(`\nsupplies right: ${right} of ${all}; readings without difference: ${same} of ${results.length}`);
  if (own.length > 0) say(`private levels right: ${sum(own, 'right')} of ${sum(own, 'all')}`);
  return same === results.length && sum(own, 'right') === sum(own, 'all') ? 0 : 1;
}

const sum = (results: readonly Comparison[], what: 'right' | 'all') =>
  results.reduce((total, result) => total + result[what], 0);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
