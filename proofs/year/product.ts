import type { ApiAnswer, World } from '../../test/harness/world.ts';

/** The product's API as everybody outside uses it; an answer that nobody expects ends the year. */
export class Product {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  // biome-ignore lint/suspicious/noExplicitAny: of an answer only what is used is looked at
  async get(path: string): Promise<any> {
    return this.#expect('GET', path);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async post(path: string, body?: unknown): Promise<any> {
    return this.#expect('POST', path, body);
  }

  async put(path: string, body: unknown): Promise<void> {
    await this.#expect('PUT', path, body);
  }

  /** All pages of a list. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async list(path: string): Promise<any[]> {
    const items: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await this.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${cursor}` : ''}`,
      );
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  }

  async #expect(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<ApiAnswer['body']> {
    const answer = await this.#world.request(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}
