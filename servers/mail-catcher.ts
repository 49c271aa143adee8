import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { createMailPage } from './mail-catcher-page.ts';
import { type CaughtMail, MailStore } from './mail-store.ts';

export interface MailCatcherOptions {
  /** Port of SMTP; 0 takes any free one. */
  port: number;
  /** Port of the page; without one there is no page. */
  pagePort?: number;
  /** Folder of the mails, kept between runs. */
  dir: string;
  onMail?: (mail: CaughtMail) => void;
  /** Makes it refuse a recipient as a real server would: code 4xx for "later", 5xx for "never". */
  refuse?: (to: string) => { code: number; message: string } | undefined;
}

export interface MailCatcher {
  smtpUrl: string;
  pageUrl?: string;
  /** Newest first. */
  mails(to?: string): Promise<CaughtMail[]>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const LARGEST_MAIL_BYTES = 25 * 1024 * 1024;

/** A mail server that delivers nothing: it keeps every mail it is given and shows them on a page. */
export async function startMailCatcher({
  port,
  pagePort,
  dir,
  onMail,
  refuse,
}: MailCatcherOptions): Promise<MailCatcher> {
  const store = new MailStore(dir);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_MAIL_BYTES,
    onRcptTo: ({ address }, _session, callback) => callback(asSmtpError(refuse?.(address))),
    onData: (stream, session, callback) => {
      receive(stream, session, store).then(
        (mail) => {
          onMail?.(mail);
          callback();
        },
        (error: Error) => callback(asSmtpError({ code: 451, message: error.message })),
      );
    },
  });
  // A sender that breaks off in the middle must not end the catcher.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const page = pagePort === undefined ? undefined : createMailPage(store);
  const pageUrl = await page?.listen({ host: HOST, port: pagePort });
  return {
    smtpUrl: `smtp://${HOST}:${(server.server.address() as AddressInfo).port}`,
    pageUrl,
    mails: (to) => store.list(to),
    async stop() {
      await page?.close();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  store: MailStore,
): Promise<CaughtMail> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw new Error(`larger than ${LARGEST_MAIL_BYTES} bytes`);
  const { mailFrom, rcptTo } = session.envelope;
  const sender = (mailFrom as SMTPServerAddress | false) || { address: '' };
  return store.add(
    Buffer.concat(chunks),
    sender.address,
    rcptTo.map(({ address }) => address),
  );
}

function asSmtpError(refusal: { code: number; message: string } | undefined): Error | null {
  return refusal ? Object.assign(new Error(refusal.message), { responseCode: refusal.code }) : null;
}
