/**
 * npm run recordings -- DIR: replays the SNMP recordings in DIR/snmp and compares what the agent reads with
 * DIR/truth.json, by SNMP v2c and by v3. Ends with 1 when anything differs or cannot be compared.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { poll } from './poll.ts';
import { type Comparison, compare, type TrueReading } from './recordings/compare.ts';
import { findSnmpsim, startReplay } from './recordings/snmpsim.ts';
import { readSettings } from './settings.ts';
import type { SnmpAccess } from './snmp/session.ts';

const EXTENSION = '.snmprec';

async function main(folder: string | undefined): Promise<number> {
  if (!folder) throw new Error('Usage: npm run recordings -- DIR, the folder with truth.json and snmp/*.snmprec');
  const truthFile = join(folder, 'truth.json');
  if (!existsSync(truthFile)) throw new Error(`There is no ${truthFile}: give the folder that holds the recordings.`);
  const truths = (JSON.parse(readFileSync(truthFile, 'utf8')) as { snmp: TrueReading[] }).snmp;
  if (truths.length === 0) throw new Error(`${truthFile} names no SNMP recording.`);
  const settings = readSettings();
  const program = findSnmpsim(settings.snmpsim, settings.searchPath);
  const replay = await startReplay(program, join(folder, 'snmp'), basename(truths[0]!.file, EXTENSION));
  const results: Comparison[] = [];
  try {
    for (const truth of truths) {
      const name = basename(truth.file, EXTENSION);
      results.push(await compareOne(truth, 'v2c', { ...replay.access, community: name }));
      // A community that names a context is v2c’s way; snmpsim has no v3 context of such a name.
      if (name.includes('@')) continue;
      results.push(await compareOne(truth, 'v3 ', { ...replay.access, user: replay.user, context: name }));
    }
  } finally {
    await replay.stop();
  }
  return summarise(results);
}

async function compareOne(truth: TrueReading, version: string, access: SnmpAccess): Promise<Comparison> {
  const result = await poll(access, new Date()).then(
    (reading) => compare(truth, reading),
    (error: Error) => ({ file: truth.file, right: 0, all: truth.supplies.length, differences: [error.message] }),
  );
  const verdict = result.differences.length === 0 ? '' : ', DIFFERS';
  say(`${version} ${truth.file}: supplies right ${result.right} of ${result.all}${verdict}`);
  for (const difference of result.differences) say(`    ${difference}`);
  return result;
}

function summarise(results: readonly Comparison[]): number {
  const right = results.reduce((sum, result) => sum + result.right, 0);
  const all = results.reduce((sum, result) => sum + result.all, 0);
  const same = results.filter(({ differences }) => differences.length === 0).length;
  say(`\nsupplies right: ${right} of ${all}; readings without difference: ${same} of ${results.length}`);
  return same === results.length ? 0 : 1;
}

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
