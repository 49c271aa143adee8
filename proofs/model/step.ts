import type { AsyncCommand } from 'fast-check';
import type { Expected } from './expected.ts';
import type { Facts } from './facts.ts';
import type { Product } from './product.ts';
import { verify } from './verify.ts';

/** What the model takes over from the product after the step: what the product decides by itself. */
export type Adopt = (facts: Facts) => string[];

/**
 * One step of a run: something that a printer, a person, the warehouse or time does, to the product and to what is expected of it.
 * Steps name things by their place (order 0, the second device): so a shrunk run is a run still, and can be kept as a test.
 */
export class Step implements AsyncCommand<Expected, Product> {
  readonly #name: string;
  readonly #possible: (expected: Expected) => boolean;
  readonly #take: (expected: Expected, product: Product) => Promise<Adopt | undefined>;

  constructor(
    name: string,
    possible: (expected: Expected) => boolean,
    take: (expected: Expected, product: Product) => Promise<Adopt | undefined>,
  ) {
    this.#name = name;
    this.#possible = possible;
    this.#take = take;
  }

  check(expected: Expected): boolean {
    return this.#possible(expected);
  }

  async run(expected: Expected, product: Product): Promise<void> {
    await verify(expected, product, await this.#take(expected, product));
  }

  /** As it is written in a test. */
  toString(): string {
    return this.#name;
  }
}

/** The thing at a place of a list that has at least one; places beyond the end count from its beginning again. */
export const at = <T>(list: readonly T[], place: number): T => list[place % list.length]!;
