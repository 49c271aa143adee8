import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A value as IPP sends it: text with language is told apart by its pair. */
export type FakeIppValue = number | string | Buffer | [language: string, text: string];
export type FakeIppAttributes = Record<string, FakeIppValue | FakeIppValue[]>;

/** An IPP answer with these attributes of the printer; what it is made of is written here, not by the code under test. */
export function ippAnswer(attributes: FakeIppAttributes, status = 0): Buffer {
  const fields = Object.entries(attributes).flatMap(([name, given]) => {
    const values = Array.isArray(given) && !isPair(given) ? given : [given as FakeIppValue];
    return values.map((value, i) => field(i === 0 ? name : '', value));
  });
  const head = Buffer.from([2, 0, status >> 8, status & 0xff, 0, 0, 0, 1]);
  return Buffer.concat([
    head,
    Buffer.from([0x01]),
    field('attributes-charset', 'utf-8'),
    Buffer.from([0x04]),
    ...fields,
    Buffer.from([0x03]),
  ]);
}

const isPair = (value: unknown[]): boolean => value.length === 2 && value[0] === 'en' && typeof value[1] === 'string';

function field(name: string, value: FakeIppValue): Buffer {
  const [tag, bytes] = encode(value);
  return Buffer.concat([Buffer.from([tag]), sized(Buffer.from(name)), sized(bytes)]);
}

function encode(value: FakeIppValue): [number, Buffer] {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return [0x21, bytes];
  }
  if (Buffer.isBuffer(value)) return [0x30, value];
  if (typeof value === 'string') return [0x41, Buffer.from(value)];
  return [0x35, Buffer.concat(value.map((part) => sized(Buffer.from(part))))];
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/** A server of HTTP on a free port of the loopback. */
export async function startFakeHttp(listener: RequestListener): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
