import { afterEach, describe, expect, test } from 'vitest';
import { type FakeObjects, type FakeRequest, type Misbehaviour, startFakeAgent } from '../testing/fake-agent.ts';
import { openSession } from './session.ts';
import { compareOids, type Walk, walk } from './walk.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const ENTRY = '1.3.6.1.2.1.43.11.1.1';

/** `rows` cells in each of the columns 5 to 9; around them what belongs to other tables. */
function table(rows: number): FakeObjects {
  const objects: FakeObjects = { '1.3.6.1.2.1.43.10.2.1.4.1.1': 7, '1.3.6.1.2.1.43.12.1.1.4.1.1': 'black' };
  for (const column of [5, 6, 7, 8, 9])
    for (let row = 1; row <= rows; row += 1) objects[`${ENTRY}.${column}.1.${row}`] = row;
  return objects;
}

async function walkTable(
  objects: FakeObjects,
  misbehave?: (request: FakeRequest, number: number) => Misbehaviour,
): Promise<Walk & { requests: FakeRequest[] }> {
  const agent = await startFakeAgent({ public: objects }, misbehave);
  cleanups.push(agent.close);
  const access = { host: '127.0.0.1', port: agent.port, community: 'public', timeoutMs: 500, retries: 0 };
  const session = await openSession(access);
  cleanups.push(() => session.close());
  return { ...(await walk(session, ENTRY)), requests: agent.requests };
}

describe('walking a table', () => {
  test('all of it and nothing else, many at once', async () => {
    const { objects, problem, requests } = await walkTable(table(65));
    expect(objects).toHaveLength(5 * 65);
    expect(objects.every(({ oid }) => oid.startsWith(`${ENTRY}.`))).toBe(true);
    expect(problem).toBeUndefined();
    expect(requests.length).toBeLessThan(20);
    expect(new Set(requests.map(({ pdu }) => pdu))).toEqual(new Set(['getBulk']));
  });

  test('the last table of a printer', async () => {
    const objects = table(3);
    delete objects['1.3.6.1.2.1.43.12.1.1.4.1.1'];
    expect((await walkTable(objects)).objects).toHaveLength(15);
  });

  test('none', async () => {
    expect(await walkTable({})).toMatchObject({ objects: [], problem: undefined });
  });

  test('one by one where GETBULK is met with silence or an error', async () => {
    for (const odd of ['silence', { error: 5 }] as const) {
      const { objects, problem } = await walkTable(table(3), ({ pdu }) => (pdu === 'getBulk' ? odd : undefined));
      expect(objects).toHaveLength(15);
      expect(problem).toBeUndefined();
    }
  });

  test('past a column that is broken', async () => {
    const { objects, problem } = await walkTable(table(3), ({ pdu, oids }) =>
      pdu === 'getBulk' || oids[0] === `${ENTRY}.6.1.2` ? { error: 5 } : undefined,
    );
    expect(objects.map(({ oid }) => oid.slice(ENTRY.length + 1))).not.toContain('6.1.3');
    expect(objects).toHaveLength(14);
    expect(problem).toMatchObject({ failure: 'answer' });
  });

  test('half a table, then silence: what came is kept', async () => {
    const { objects, problem } = await walkTable(table(20), (_, number) => (number > 3 ? 'silence' : undefined));
    expect(objects).toHaveLength(60);
    expect(problem).toMatchObject({ failure: 'silent' });
  });

  test('errors on everything', async () => {
    const { objects, problem, requests } = await walkTable(table(3), () => ({ error: 5 }));
    expect(objects).toEqual([]);
    expect(problem).toMatchObject({ failure: 'answer' });
    expect(requests.length).toBeLessThan(25);
  });

  test('a table without end', async () => {
    const { objects, problem } = await walkTable(table(1000));
    expect(objects.length).toBeLessThan(4200);
    expect(problem?.message).toMatch(/does not end/);
  });
});

describe('a printer that runs in circles', () => {
  test('its walk ends', async () => {
    const session = {
      getBulk: async () => [
        { oid: `${ENTRY}.5.1.1`, value: 1 },
        { oid: `${ENTRY}.5.1.2`, value: 1 },
        { oid: `${ENTRY}.5.1.1`, value: 1 },
      ],
    };
    const { objects, problem } = await walk(session as unknown as Parameters<typeof walk>[0], ENTRY);
    expect(objects).toHaveLength(2);
    expect(problem?.message).toMatch(/circles/);
  });
});

test('indexes are ordered as numbers', () => {
  expect(['1.10', '1.9', '1', '2.1', '1.9.1'].sort(compareOids)).toEqual(['1', '1.9', '1.9.1', '1.10', '2.1']);
});
