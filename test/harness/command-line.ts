import { SetupError } from '../../servers/setup-error.ts';

/** A whole number that a command was given, or a sentence that says what is wanted. @throws RangeError */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new RangeError(`--${option} ${text}: a whole number from ${least} to ${most} is wanted.`);
}

/** A seed that the command prints, so that the same may happen again. */
export const anySeed = (): number => Date.now() % 2 ** 31;

/** Ends the process with what `run` answers; with a sentence and 1 where it cannot begin. */
export async function endWith(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
