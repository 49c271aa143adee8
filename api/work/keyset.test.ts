import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tasks } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await openTestApi();
  token = await api.newToken('operations');
  const madeAt = api.time.now;
  // Several are due at the same instant: the sort must still be total.
  await api.system.insert(tasks).values(
    Array.from({ length: 25 }, (_, i) => ({
      kind: 'reconnect-case' as const,
      owner: 'connectivity' as const,
      dedupKey: `task ${i}`,
      madeAt,
      dueAt: new Date(madeAt.getTime() + Math.floor(i / 7)),
    })),
  );
});
afterAll(() => api.close());

const page = (query: Record<string, string>) => api.call(token, 'GET', 'tasks', { query });

async function pages(limit: number): Promise<string[][]> {
  const found: string[][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await page({ limit: String(limit), ...(cursor ? { cursor } : {}) });
    found.push(body.items.map(({ id }: { id: string }) => id));
    cursor = body.next;
  }
  return found;
}

describe('pages of a list', () => {
  test.each([1, 6, 7, 24, 25, 26])('of %i: each thing once, in one order', async (limit) => {
    const whole = (await pages(200)).flat();
    const inPages = await pages(limit);
    expect(inPages.flat()).toEqual(whole);
    expect(inPages.slice(0, -1).every((items) => items.length === limit)).toBe(true);
    expect(inPages).toHaveLength(Math.ceil(25 / limit));
  });

  test('what comes behind the cursor is seen, what comes before it moves nothing', async () => {
    const first = await page({ limit: '5' });
    const add = (dedupKey: string, dueAt: Date) =>
      api.system
        .insert(tasks)
        .values({ kind: 'reconnect-case', owner: 'connectivity', dedupKey, madeAt: api.time.now, dueAt })
        .returning();
    const [early] = await add('early', new Date(0));
    const [late] = await add('late', new Date(api.time.now.getTime() + 1e6));
    const rest = await page({ limit: '200', cursor: first.body.next });
    const ids = rest.body.items.map(({ id }: { id: string }) => id);
    expect(ids).toHaveLength(21);
    expect(ids).toContain(late!.id);
    expect(ids).not.toContain(early!.id);
  });

  test.each([
    ['no cursor at all', 'nonsense'],
    ['one of another list', Buffer.from('["AX-410K"]').toString('base64url')],
    ['one with other values', Buffer.from('["x","y"]').toString('base64url')],
    ['SQL', Buffer.from(`["2026-01-01T00:00:00Z","'; drop table tasks; --"]`).toString('base64url')],
  ])('a cursor that is none is named: %s', async (_what, cursor) => {
    const { status, body } = await page({ cursor });
    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({ in: 'query', pointer: '/cursor' });
  });
});
