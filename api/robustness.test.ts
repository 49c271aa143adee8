import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from './test/api.ts';
import { type Ids, makeCatalogue, makeTenant } from './test/tenant.ts';

let api: TestApi;
let token: string;
let ids: Ids & { modelId: string; supplyId: string };
beforeAll(async () => {
  api = await openTestApi({ limits: { perCredential: 1e6, perAddress: 1e6 } });
  token = await api.newToken('operations');
  const catalogue = await makeCatalogue(api);
  ids = { ...(await makeTenant(api, 'one', catalogue)).here, ...catalogue };
});
afterAll(() => api.close());

const filled = (path: string) =>
  path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => ids[name as keyof typeof ids] ?? 'x');

/** What an operation may be sent and never should be. Every answer must be a described one (the harness checks), and none may be a failure of ours.
 * Temporal is away here: 503 is right. */
describe('no request makes the API fail', () => {
  test('every whole number in a request has a largest one, which the database can hold', async () => {
    const document = (await api.call(undefined, 'GET', '/openapi.json')).body;
    const unbounded: string[] = [];
    const look = (schema: unknown, where: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { type, maximum } = schema as { type?: unknown; maximum?: number };
      const whole = type === 'integer' || (Array.isArray(type) && type.includes('integer'));
      if (whole && !(maximum !== undefined && maximum <= Number.MAX_SAFE_INTEGER)) unbounded.push(where);
      const { $ref } = schema as { $ref?: string };
      const named = $ref ? document.components.schemas[$ref.split('/').at(-1)!] : undefined;
      for (const [key, part] of Object.entries(named ?? schema)) look(part, `${where}.${key}`);
    };
    for (const [path, operations] of Object.entries<object>(document.paths))
      for (const [method, operation] of Object.entries<{ parameters?: unknown; requestBody?: unknown }>(
        operations as never,
      ))
        look([operation.parameters, operation.requestBody], `${method} ${path}`);
    expect(unbounded).toEqual([]);
  });

  const contents = [undefined, 'null', '{}', '"text"', '[{"a":{"b":[{}]}}]'];

  test('whatever content every operation gets', async () => {
    const failed: string[] = [];
    for (const { method, path, operationId } of api.operations) {
      if (method === 'GET') continue;
      for (const body of contents) {
        const headers = { 'if-match': '*', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
        const { status } = await api.call(token, method, filled(path), { body, headers });
        if (status === 500) failed.push(`${operationId} with ${body}: ${status}`);
      }
    }
    expect(failed).toEqual([]);
  });

  test('whatever stands in the query of every list', async () => {
    const lists = api.operations.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/'));
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '',
        'null',
        '-1',
        '0',
        '1e9',
        'true',
        '%',
        "'",
        '2026-02-30',
        '999999999999999999999',
        ids.siteId,
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...lists),
        fc.array(value, { minLength: 12, maxLength: 12 }),
        async (list, values) => {
          const names = list.parameters.filter(({ in: part }) => part === 'query').map(({ name }) => name);
          const query = Object.fromEntries(names.map((name, i) => [name, values[i % values.length]!]));
          const { status } = await api.call(token, 'GET', filled(list.path), { query });
          expect(status, `${list.operationId} ${JSON.stringify(query)}`).not.toBe(500);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('whatever a field holds: its own example with one value changed', async () => {
    const changes = api.operations.flatMap((operation) => {
      const example = operation.examples['application/json'];
      return example && typeof example === 'object' && !Array.isArray(example) ? [{ ...operation, example }] : [];
    });
    const odd = fc.oneof(
      fc.constantFrom<unknown>(null, 0, -1, 1.5, 1e308, 2 ** 31, '', ' ', 'x'.repeat(10_000), [], {}, [null], true),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...changes),
        fc.nat(),
        odd,
        async ({ method, path, operationId, example }, at, value) => {
          const names = Object.keys(example);
          const body = { ...example, [names[at % names.length]!]: value };
          const { status } = await api.call(token, method, filled(path), { body, headers: { 'if-match': '*' } });
          expect(status, `${operationId} ${JSON.stringify(body).slice(0, 200)}`).not.toBe(500);
        },
      ),
      { numRuns: 200 },
    );
  });
});
