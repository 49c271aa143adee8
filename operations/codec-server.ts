import proto from '@temporalio/proto';
import type { FastifyPluginAsync } from 'fastify';
import type { CodecKey } from '../config.ts';
import { payloadCodec } from '../temporal-codec.ts';

const { Payload } = proto.temporal.api.common.v1;

/** A payload as the UI sends it: protobuf's JSON, bytes in base64. */
interface Written {
  metadata: Record<string, string>;
  data?: string;
}

const bytes = (base64 = '') => Buffer.from(base64, 'base64');
const base64 = (value?: Uint8Array | null) => Buffer.from(value ?? []).toString('base64');
const read = ({ metadata, data }: Written) =>
  Payload.create({
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, bytes(value)])),
    data: bytes(data),
  });

/** Temporal's remote codec protocol: decrypts for the UI, answers its page only, and writes nothing down. */
export const codecServer: FastifyPluginAsync<{ keys: readonly [CodecKey, ...CodecKey[]]; ui: string }> = async (
  app,
  { keys, ui },
) => {
  const codec = payloadCodec(keys);
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'access-control-allow-origin': ui,
      'access-control-allow-headers': 'content-type, x-namespace, authorization',
      'access-control-allow-methods': 'POST',
      vary: 'origin',
    });
  });
  app.options('/decode', (_request, reply) => reply.code(204).send());
  app.post<{ Body: { payloads: Written[] } }>('/decode', async ({ headers, body }, reply) => {
    if (headers.origin !== ui) return reply.code(403).send({ message: `only ${ui} may ask` });
    const payloads = await codec.decode(body.payloads.map(read));
    return {
      payloads: payloads.map(({ metadata, data }) => ({
        metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
        data: base64(data),
      })),
    };
  });
};
