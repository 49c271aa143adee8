import { render } from '@react-email/render';
import type { NoticeKind } from '../domain/notices.ts';
import type { Language } from '../domain/reasons.ts';
import { cleanData } from './clean.ts';
import type { NoticeData } from './notice-data.ts';
import { speaker } from './say.ts';
import { agentSilent } from './templates/agent-silent.ts';
import { backordered } from './templates/backordered.ts';
import { cancelled } from './templates/cancelled.ts';
import { earlySwap } from './templates/early-swap.ts';
import { enrolled } from './templates/enrolled.ts';
import { expectedAfterRunOut } from './templates/expected-after-run-out.ts';
import { htmlLayout, textLayout } from './templates/layout.ts';
import { orderMade } from './templates/order-made.ts';
import { setAside } from './templates/set-aside.ts';
import { shipped, shippedAfterBackorder } from './templates/shipped.ts';
import { silenceFirst, silenceSecond, silenceThird } from './templates/silence.ts';
import type { Template } from './templates/template.ts';

const templates: { [K in NoticeKind]: Template<K> } = {
  enrolled,
  'order-made': orderMade,
  shipped,
  backordered,
  'shipped-after-backorder': shippedAfterBackorder,
  cancelled,
  'expected-after-run-out': expectedAfterRunOut,
  'set-aside': setAside,
  'early-swap': earlySwap,
  'silence-first': silenceFirst,
  'silence-second': silenceSecond,
  'silence-third': silenceThird,
  'agent-silent': agentSilent,
};

export interface NoticeToRender<K extends NoticeKind> {
  kind: K;
  data: NoticeData[K];
  language: Language;
  /** Of the site, IANA: instants are said in it. */
  timeZone: string;
  provider: { name: string; logoUrl?: string; supportUrl?: string };
  recipientName: string;
}

export interface RenderedNotice {
  subject: string;
  html: string;
  text: string;
}

/**
 * Writes the mail of a fact. The same input gives the same bytes. Strings in it may be hostile: they end up as text, on one line, in
 * the place that is meant for them.
 */
export async function renderNotice<K extends NoticeKind>(notice: NoticeToRender<K>): Promise<RenderedNotice> {
  const { data, provider, recipientName } = cleanData({
    data: notice.data,
    recipientName: notice.recipientName,
    provider: {
      name: notice.provider.name,
      logoUrl: notice.provider.logoUrl ?? null,
      supportUrl: notice.provider.supportUrl ?? null,
    },
  });
  const say = speaker(notice.language, notice.timeZone);
  const template: Template<K> = templates[notice.kind];
  const draft = template(data, say);
  const frame = { provider, recipientName, siteName: data.siteName };
  return {
    subject: draft.subject,
    html: await render(htmlLayout(draft, frame, say)),
    text: textLayout(draft, frame, say),
  };
}
