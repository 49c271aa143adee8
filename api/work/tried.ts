import type { Transaction } from '../../db/database.ts';

/** Carries the result out of a transaction that is undone on purpose. */
class Undone<T> extends Error {
  readonly result: T;
  constructor(result: T) {
    super('dry run');
    this.result = result;
  }
}

/** What `run` would do: it does it, and nothing of it stays. */
export async function tried<T>(tx: Transaction, run: (inner: Transaction) => Promise<T>): Promise<T> {
  try {
    return await tx.transaction(async (inner) => {
      throw new Undone(await run(inner));
    });
  } catch (error) {
    if (error instanceof Undone) return error.result as T;
    throw error;
  }
}
