import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import snmp from 'net-snmp';
import { afterEach, describe, expect, test } from 'vitest';
import { freeUdpPort } from '../free-port.ts';
import { startFakeAgent } from '../testing/fake-agent.ts';
import { sysDescr } from './printer-mib.ts';
import { openSession, type SnmpAccess, type SnmpSession } from './session.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function open(access: Partial<SnmpAccess>): Promise<SnmpSession> {
  const session = await openSession({
    host: '127.0.0.1',
    port: 161,
    community: 'public',
    timeoutMs: 500,
    retries: 0,
    ...access,
  });
  cleanups.push(() => session.close());
  return session;
}

async function fake(...args: Parameters<typeof startFakeAgent>) {
  const agent = await startFakeAgent(...args);
  cleanups.push(agent.close);
  return agent;
}

describe('SNMP v2c', () => {
  test('values of all kinds, and what is not there', async () => {
    const { port } = await fake({
      public: {
        '1.3.1': -3,
        '1.3.2': 'text',
        '1.3.3': { oid: '1.3.6.1.4.1.32473.2147483647' },
        '1.3.4': { counter: 4294967295 },
        '1.3.5': { encoded: Buffer.from([0x46, 3, 1, 0, 0]) },
        '1.3.6': { encoded: Buffer.from([0x40, 4, 10, 0, 0, 1]) },
      },
    });
    const session = await open({ port });
    expect(await session.get(['1.3.1', '1.3.2', '1.3.3', '1.3.4', '1.3.5', '1.3.6', '1.3.7'])).toEqual([
      { oid: '1.3.1', value: -3 },
      { oid: '1.3.2', value: Buffer.from('text') },
      { oid: '1.3.3', value: { oid: '1.3.6.1.4.1.32473.2147483647' } },
      { oid: '1.3.4', value: 4294967295 },
      { oid: '1.3.5', value: 65536 },
      { oid: '1.3.6', value: undefined },
      { oid: '1.3.7', value: undefined },
    ]);
  });

  test('silence: the sentence says what to check', async () => {
    const { port, requests } = await fake({ other: { [sysDescr]: 'Corvid' } });
    const session = await open({ port, retries: 1 });
    await expect(session.get([sysDescr])).rejects.toMatchObject({
      failure: 'silent',
      message: expect.stringMatching(/within 1 s.*deep sleep.*SNMP is enabled.*community.*firewall/),
    });
    expect(requests).toHaveLength(2);
  });

  test('another context of the same printer', async () => {
    const { port } = await fake({ 'public@Jetdirect': { [sysDescr]: 'inside' } });
    const session = await open({ port, community: 'public@Old' });
    const inside = await session.inContext('Jetdirect');
    cleanups.push(() => inside.close());
    expect(await inside.get([sysDescr])).toEqual([{ oid: sysDescr, value: Buffer.from('inside') }]);
  });

  test('an error of the printer', async () => {
    const { port } = await fake({ public: {} }, () => ({ error: 5 }));
    await expect((await open({ port })).get([sysDescr])).rejects.toMatchObject({ failure: 'answer' });
  });

  test('a name that nobody knows', async () => {
    await expect(open({ host: 'no-such-printer.invalid' })).rejects.toMatchObject({
      failure: 'unreachable',
      message: expect.stringMatching(/no-such-printer\.invalid/),
    });
  });
});

describe('rubbish', () => {
  test('what is no SNMP is called so', async () => {
    const { port } = await fake({ public: {} }, () => ({ bytes: Buffer.from('HTTP/1.1 400 Bad Request') }));
    await expect((await open({ port })).get([sysDescr])).rejects.toMatchObject({
      failure: 'rubbish',
      message: expect.stringMatching(/not in SNMP/),
    });
  });

  test('an answer that the library throws at ends the request at once, not the process', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    cleanups.push(() => socket.close());
    socket.on('message', (request, { port, address }) => {
      // A Report, which belongs to SNMPv3.
      request[request.indexOf(0xa0)] = 0xa8;
      socket.send(request, port, address);
    });
    const session = await open({ port: socket.address().port, timeoutMs: 20_000 });
    await expect(session.get([sysDescr])).rejects.toMatchObject({ failure: 'answer' });
  });

  test('no bytes, and no request cut or bent, stop the process or keep it waiting', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    let distort: (request: Buffer) => Buffer = (request) => request;
    socket.on('message', (request, { port, address }) => socket.send(distort(request), port, address));
    cleanups.push(() => socket.close());
    const { port } = socket.address();
    const bent = fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), bent, fc.boolean(), async (bytes, changes, echo) => {
        distort = (request) => {
          if (!echo) return Buffer.from(bytes);
          const copy = Buffer.from(request);
          // 0xa2: as if it were a response.
          const pdu = copy.indexOf(0xa0);
          if (pdu > 0) copy[pdu] = 0xa2;
          for (const [at, byte] of changes) if (at < copy.length) copy[at] = byte;
          return copy;
        };
        const session = await openSession({ host: '127.0.0.1', port, community: 'public', timeoutMs: 10, retries: 0 });
        await session.get([sysDescr]).then(
          (objects) => expect(objects).toHaveLength(1),
          (error) => expect(error).toMatchObject({ name: 'PrinterError' }),
        );
        session.close();
      }),
      { numRuns: 150 },
    );
  });
});

describe('SNMP v3', () => {
  const user = {
    name: 'reader',
    auth: { protocol: 'SHA' as const, password: 'authpass-123' },
    privacy: { protocol: 'AES' as const, password: 'privpass-123' },
  };

  async function v3Agent(): Promise<number> {
    const port = await freeUdpPort();
    const agent = snmp.createAgent({ port, address: '127.0.0.1' }, () => undefined);
    agent.getAuthorizer().addUser({
      name: user.name,
      level: snmp.SecurityLevel.authPriv,
      authProtocol: snmp.AuthProtocols.sha,
      authKey: user.auth.password,
      privProtocol: snmp.PrivProtocols.aes,
      privKey: user.privacy.password,
    });
    const mib = agent.getMib();
    const name = 'sysDescr';
    const readOnly = snmp.MaxAccess['read-only'];
    const type = snmp.MibProviderType.Scalar;
    const scalarType = snmp.ObjectType.OctetString;
    mib.registerProvider({ name, type, oid: '1.3.6.1.2.1.1.1', scalarType, maxAccess: readOnly });
    mib.setScalarValue(name, 'Corvid P900');
    cleanups.push(() => agent.close());
    return port;
  }

  test('authPriv', async () => {
    const session = await open({ port: await v3Agent(), user, timeoutMs: 5000 });
    expect(await session.get([sysDescr])).toEqual([{ oid: sysDescr, value: Buffer.from('Corvid P900') }]);
  });

  test('an unknown user is refused with a sentence', async () => {
    const session = await open({ port: await v3Agent(), user: { ...user, name: 'stranger' }, timeoutMs: 5000 });
    await expect(session.get([sysDescr])).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringMatching(/refuses the SNMPv3 user .*passwords and protocols/),
    });
  });

  test('a wrong password that is met with silence is named as what to check', async () => {
    const wrong = { ...user, auth: { ...user.auth, password: 'wrong-password' } };
    const session = await open({ port: await v3Agent(), user: wrong });
    await expect(session.get([sysDescr])).rejects.toMatchObject({
      failure: 'silent',
      message: expect.stringMatching(/SNMPv3 user, passwords, protocols/),
    });
  });
});

describe('SNMP v1', () => {
  test('what is not there, and the end of all, are no errors', async () => {
    const { port, requests } = await fake({ public: { [sysDescr]: 'Corvid' } }, ({ oids }) =>
      oids[0] === sysDescr ? undefined : { error: 2 },
    );
    const session = await open({ port, v1: true });
    expect(await session.get([sysDescr])).toEqual([{ oid: sysDescr, value: Buffer.from('Corvid') }]);
    expect(await session.get(['1.3.9'])).toEqual([{ oid: '1.3.9', value: undefined }]);
    expect(await session.getNext('1.3.9')).toEqual([{ oid: '1.3.9', value: undefined, end: true }]);
    expect(await session.getBulk('1.3.9', 20)).toEqual([{ oid: '1.3.9', value: undefined, end: true }]);
    expect(requests.map(({ pdu }) => pdu)).toEqual(['get', 'get', 'getNext', 'getNext']);
    await expect(session.get([sysDescr, '1.3.9'])).resolves.toHaveLength(2);
  });

  test('other errors stay errors', async () => {
    const { port } = await fake({ public: {} }, () => ({ error: 5 }));
    await expect((await open({ port, v1: true })).getNext('1.3.9')).rejects.toMatchObject({ failure: 'answer' });
  });
});
