/**
 * npm run recordings -- DIR: replays the SNMP recordings in DIR/snmp and compares what the agent reads with
 * DIR/truth.json. Ends with 1 when anything differs or cannot be compared.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { poll } from './poll.ts';
import { type Comparison, compare, type TrueReading } from './recordings/compare.ts';
import { findSnmpsim, startReplay } from './recordings/snmpsim.ts';
import { readSettings } from './settings.ts';

const EXTENSION = '.snmprec';

async function main(folder: string | undefined): Promise<number> {
  if (!folder) throw new Error('Usage: npm run recordings -- DIR, the folder with truth.json and snmp/*.snmprec');
  const truthFile = join(folder, 'truth.json');
  if (!existsSync(truthFile)) throw new Error(`There is no ${truthFile}: give the folder that holds the recordings.`);
  const truths = (JSON.parse(readFileSync(truthFile, 'utf8')) as { snmp: TrueReading[] }).snmp;
  if (truths.length === 0) throw new Error(`${truthFile} names no SNMP recording.`);
  const program = findSnmpsim(readSettings().snmpsim);
  const replay = await startReplay(program, join(folder, 'snmp'), basename(truths[0]!.file, EXTENSION));
  const results: Comparison[] = [];
  try {
    for (const truth of truths) results.push(await compareOne(truth, replay.port));
  } finally {
    await replay.stop();
  }
  const right = results.reduce((sum, result) => sum + result.right, 0);
  const all = results.reduce((sum, result) => sum + result.all, 0);
  const differing = results.filter(({ differences }) => differences.length > 0).length;
  say(
    `\nsupplies right: ${right} of ${all}; recordings without difference: ${results.length - differing} of ${results.length}`,
  );
  return differing === 0 ? 0 : 1;
}

async function compareOne(truth: TrueReading, port: number): Promise<Comparison> {
  const community = basename(truth.file, EXTENSION);
  const access = { host: '127.0.0.1', port, community, timeoutMs: 2000, retries: 1 };
  const result = await poll(access, new Date()).then(
    (reading) => compare(truth, reading),
    (error: Error) => ({ file: truth.file, right: 0, all: truth.supplies.length, differences: [error.message] }),
  );
  say(`${truth.file}: supplies ${result.right}/${result.all}${result.differences.length === 0 ? '' : ', DIFFERS'}`);
  for (const difference of result.differences) say(`    ${difference}`);
  return result;
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
