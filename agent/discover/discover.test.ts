import snmp from 'net-snmp';
import { afterEach, describe, expect, test } from 'vitest';
import type { Configuration } from '../configuration.ts';
import { freeUdpPort } from '../free-port.ts';
import { entries, sysDescr } from '../snmp/printer-mib.ts';
import { type FakeObjects, type FakeRequest, type Misbehaviour, startFakeAgent } from '../testing/fake-agent.ts';
import { ippAnswer, startFakeHttp } from '../testing/fake-ipp.ts';
import { printerObjects } from '../testing/table-objects.ts';
import { discover, type Found } from './discover.ts';
import { accessBy } from './ways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const objects = printerObjects({ '1.1': { description: 'Black Toner', capacity: 100, level: 40 } });

async function printer(
  communities: Record<string, FakeObjects>,
  misbehave?: (request: FakeRequest, number: number) => Misbehaviour,
): Promise<{ address: string; requests: FakeRequest[] }> {
  const agent = await startFakeAgent(communities, misbehave);
  cleanups.push(agent.close);
  return { address: `127.0.0.1:${agent.port}`, requests: agent.requests };
}

const configuration = (more: Partial<Configuration>): Configuration => ({
  server: 'https://server.example',
  hosts: [],
  ranges: [],
  exclude: [],
  communities: ['public'],
  users: [],
  ipp: false,
  everyHours: 6,
  discoverHours: 24,
  concurrency: 4,
  perSecond: 1000,
  timeoutSeconds: 0.2,
  printerSeconds: 5,
  ...more,
});

async function find(more: Partial<Configuration>): Promise<Found[]> {
  const found: Found[] = [];
  await discover(configuration(more), (each) => found.push(each));
  return found;
}

describe('looking for printers', () => {
  test('by v2c; one that sleeps, one that talks rubbish and a thing that is no printer stop no other', async () => {
    const silent = await printer({ other: objects });
    const rubbish = await printer({ public: {} }, () => ({ bytes: Buffer.from('hello') }));
    const router = await printer({ public: { [sysDescr]: 'A router', '1.3.6.1.2.1.2.1.0': 4 } });
    const slow = await printer({ public: objects }, () => ({ lateMs: 60 }));
    const good = await printer({ public: objects });
    const hosts = [silent, rubbish, router, slow, good].map(({ address }) => address);
    const found = await find({ hosts });
    expect(found.map(({ address }) => address).sort()).toEqual([slow.address, good.address].sort());
    expect(found[0]!.way).toEqual({ community: 'public' });
  });

  test('by the second community, and by v1 where nothing else is answered', async () => {
    const second = await printer({ internal: objects });
    const old = await printer({ public: objects }, ({ pdu }) => (pdu === 'getBulk' ? 'silence' : undefined));
    const found = await find({ hosts: [second.address], communities: ['public', 'internal'] });
    expect(found).toEqual([{ address: second.address, way: { community: 'internal' } }]);
    expect(accessBy({ community: 'public', v1: true }, old.address, configuration({}))).toMatchObject({
      snmp: { v1: true },
    });
    expect(accessBy({ community: 'gone' }, old.address, configuration({}))).toBeUndefined();
  });

  test('by SNMP v3, SHA and AES, before anything else', async () => {
    const port = await freeUdpPort();
    const agent = snmp.createAgent({ address: '127.0.0.1', port, disableAuthorization: false }, () => undefined);
    cleanups.push(() => agent.close());
    const user = { name: 'reader', auth: 'SHA:authentication', priv: 'AES:privacy-of-it' };
    agent.getAuthorizer().addUser({
      name: user.name,
      level: snmp.SecurityLevel.authPriv,
      authProtocol: snmp.AuthProtocols.sha,
      authKey: 'authentication',
      privProtocol: snmp.PrivProtocols.aes,
      privKey: 'privacy-of-it',
    });
    const mib = agent.getMib();
    mib.registerProvider({
      name: 'serial',
      type: snmp.MibProviderType.Scalar,
      oid: `${entries.general}.17.1`,
      scalarType: snmp.ObjectType.OctetString,
      maxAccess: snmp.MaxAccess['read-only'],
    });
    mib.setScalarValue('serial', '00CV0007');
    const address = `127.0.0.1:${port}`;
    expect(await find({ hosts: [address], users: [user], timeoutSeconds: 1 })).toEqual([
      { address, way: { user: 'reader' } },
    ]);
  });

  test('by IPP where SNMP is off', async () => {
    const server = await startFakeHttp((request, response) => {
      request.resume().on('end', () => response.end(ippAnswer({ 'printer-make-and-model': 'Corvid P900' })));
    });
    cleanups.push(server.close);
    const ipp = `ipp://127.0.0.1:${server.port}/ipp/print`;
    expect(await find({ hosts: [ipp], ipp: true })).toEqual([{ address: ipp, way: { ipp } }]);
  });

  test('nowhere but at the addresses that are configured', async () => {
    const { address, requests } = await printer({ public: objects });
    expect(await find({ ranges: ['127.0.0.2-127.0.0.4'], exclude: ['127.0.0.3'] })).toEqual([]);
    expect(requests).toEqual([]);
    expect(await find({ hosts: [address] })).toHaveLength(1);
  });
});
