/** Rows of one statement: PostgreSQL takes 65,535 parameters, and no row of ours has a hundred. */
const size = 500;

/** Runs a statement for many rows, some hundred at a time. */
export async function inParts<T, R>(items: readonly T[], statement: (part: T[]) => PromiseLike<R[]>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += size) {
    results.push(...(await statement(items.slice(from, from + size))));
  }
  return results;
}
