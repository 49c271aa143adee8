/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/**
 * Chance with a name: the same key gives the same draws. Each thing of the world draws from a stream of its own, so that no
 * decision of a controller moves anybody else's dice, and two controllers meet the same world. (sfc32)
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(...key: (string | number)[]) {
    const text = key.join('/');
    this.#a = hash(text);
    this.#b = hash(`${text}#`);
    this.#c = hash(`#${text}`);
    for (let i = 0; i < 12; i += 1) this.next();
  }

  /** 0 (included) to 1 (not). */
  next(): number {
    const sum = (this.#a + this.#b + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(from: number, to: number): number {
    return from + (to - from) * this.next();
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor((to - from + 1) * this.next());
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Waiting time of what happens by chance. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  pick<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>): Name {
    const entries = Object.entries(weights) as [Name, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return entries.at(-1)![0];
  }

  /** Days, of so many, on which something happens that happens so often a year. */
  days(perYear: number, count: number): number[] {
    const found: number[] = [];
    if (perYear <= 0) return found;
    for (let at = this.wait(365 / perYear); at < count; at += this.wait(365 / perYear)) found.push(Math.floor(at));
    return found;
  }
}
