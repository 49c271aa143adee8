import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { compareOids } from '../snmp/walk.ts';
import { elements, integer, oid, readInteger, readOid, TAGS, tlv } from './ber.ts';

/** Numbers as INTEGER, text and bytes as OCTET STRING, or an object of the given kind. */
export type FakeValue = number | string | Buffer | { oid: string } | { counter: number } | { encoded: Buffer };
export type FakeObjects = Record<string, FakeValue>;

export interface FakeRequest {
  pdu: 'get' | 'getNext' | 'getBulk' | 'other';
  community: string;
  oids: string[];
}

/** What a fake printer does instead of answering as it should: nothing, an error of this number, these bytes, or all that late. */
export type Misbehaviour = 'silence' | { error: number } | { bytes: Buffer } | { lateMs: number } | undefined;

export interface FakeAgent {
  port: number;
  requests: FakeRequest[];
  close(): Promise<void>;
}

const PDUS: Record<number, FakeRequest['pdu']> = {
  [TAGS.get]: 'get',
  [TAGS.getNext]: 'getNext',
  [TAGS.getBulk]: 'getBulk',
};

/**
 * An SNMP v2c agent over UDP that serves whatever objects it is given, by community, whether they make sense or not; a
 * community that is not there is met with silence. `misbehave` decides request by request.
 */
export async function startFakeAgent(
  communities: Record<string, FakeObjects>,
  misbehave: (request: FakeRequest, number: number) => Misbehaviour = () => undefined,
): Promise<FakeAgent> {
  const requests: FakeRequest[] = [];
  let open = true;
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.on('message', (message, { port, address }) => {
    const { request, respond } = parse(message);
    requests.push(request);
    const odd = misbehave(request, requests.length);
    const objects = communities[request.community];
    if (odd === 'silence' || !objects) return;
    const answer = odd && 'bytes' in odd ? odd.bytes : respond(objects, odd && 'error' in odd ? odd.error : 0);
    if (!odd || !('lateMs' in odd)) return socket.send(answer, port, address);
    setTimeout(() => open && socket.send(answer, port, address), odd.lateMs);
  });
  const close = async () => {
    open = false;
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  };
  return { port: socket.address().port, requests, close };
}

function parse(message: Buffer) {
  const [whole] = elements(message);
  const [version, community, pdu] = elements(whole!.content);
  const [id, , repetitions, list] = elements(pdu!.content);
  const oids = elements(list!.content).map(({ content }) => readOid(elements(content)[0]!));
  const kind = PDUS[pdu!.tag] ?? 'other';
  const respond = (objects: FakeObjects, error: number) => {
    const sorted = sortedNames(objects);
    const found = oids.flatMap((wanted) => {
      if (kind === 'get') return [varbind(wanted, objects[wanted])];
      const count = kind === 'getBulk' ? readInteger(repetitions!) : 1;
      const names = following(sorted, wanted, count);
      const end = names.length < count ? [varbind(names.at(-1) ?? wanted, 'end')] : [];
      return [...names.map((name) => varbind(name, objects[name])), ...end];
    });
    return tlv(
      TAGS.sequence,
      integer(readInteger(version!)),
      tlv(TAGS.octets, community!.content),
      tlv(
        TAGS.response,
        tlv(id!.tag, id!.content),
        integer(error),
        integer(error === 0 ? 0 : 1),
        tlv(TAGS.sequence, ...found),
      ),
    );
  };
  return { request: { pdu: kind, community: community!.content.toString(), oids }, respond };
}

const sortedOf = new WeakMap<FakeObjects, string[]>();

/** Sorted once for as long as none is added: a thousand printers are asked often. */
function sortedNames(objects: FakeObjects): string[] {
  const names = Object.keys(objects);
  const known = sortedOf.get(objects);
  if (known?.length === names.length) return known;
  const sorted = names.sort(compareOids);
  sortedOf.set(objects, sorted);
  return sorted;
}

/** Up to `count` names behind `wanted`. */
function following(sorted: string[], wanted: string, count: number): string[] {
  const start = sorted.findIndex((name) => compareOids(name, wanted) > 0);
  return start === -1 ? [] : sorted.slice(start, start + count);
}

function varbind(name: string, value: FakeValue | 'end' | undefined): Buffer {
  return tlv(TAGS.sequence, oid(name), encode(value));
}

function encode(value: FakeValue | 'end' | undefined): Buffer {
  if (value === undefined) return tlv(TAGS.noSuchObject);
  if (value === 'end') return tlv(TAGS.endOfMibView);
  if (typeof value === 'number') return integer(value);
  if (typeof value === 'string') return tlv(TAGS.octets, Buffer.from(value));
  if (Buffer.isBuffer(value)) return tlv(TAGS.octets, value);
  if ('oid' in value) return oid(value.oid);
  if ('counter' in value) return integer(value.counter, TAGS.counter32);
  return value.encoded;
}
