import { afterEach, expect, test } from 'vitest';
import type { Configuration } from '../configuration.ts';
import { factsIn } from '../store/facts.ts';
import type { PrinterStore } from '../store/printers.ts';
import { printersIn } from '../store/printers.ts';
import { openStore } from '../store/store.ts';
import { type FakeObjects, type FakeRequest, type Misbehaviour, startFakeAgent } from '../testing/fake-agent.ts';
import { printerObjects } from '../testing/table-objects.ts';
import type { ReadingBody } from '../to-reading.ts';
import { readRound } from './round.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const rows = { '1.1': { description: 'Black Toner', type: 3, capacity: 100, level: 40 } };
const configuration = {
  communities: ['public'],
  users: [],
  concurrency: 8,
  timeoutSeconds: 0.4,
  printerSeconds: 2,
} as unknown as Configuration;

async function setUp() {
  const { database } = openStore(':memory:');
  cleanups.push(() => database.close());
  const facts = factsIn(database);
  const printers: PrinterStore = printersIn(database);
  const taken: ReadingBody[] = [];
  const queue = { add: (reading: ReadingBody) => taken.push(reading) } as never;
  const add = async (objects: FakeObjects, misbehave?: (request: FakeRequest, number: number) => Misbehaviour) => {
    const agent = await startFakeAgent({ public: objects }, misbehave);
    cleanups.push(agent.close);
    const address = `127.0.0.1:${agent.port}`;
    printers.found(address, { community: 'public' }, new Date());
    return address;
  };
  return {
    facts,
    printers,
    queue,
    taken,
    add,
    round: (signal?: AbortSignal) => readRound({ configuration, printers, queue, facts }, signal),
  };
}

const ofSerial = (serial: string) => printerObjects(rows, { '1.3.6.1.2.1.43.5.1.1.17.1': serial });

test('a printer that sleeps, answers half, slowly or rubbish costs its own time and no other’s', async () => {
  const { add, taken, round, printers, facts } = await setUp();
  const good = await add(ofSerial('GOOD1'));
  await add(ofSerial('HALF1'), (_, number) => (number > 10 ? 'silence' : undefined));
  const asleep = await add({}, () => 'silence');
  const endless = await add(ofSerial('SLOW1'), () => ({ lateMs: 300 }));
  const rubbish = await add({}, () => ({ bytes: Buffer.from('hello') }));
  const nameless = await add(printerObjects(rows, { '1.3.6.1.2.1.43.5.1.1.17.1': 'unknown' }));
  const began = performance.now();
  await round();
  expect(performance.now() - began).toBeLessThan(5000);
  expect(taken.map(({ device }) => device.serial)).toContain('GOOD1');
  const failures = new Map(printers.all().map(({ address, failure }) => [address, failure]));
  expect(failures.get(good)).toBeNull();
  expect([asleep, endless, rubbish, nameless].map((address) => failures.get(address))).toEqual([
    'silent',
    'silent',
    'rubbish',
    'not-sendable',
  ]);
  expect(printers.all().find(({ address }) => address === endless)?.message).toMatch(/so slowly/);
  expect(facts.get('read')! + facts.get('failed')!).toBe(6);
});

test('a printer at two addresses is read once', async () => {
  const { add, taken, round } = await setUp();
  await add(ofSerial('TWICE1'));
  await add(ofSerial('TWICE1'));
  await round();
  expect(taken).toHaveLength(1);
});

test('two printers that tell one serial number are both sent, the second with the address of the first', async () => {
  const { add, taken, round } = await setUp();
  const other = { '1.1': { description: 'Black Toner', type: 3, capacity: 100, level: 85 } };
  const addresses = [
    await add(ofSerial('TWIN1')),
    await add(printerObjects(other, { '1.3.6.1.2.1.43.5.1.1.17.1': 'TWIN1' })),
  ];
  await round();
  const [first, second] = taken;
  expect(taken).toHaveLength(2);
  expect(first!.sameSerialAt).toBeUndefined();
  expect(addresses).toContain(second!.sameSerialAt);
});

test('a round that was broken off goes on with those that have waited longest', async () => {
  const { add, taken, round, printers } = await setUp();
  const first = await add(ofSerial('FIRST1'));
  await add(ofSerial('SECOND1'));
  printers.read(first, { name: 'x', serial: 'FIRST1' }, new Date());
  await round();
  expect(taken.map(({ device }) => device.serial)).toContain('SECOND1');
  const broken = new AbortController();
  broken.abort();
  taken.length = 0;
  await round(broken.signal);
  expect(taken).toEqual([]);
});
