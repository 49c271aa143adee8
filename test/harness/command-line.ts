/** A whole number that a command was given, or a sentence that says what is wanted. @throws RangeError */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new RangeError(`--${option} ${text}: a whole number from ${least} to ${most} is wanted.`);
}

/** A seed that the command prints, so that the same may happen again. */
export const anySeed = (): number => Date.now() % 2 ** 31;
