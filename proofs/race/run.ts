// npm run race: one slot ordered from 50 sides at once, again and again; then released and cancelled at once.
import { parseArgs } from 'node:util';
import { SetupError } from '../../servers/setup-error.ts';
import { anySeed, endWith, wholeNumber } from '../../test/harness/command-line.ts';
import { startOwnPostgres } from '../../test/harness/own-postgres.ts';
import { race } from './race.ts';

const usage = 'Usage: npm run race -- [--rounds N] [--seed S] [--minutes N]';
const beganAt = performance.now();
const seconds = () => Math.round((performance.now() - beganAt) / 1000);
const say = (text: string) => process.stdout.write(text);
const sayEverySeconds = 10;
const mostProblems = 20;

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        rounds: { type: 'string', default: '1000' },
        seed: { type: 'string', default: String(anySeed()) },
        minutes: { type: 'string', default: '30' },
      },
    });
    return {
      rounds: wholeNumber('rounds', values.rounds, 1, 100_000),
      seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
      minutes: wholeNumber('minutes', values.minutes, 1, 10_000),
    };
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\n${usage}`);
  }
}

async function run({ rounds, seed, minutes }: ReturnType<typeof readOptions>): Promise<number> {
  say(`${rounds} rounds of 50 sides, seed ${seed}, at most ${minutes} minutes\n`);
  const server = await startOwnPostgres('race', (line) => say(`  ${line}\n`));
  try {
    let said = 0;
    const options = { rounds, seed, untilMs: beganAt + minutes * 60_000 };
    const {
      rounds: played,
      won,
      problems,
    } = await race(server.config, options, (done) => {
      if (seconds() - said < sayEverySeconds) return;
      said = seconds();
      say(`round ${done} of ${rounds}, ${seconds()} s\n`);
    });
    for (const problem of problems.slice(0, mostProblems)) say(`  ✗ ${problem}\n`);
    if (problems.length > mostProblems) say(`    and ${problems.length - mostProblems} more\n`);
    const winners = [...won].map(([name, times]) => `${name} ${times}`).toSorted();
    if (played < rounds) say(`The time limit of ${minutes} minutes has come first.\n`);
    say(
      `\n${played} rounds, ${problems.length} violations; ${seconds()} s, seed ${seed}\nwon: ${winners.join(', ')}\n`,
    );
    return problems.length > 0 || played < rounds ? 1 : 0;
  } finally {
    await server.close();
  }
}

await endWith(() => run(readOptions(process.argv.slice(2))));
