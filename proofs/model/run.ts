// npm run model: what happens to orders and books, thousands of times by chance, against a small model of what must come of it.

import { fork } from 'node:child_process';
import { join } from 'node:path';
import postgres from 'postgres';
import { endWith } from '../../test/harness/command-line.ts';
import { type OwnPostgres, startOwnPostgres } from '../../test/harness/own-postgres.ts';
import { type ModelOptions, readOptions } from './options.ts';
import type { Said, Share } from './worker.ts';

const beganAt = performance.now();
const seconds = () => Math.round((performance.now() - beganAt) / 1000);
const say = (text: string) => process.stdout.write(text);

type Done = Extract<Said, { done: unknown }>['done'];

async function run(options: ModelOptions): Promise<number> {
  const { runs, seed, workers, minutes } = options;
  say(`${runs} runs, seed ${seed}, ${workers} ${workers === 1 ? 'worker' : 'workers'}, at most ${minutes} minutes\n`);
  const server = await startOwnPostgres('model', (line) => say(`  ${line}\n`));
  try {
    const shares = await Promise.all(Array.from({ length: workers }, (_, i) => shareOf(server, options, i)));
    const played = shares.map(() => ({ runs: 0, steps: 0 }));
    const sum = (of: 'runs' | 'steps') => played.reduce((total, each) => total + each[of], 0);
    let said = 0;
    const results = await Promise.all(
      shares.map((share, i) =>
        play(share, (now) => {
          played[i] = now;
          if (seconds() - said < 10) return;
          said = seconds();
          say(`${sum('runs')} of ${runs} runs, ${sum('steps')} steps, ${seconds()} s\n`);
        }),
      ),
    );
    return tell(results, sum('runs'), sum('steps'), options);
  } finally {
    await server.close();
  }
}

/** Each has a copy of the database, and a seed of its own: the first that of the command. */
async function shareOf({ config }: OwnPostgres, options: ModelOptions, index: number): Promise<Share> {
  const url = new URL(config.database.ownerUrl);
  const name = `model_${index}`;
  const sql = postgres(new URL('/postgres', url).href, { max: 1 });
  await sql`create database ${sql(name)} template replenish`;
  await sql.end();
  url.pathname = `/${name}`;
  const { runs, seed, workers, path, replayPath, minutes } = options;
  return {
    environment: { NODE_ENV: 'test', DATABASE_URL: url.href, REPLENISH_SECRET: config.secret, LOG_LEVEL: 'warn' },
    runs: Math.ceil(runs / workers),
    seed: (seed + index) | 0,
    path,
    replayPath,
    limitMs: minutes * 60_000,
  };
}

function play(share: Share, progress: (played: { runs: number; steps: number }) => void): Promise<Done> {
  const child = fork(join(import.meta.dirname, 'worker.ts'));
  return new Promise((resolve, reject) => {
    let done: Done | undefined;
    child.on('message', (said: Said) => {
      if ('done' in said) done = said.done;
      else progress(said);
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      done ? resolve(done) : reject(new Error(`a worker of the model ended with ${code} before its runs were over`)),
    );
    child.send(share);
  });
}

function tell(results: Done[], runs: number, steps: number, options: ModelOptions): number {
  const failures = results.flatMap(({ failed }) => failed ?? []);
  for (const failure of failures) say(`\n${failure}\n`);
  const short = results.some(({ interrupted }) => interrupted);
  if (short) say(`\nThe time limit of ${options.minutes} minutes has come first.\n`);
  say(
    `\n${runs} runs, ${steps} steps, ${failures.length} parted from the model; ${seconds()} s, seed ${options.seed}\n`,
  );
  return failures.length > 0 || short ? 1 : 0;
}

await endWith(() => run(readOptions(process.argv.slice(2))));
