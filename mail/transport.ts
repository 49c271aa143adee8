import { createTransport } from 'nodemailer';
import type { MailIdentity } from './headers.ts';

/** A mail ready to leave. */
export interface OutgoingMail extends MailIdentity {
  from: { name: string; address: string };
  to: { name: string; address: string };
  replyTo: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  date: Date;
}

export interface MailSender {
  /**
   * Resolves once the server has taken the mail. Throws a PermanentRefusal when it never will; any other error is worth another try,
   * with the same Message-ID: after an unanswered DATA the mail may have been taken.
   */
  send(mail: OutgoingMail): Promise<'sent'>;
  close(): void;
}

/** The recipient or the mail itself was refused for good (A11): trying again is of no use, a person must look at it. */
export class PermanentRefusal extends Error {
  override name = 'PermanentRefusal';
  /** SMTP reply code (5xx), null where the address could not even be offered to a server. */
  readonly code: number | null;
  /** The server's own words. */
  readonly reply: string;
  constructor(code: number | null, reply: string) {
    super(`the mail was refused for good: ${reply}`);
    this.code = code;
    this.reply = reply;
  }
}

export interface SmtpTimeouts {
  connectMs: number;
  /** Silence of the server after which it counts as gone. */
  silenceMs: number;
  /** The whole attempt; must stay below the activity's own limit. */
  totalMs: number;
}

const usualTimeouts: SmtpTimeouts = { connectMs: 8_000, silenceMs: 15_000, totalMs: 25_000 };

/** Sends through the server of `smtpUrl` (smtp://user:password@host:port, smtps://…), one connection per mail. */
export function smtpSender(smtpUrl: string, timeouts: SmtpTimeouts = usualTimeouts): MailSender {
  const transport = transportTo(smtpUrl, timeouts);
  return {
    async send({ html, text, ...mail }) {
      try {
        await transport.sendMail({
          ...mail,
          html,
          text,
          xMailer: false,
          signal: AbortSignal.timeout(timeouts.totalMs),
        });
        return 'sent';
      } catch (error) {
        throw refusalOf(error as SmtpError) ?? error;
      }
    },
    close: () => transport.close(),
  };
}

/** Greets the server and logs in, no more. Rejects with what keeps it from taking mails now. */
export async function greetServer(smtpUrl: string, timeouts: SmtpTimeouts = usualTimeouts): Promise<void> {
  const transport = transportTo(smtpUrl, timeouts);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

function transportTo(smtpUrl: string, timeouts: SmtpTimeouts) {
  return createTransport({
    url: smtpUrl,
    connectionTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silenceMs,
    ...(sendsPasswordAbroad(smtpUrl) && { requireTLS: true }),
    // Nothing of a mail is ever read from a file or an address that its data name.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** A password crosses a network only under TLS, whatever the server offers. */
function sendsPasswordAbroad(smtpUrl: string): boolean {
  const { protocol, password, hostname } = new URL(smtpUrl);
  return protocol === 'smtp:' && password !== '' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** What nodemailer tells of a failure. */
interface SmtpError extends Error {
  code?: string;
  /** The step that failed. */
  command?: string;
  responseCode?: number;
  response?: string;
}

/**
 * Steps at which a 5xx is about this recipient or this mail. At any other (greeting, TLS, login, sender) it is about the server or our
 * settings: those get mended, and the mail must not be lost meanwhile.
 */
const stepsAboutTheMail: ReadonlySet<string | undefined> = new Set(['RCPT TO', 'DATA']);

function refusalOf({ message, code, command, responseCode, response }: SmtpError): PermanentRefusal | null {
  if (responseCode && responseCode >= 500 && stepsAboutTheMail.has(command))
    return new PermanentRefusal(responseCode, oneLine(response ?? message));
  // Not an address at all: nodemailer does not offer it to the server.
  if (code === 'EENVELOPE' && command === 'API') return new PermanentRefusal(null, oneLine(message));
  return null;
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 500);
