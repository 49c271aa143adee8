import { createHash } from 'node:crypto';

/**
 * Chance that can be repeated: the same seed gives the same throws. Every matter takes dice of its own name, so that one throw more
 * somewhere does not change what happens elsewhere.
 */
export class Dice {
  readonly #name: string;
  #throws = 0;

  constructor(name: string | number) {
    this.#name = String(name);
  }

  of(name: string): Dice {
    return new Dice(`${this.#name}/${name}`);
  }

  /** From 0, below 1. */
  next(): number {
    const digest = createHash('sha256')
      .update(`${this.#name}#${this.#throws++}`)
      .digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** About `mean`, never negative; `scatter` is the standard deviation of its logarithm. */
  about(mean: number, scatter: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return mean * Math.exp(scatter * normal - (scatter * scatter) / 2);
  }
}
