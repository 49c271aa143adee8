/** npm run lab */
import { compare } from './compare.ts';
import { gate } from './gate/gate.ts';
import { readOptions, UsageError, usage } from './options.ts';

const args = process.argv.slice(2);
try {
  if (args.includes('--help') || args.includes('-h')) process.stdout.write(usage);
  else {
    const options = readOptions(args);
    if (options.gate) process.exitCode = (await gate(options)) ? 0 : 1;
    else await compare(options);
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
