const nbsp = '\u00a0';

/** "1 day", "2 days": a whole figure with its noun in the right number, not parted at the end of a line. */
export function counted(language: string) {
  const rules = new Intl.PluralRules(language);
  const figures = new Intl.NumberFormat(language);
  return (count: number, one: string, other: string) =>
    `${figures.format(count)}${nbsp}${rules.select(count) === 'one' ? one : other}`;
}
