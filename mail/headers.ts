import { createHash } from 'node:crypto';
import type { NoticeKind } from '../domain/notices.ts';

/**
 * The only kind that opens a thread under the thread's own Message-ID: an order is made once. A device may be enrolled again and a
 * site fall silent again, and two mails must never share a Message-ID: a server may drop the second one as a copy.
 */
const opensThread: ReadonlySet<NoticeKind> = new Set(['order-made']);

/** What a mail is, in its own thread, to every mail program and every server on its way. */
export interface MailIdentity {
  messageId: string;
  inReplyTo?: string;
  references?: string;
}

/**
 * Message-ID of the mail about a fact (`factKey` of domain/notices.ts): the same fact gives the same one, so a repeat after a lost
 * answer is recognised as a copy. What the fact is about stays readable, ids are hashed: a Message-ID travels through many logs.
 */
export function messageIdOf(factKey: string, domain: string): string {
  const [subject = '', , fact = ''] = factKey.split('/');
  return messageId(`${subject}-${fact}`, factKey, domain);
}

/** Message-ID that all mails of a thread refer to, whether a mail has carried it or not: known without looking anything up. */
export function threadIdOf(thread: string, domain: string): string {
  return messageId(thread.split('/')[0]!, `thread ${thread}`, domain);
}

/**
 * Message-ID, In-Reply-To and References (RFC 5322, 3.6.4) of a notice. `resends`: how often staff have sent it again on purpose; each
 * time is a mail of its own, or the recipient's server might hold it for a copy of the first.
 */
export function identityOf(
  notice: { kind: NoticeKind; factKey: string; thread: string; resends: number },
  domain: string,
): MailIdentity {
  const threadId = threadIdOf(notice.thread, domain);
  if (opensThread.has(notice.kind) && notice.resends === 0) return { messageId: threadId };
  const fact = notice.resends === 0 ? notice.factKey : `${notice.factKey}/resend-${notice.resends}`;
  return { messageId: messageIdOf(fact, domain), inReplyTo: threadId, references: threadId };
}

/**
 * Headers of mails that no person typed (RFC 3834), so that no absence notice answers them. No List-Unsubscribe: they belong to the
 * contract, and whoever should not get them is replaced as contact.
 */
export function automaticHeaders(language: string): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    'Content-Language': language,
  };
}

function messageId(prefix: string, hashed: string, domain: string): string {
  const readable = prefix
    .toLowerCase()
    .replaceAll(/[^a-z-]/g, '')
    .replaceAll(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(hashed).digest('hex').slice(0, 32);
  return `<${readable}.${hash}@${domain.replaceAll(/[^A-Za-z0-9.-]/g, '')}>`;
}
