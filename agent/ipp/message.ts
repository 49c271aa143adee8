/** The binary form of IPP (RFC 8010), as far as asking a printer for its attributes needs it. */

const GET_PRINTER_ATTRIBUTES = 0x000b;
const TAG = {
  operation: 0x01,
  end: 0x03,
  printer: 0x04,
  uri: 0x45,
  keyword: 0x44,
  charset: 0x47,
  language: 0x48,
} as const;

/** A number (integer, enum), or the bytes of a text, keyword or octetString. Values of other kinds are left out. */
export type IppValue = number | Buffer;

export interface IppAnswer {
  /** RFC 8011, 4.1.6: below 0x0100 successful. */
  status: number;
  /** Of the group of the printer, by name. Of one that comes twice, the first. */
  attributes: ReadonlyMap<string, IppValue[]>;
  /** The answer broke off; what came before counts. */
  truncated: boolean;
}

/** A Get-Printer-Attributes request. `version`: of the protocol, as 2.0 or 1.1. */
export function encodeRequest(
  printerUri: string,
  attributes: readonly string[],
  version: readonly [number, number],
): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(version[0], 0);
  head.writeUInt8(version[1], 1);
  head.writeUInt16BE(GET_PRINTER_ATTRIBUTES, 2);
  head.writeUInt32BE(1, 4);
  return Buffer.concat([
    head,
    Buffer.from([TAG.operation]),
    attribute(TAG.charset, 'attributes-charset', 'utf-8'),
    attribute(TAG.language, 'attributes-natural-language', 'en'),
    attribute(TAG.uri, 'printer-uri', printerUri),
    ...attributes.map((name, i) => attribute(TAG.keyword, i === 0 ? 'requested-attributes' : '', name)),
    Buffer.from([TAG.end]),
  ]);
}

function attribute(tag: number, name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([tag]), sized(name), sized(value)]);
}

function sized(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** More values than any printer has supplies or alerts. */
const MAX_VALUES = 1024;
const HEAD_BYTES = 8;

/** undefined: it is no IPP answer. */
export function decodeAnswer(bytes: Buffer): IppAnswer | undefined {
  if (bytes.length < HEAD_BYTES || bytes[0]! < 1 || bytes[0]! > 2) return undefined;
  const attributes = new Map<string, IppValue[]>();
  const reader = readFields(bytes);
  let inPrinter = false;
  let values: IppValue[] | undefined;
  /** Collections hold attributes of their own, which are none of the printer's. */
  let depth = 0;
  for (const { tag, name, value } of reader.fields) {
    if (value === undefined) {
      inPrinter = tag === TAG.printer;
      values = undefined;
      depth = 0;
      continue;
    }
    depth += COLLECTION[tag] ?? 0;
    if (!inPrinter || depth > 0 || tag === END_OF_COLLECTION) continue;
    if (name !== '') {
      values = attributes.has(name) ? undefined : [];
      if (values) attributes.set(name, values);
    }
    const decoded = decodeValue(tag, value);
    if (decoded !== undefined && values && values.length < MAX_VALUES) values.push(decoded);
  }
  return { status: bytes.readUInt16BE(2), attributes, truncated: reader.truncated };
}

const END_OF_COLLECTION = 0x37;
const COLLECTION: Record<number, number> = { 52: 1, [END_OF_COLLECTION]: -1 };

interface Field {
  tag: number;
  name: string;
  /** undefined: the tag begins a group. */
  value: Buffer | undefined;
}

const FIRST_VALUE_TAG = 0x10;

/** The fields behind the head, up to the end or to where the bytes end too early. */
function readFields(bytes: Buffer): { fields: Field[]; truncated: boolean } {
  const fields: Field[] = [];
  let at = HEAD_BYTES;
  /** Up to `size` bytes from here, or undefined where there are fewer. */
  const take = (size: number) => {
    if (at + size > bytes.length) return undefined;
    at += size;
    return bytes.subarray(at - size, at);
  };
  const takeSized = () => {
    const size = take(2);
    return size && take(size.readUInt16BE());
  };
  while (at < bytes.length) {
    const tag = bytes[at]!;
    at += 1;
    if (tag === TAG.end) return { fields, truncated: false };
    if (tag < FIRST_VALUE_TAG) {
      fields.push({ tag, name: '', value: undefined });
      continue;
    }
    const name = takeSized();
    const value = name && takeSized();
    if (!value) break;
    fields.push({ tag, name: name.toString('latin1'), value });
  }
  return { fields, truncated: true };
}

const NUMBERS = new Set([0x21, 0x23]);
const TEXTS = new Set([0x30, 0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49]);
const TEXTS_WITH_LANGUAGE = new Set([0x35, 0x36]);

function decodeValue(tag: number, value: Buffer): IppValue | undefined {
  if (NUMBERS.has(tag)) return value.length === 4 ? value.readInt32BE() : undefined;
  if (TEXTS.has(tag)) return value;
  return TEXTS_WITH_LANGUAGE.has(tag) ? withoutLanguage(value) : undefined;
}

/** textWithLanguage: the length of the language, the language, the length of the text, the text. */
function withoutLanguage(value: Buffer): Buffer | undefined {
  if (value.length < 4) return undefined;
  const start = 4 + value.readUInt16BE();
  return start <= value.length ? value.subarray(start) : undefined;
}
