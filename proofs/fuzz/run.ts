// npm run fuzz: schemathesis over the running API's own description, as nobody and as every role.
import { parseArgs } from 'node:util';
import { SetupError } from '../../servers/setup-error.ts';
import { anySeed, endWith, wholeNumber } from '../../test/harness/command-line.ts';
import { passesOf, runPass } from './fuzz.ts';
import { startProduct } from './product.ts';
import { findSchemathesis } from './schemathesis.ts';

const usage = 'Usage: npm run fuzz -- [--minutes N] [--seed S] [--as CALLER]';
const beganAt = performance.now();
const seconds = () => Math.round((performance.now() - beganAt) / 1000);
const say = (text: string) => process.stdout.write(text);
const mostFailures = 5;

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        minutes: { type: 'string', default: '24' },
        seed: { type: 'string', default: String(anySeed()) },
        as: { type: 'string' },
      },
    });
    return {
      minutes: wholeNumber('minutes', values.minutes, 1, 10_000),
      seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
      as: values.as,
    };
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\n${usage}`);
  }
}

async function run({ minutes, seed, as }: ReturnType<typeof readOptions>): Promise<number> {
  const product = await startProduct((line) => say(`  ${line}\n`));
  try {
    const program = await findSchemathesis(product.cache, (line) => say(`  ${line}\n`));
    const callers = product.callers.filter(({ name }) => as === undefined || name === as);
    if (callers.length === 0)
      throw new SetupError(`--as ${as}: one of ${product.callers.map(({ name }) => name).join(', ')}\n${usage}`);
    const passes = passesOf(callers, seed, (minutes * 60) / callers.length);
    say(`${callers.length} callers, seed ${seed}, about ${minutes} minutes\n`);
    let requests = 0;
    let unsound = 0;
    for (const pass of passes) {
      const result = await runPass(program, product, pass);
      requests += result.requests;
      if (!result.sound) unsound += 1;
      say(
        `${result.sound ? '✓' : '✗'} ${pass.caller.name}, ${pass.ids} ids: ${result.requests} requests, ${seconds()} s\n`,
      );
      if (!result.sound) say(`${result.text}\n`);
    }
    for (const failure of product.failures.slice(0, mostFailures)) say(`  ✗ ${failure.trimEnd()}\n`);
    say(`\n${requests} requests, ${unsound} of ${passes.length} passes found something, `);
    say(`${product.failures.length} failures of the API or an activity; ${seconds()} s, seed ${seed}\n`);
    return unsound > 0 || product.failures.length > 0 ? 1 : 0;
  } finally {
    await product.close();
  }
}

await endWith(() => run(readOptions(process.argv.slice(2))));
