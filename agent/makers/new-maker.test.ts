import { afterEach, expect, test, vi } from 'vitest';
import { pollSnmp } from '../snmp/poll.ts';
import { startFakeAgent } from '../testing/fake-agent.ts';
import { printerObjects } from '../testing/table-objects.ts';
import { toReading } from '../to-reading.ts';
import type { Maker } from './maker.ts';

/** All that a new maker's file holds: names, a number, where its serial number and its levels stand. */
const corvid: Maker = {
  brands: [{ name: 'Corvid Imaging', aliases: ['Corvid'] }],
  enterprises: [32473],
  serialObjects: [{ oid: '1.3.6.1.4.1.32473.1.1.0', prefixBytes: 2 }],
  levels: {
    oid: '1.3.6.1.4.1.32473.1.2.0',
    read: (bytes) => (bytes.length === 1 ? [{ kind: 'toner', colour: 'black', percent: bytes[0]! / 2 }] : []),
  },
};

/** Its row in the table, as index.ts would have it. */
const table = vi.hoisted(() => ({ added: [] as unknown[] }));
vi.mock('./index.ts', async (original) => {
  const real = await original<typeof import('./index.ts')>();
  const findOrigin: typeof real.findOrigin = (signs, makers = [...real.makers, ...(table.added as Maker[])]) =>
    real.findOrigin(signs, makers);
  return { ...real, findOrigin };
});

afterEach(() => {
  table.added.length = 0;
});

/** A printer of that maker: nothing in the usual place of the serial number, and a toner of which “some is left”. */
const objects = printerObjects(
  { '1.1': { description: 'Black Toner', type: 3, class: 3, capacity: -2, level: -3 } },
  {
    '1.3.6.1.2.1.43.5.1.1.17.1': '',
    '1.3.6.1.4.1.32473.1.1.0': 'xx00CV0099',
    '1.3.6.1.4.1.32473.1.2.0': Buffer.from([85]),
  },
);

async function read() {
  const agent = await startFakeAgent({ public: objects });
  try {
    const access = { host: '127.0.0.1', port: agent.port, community: 'public', timeoutMs: 2000, retries: 0 };
    return await pollSnmp(access, new Date('2026-03-02T06:00:00Z'));
  } finally {
    await agent.close();
  }
}

test('a new maker is one new file: a printer is read right by it and its row, and by nothing else', async () => {
  const before = await read();
  expect(before).toMatchObject({ maker: 'Corvid', serial: null, supplies: [{ level: { state: 'some' } }] });
  expect(() => toReading(before)).toThrow(/no serial number/);

  table.added.push(corvid);
  const after = await read();
  expect(after).toMatchObject({
    maker: 'Corvid Imaging',
    model: 'P900',
    serial: '00CV0099',
    supplies: [{ index: '1.1', colour: 'black', level: { percent: 42.5 } }],
  });
  expect(after.supplies[0]!.inferred).toContain('level');
  expect(toReading(after).levels).toMatchObject([{ key: '1.1', level: { type: 'percent', percent: 42.5 } }]);
});
