import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { CodecKey } from './config.ts';

const encoding = 'binary/encrypted';
const keyName = 'encryption-key-id';
const ivBytes = 12;
const tagBytes = 16;
// Node finds no names in that package's exports, so they are taken from the whole.
const { Payload: message } = proto.temporal.api.common.v1;
const utf8 = (text: string) => Buffer.from(text, 'utf8');

/**
 * Encrypts all that workflows say to Temporal (AES-256-GCM), in the form that Temporal's own samples use. The first key encrypts, all of
 * them decrypt: a new one is put in front, an old one stays for as long as histories need it. What was written before encryption was
 * switched on is read as it is, so executions go on.
 */
export function payloadCodec(keys: readonly [CodecKey, ...CodecKey[]]): PayloadCodec {
  const [current] = keys;
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(current, payload)),
    decode: async (payloads) => payloads.map((payload) => (isEncrypted(payload) ? decrypt(keys, payload) : payload)),
  };
}

const isEncrypted = ({ metadata }: Payload) => text(metadata?.[METADATA_ENCODING_KEY]) === encoding;
const text = (bytes: Uint8Array | null | undefined) => bytes && Buffer.from(bytes).toString('utf8');

function encrypt({ name, key }: CodecKey, payload: Payload): Payload {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const locked = Buffer.concat([cipher.update(message.encode(payload).finish()), cipher.final()]);
  return {
    metadata: { [METADATA_ENCODING_KEY]: utf8(encoding), [keyName]: utf8(name) },
    data: Buffer.concat([iv, locked, cipher.getAuthTag()]),
  };
}

/** @throws ValueError where no key fits: nothing is guessed */
function decrypt(keys: readonly CodecKey[], { metadata, data }: Payload): Payload {
  const name = text(metadata?.[keyName]);
  const found = keys.find((each) => each.name === name);
  if (!found)
    throw new ValueError(
      `a payload is locked by the key "${name}", which TEMPORAL_CODEC_KEYS does not have (${keys.map((each) => each.name).join(', ')})`,
    );
  const bytes = Buffer.from(data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const open = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
  return message.decode(open);
}
