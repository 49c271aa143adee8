import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attachment, simpleParser } from 'mailparser';

/** A mail as the catcher keeps it. */
export interface CaughtMail {
  id: string;
  receivedAt: string;
  /** Of the envelope: where it really went, copies in secret included. */
  recipients: string[];
  from: string;
  subject: string;
  messageId: string;
  /** Message-ID of the mail that began the thread; its own when it began one. */
  threadId: string;
  text: string;
  html: string;
  headers: { name: string; value: string }[];
  attachments: { filename: string; contentType: string; sizeBytes: number; content: Buffer }[];
}

const SUFFIX = '.eml';

/** Mails in a folder, one .eml file each, named so that they sort by arrival. */
export class MailStore {
  readonly #dir: string;
  readonly #parsed = new Map<string, CaughtMail>();

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#dir = dir;
  }

  async add(raw: Buffer, sender: string, recipients: readonly string[]): Promise<CaughtMail> {
    const receivedAt = new Date();
    const id = `${receivedAt.toISOString().replace(/\D/g, '')}-${randomUUID().slice(0, 8)}`;
    // What a delivering server writes above a mail (RFC 5321, section 4.4), so that the file says all that is known.
    const trace = [
      `Return-Path: <${sender}>`,
      ...recipients.map((recipient) => `Delivered-To: ${recipient}`),
      `Received: by mail-catcher; ${receivedAt.toUTCString().replace('GMT', '+0000')}`,
    ];
    const path = join(this.#dir, `${id}${SUFFIX}`);
    await writeFile(`${path}.new`, Buffer.concat([Buffer.from(`${trace.join('\r\n')}\r\n`), raw]));
    await rename(`${path}.new`, path);
    return (await this.find(id))!;
  }

  /** Newest first; of one recipient only when `to` is given (any part of the address, in any case). */
  async list(to = ''): Promise<CaughtMail[]> {
    const ids = readdirSync(this.#dir)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .sort()
      .reverse();
    const mails = (await Promise.all(ids.map((id) => this.find(id)))).filter((mail) => mail !== undefined);
    const wanted = to.trim().toLowerCase();
    return mails.filter((mail) => mail.recipients.some((recipient) => recipient.toLowerCase().includes(wanted)));
  }

  async find(id: string): Promise<CaughtMail | undefined> {
    const known = this.#parsed.get(id);
    if (known) return known;
    const raw = await this.raw(id);
    if (!raw) return undefined;
    const mail = await parse(id, raw);
    this.#parsed.set(id, mail);
    return mail;
  }

  /** The file's bytes; undefined when there is no such mail. */
  async raw(id: string): Promise<Buffer | undefined> {
    if (!/^\d{17}-[0-9a-f]{8}$/.test(id)) return undefined;
    return readFile(join(this.#dir, `${id}${SUFFIX}`)).catch(() => undefined);
  }

  async clear(): Promise<void> {
    for (const name of readdirSync(this.#dir)) if (name.endsWith(SUFFIX)) await rm(join(this.#dir, name));
    this.#parsed.clear();
  }
}

async function parse(id: string, raw: Buffer): Promise<CaughtMail> {
  const mail = await simpleParser(raw);
  const headers = mail.headerLines.map(({ line }) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  });
  const valuesOf = (name: string) =>
    headers.filter((header) => header.name.toLowerCase() === name).map((header) => header.value);
  const messageId = mail.messageId ?? `<${id}@mail-catcher>`;
  const references = [mail.references ?? []].flat();
  return {
    id,
    receivedAt: arrivalOf(id),
    recipients: valuesOf('delivered-to'),
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    messageId,
    threadId: references[0] ?? mail.inReplyTo ?? messageId,
    text: mail.text ?? '',
    html: mail.html || '',
    headers,
    attachments: mail.attachments.filter((attachment) => !attachment.related).map(describeAttachment),
  };
}

function describeAttachment({ filename, contentType, size, content }: Attachment): CaughtMail['attachments'][number] {
  return { filename: filename ?? 'attachment', contentType, sizeBytes: size, content };
}

function arrivalOf(id: string): string {
  const [, date, hours, minutes, seconds, millis] = /^(\d{8})(\d\d)(\d\d)(\d\d)(\d{3})/.exec(id)!;
  return `${date!.slice(0, 4)}-${date!.slice(4, 6)}-${date!.slice(6)}T${hours}:${minutes}:${seconds}.${millis}Z`;
}
