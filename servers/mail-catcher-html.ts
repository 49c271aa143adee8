import { STYLE } from './mail-catcher-style.ts';
import type { CaughtMail } from './mail-store.ts';

const THREADS_PER_PAGE = 50;

/** The list: threads with the newest mail first, the mails of one thread together under their first subject. */
export function listPage(mails: readonly CaughtMail[], { to, page }: { to: string; page: number }): string {
  const threads = [...Map.groupBy(mails, (mail) => mail.threadId).values()];
  const pages = Math.max(1, Math.ceil(threads.length / THREADS_PER_PAGE));
  const shown = Math.min(Math.max(1, page), pages);
  const some = threads.slice((shown - 1) * THREADS_PER_PAGE, shown * THREADS_PER_PAGE);
  const count = `${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}${to && ` to “${escapeHtml(to)}”`}`;
  return document(
    'Mails',
    `<h1>Mails</h1>
<form class="search" role="search" method="get" action="/">
  <label for="to">Recipient</label>
  <input id="to" name="to" type="search" value="${escapeHtml(to)}" autocomplete="off">
  <button>Search</button>
  ${to ? '<a href="/">Show all</a>' : ''}
</form>
<p role="status">${count}. <a href="${pageLink(to, shown)}">Refresh</a></p>
${mails.length === 0 ? '<p>Every mail that Replenish sends on this machine arrives here; nobody outside gets any.</p>' : ''}
<ol class="threads">
${some.map(threadItem).join('\n')}
</ol>
${pages > 1 ? pager(to, shown, pages) : ''}
${mails.length > 0 ? '<form method="post" action="/delete"><button class="danger">Delete all mails</button></form>' : ''}`,
  );
}

function threadItem(thread: CaughtMail[]): string {
  const first = thread.at(-1)!;
  if (thread.length === 1) return `<li>${mailLink(first)}</li>`;
  return `<li class="thread"><h2>${escapeHtml(first.subject || '(no subject)')} <span class="count">${thread.length} mails in this thread</span></h2>
<ol>${thread.map((mail) => `<li>${mailLink(mail)}</li>`).join('\n')}</ol></li>`;
}

function mailLink(mail: CaughtMail): string {
  return `<a class="mail" href="/mails/${mail.id}"><span class="subject">${escapeHtml(mail.subject || '(no subject)')}</span>
<span class="begins">${escapeHtml(beginningOf(mail))}</span>
<span class="to">to ${escapeHtml(mail.recipients.join(', '))}</span> ${time(mail.receivedAt)}</a>`;
}

/** Mails of a thread share their subject: what tells them apart is how they begin. */
function beginningOf({ text }: CaughtMail): string {
  return text.trimStart().split('\n', 1)[0]!.slice(0, 200);
}

function pager(to: string, page: number, pages: number): string {
  const newer = page > 1 ? `<a rel="prev" href="${pageLink(to, page - 1)}">Newer</a>` : '';
  const older = page < pages ? `<a rel="next" href="${pageLink(to, page + 1)}">Older</a>` : '';
  return `<nav class="pager" aria-label="Pages">${newer} <span>Page ${page} of ${pages}</span> ${older}</nav>`;
}

const pageLink = (to: string, page: number) => escapeHtml(`/?${new URLSearchParams({ to, page: String(page) })}`);

/** One mail: its HTML as its reader sees it, its text, what came along, its headers, and the rest of its thread. */
export function mailPage(mail: CaughtMail, thread: readonly CaughtMail[]): string {
  const subject = mail.subject || '(no subject)';
  return document(
    subject,
    `<p><a href="/">All mails</a></p>
<h1>${escapeHtml(subject)}</h1>
<dl>
  <dt>From</dt><dd>${escapeHtml(mail.from)}</dd>
  <dt>To</dt><dd>${mail.recipients.map((to) => `<a href="/?${new URLSearchParams({ to })}">${escapeHtml(to)}</a>`).join(', ')}</dd>
  <dt>Received</dt><dd>${time(mail.receivedAt)}</dd>
</dl>
${thread.length > 1 ? threadSection(mail, thread) : ''}
${mail.html ? `<section aria-labelledby="html"><h2 id="html">As HTML</h2><iframe src="/mails/${mail.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" title="The mail as HTML"></iframe></section>` : ''}
<section aria-labelledby="text"><h2 id="text">As text</h2><pre tabindex="0" role="region" aria-labelledby="text">${escapeHtml(mail.text)}</pre></section>
${mail.attachments.length > 0 ? attachmentSection(mail) : ''}
<details><summary>Headers (${mail.headers.length})</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Headers"><table><thead><tr><th scope="col">Name</th><th scope="col">Value</th></tr></thead><tbody>
${mail.headers.map(({ name, value }) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join('\n')}
</tbody></table></div></details>
<p><a href="/mails/${mail.id}/source" download>Download the source (.eml)</a></p>`,
  );
}

function threadSection(mail: CaughtMail, thread: readonly CaughtMail[]): string {
  const item = (other: CaughtMail) =>
    other.id === mail.id
      ? `<li aria-current="page"><span class="subject">${escapeHtml(beginningOf(other) || other.subject)}</span> ${time(other.receivedAt)} (this one)</li>`
      : `<li><a href="/mails/${other.id}">${escapeHtml(beginningOf(other) || other.subject)}</a> ${time(other.receivedAt)}</li>`;
  return `<nav aria-labelledby="thread"><h2 id="thread">This thread, oldest first</h2><ol>${thread.map(item).join('\n')}</ol></nav>`;
}

function attachmentSection(mail: CaughtMail): string {
  const items = mail.attachments.map(
    ({ filename, contentType, sizeBytes }, number) =>
      `<li><a href="/mails/${mail.id}/attachments/${number}" download>${escapeHtml(filename)}</a> (${escapeHtml(contentType)}, ${Math.ceil(sizeBytes / 1024)} KB)</li>`,
  );
  return `<section aria-labelledby="attachments"><h2 id="attachments">Attachments</h2><ul>${items.join('\n')}</ul></section>`;
}

export function missingPage(): string {
  return document('Not here', '<h1>Not here</h1><p>There is no such mail. <a href="/">All mails</a></p>');
}

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Replenish mail catcher</title><style>${STYLE}</style></head>
<body><main>
${body}
</main></body></html>`;
}

function time(instant: string): string {
  const shown = new Date(instant).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
  return `<time datetime="${instant}">${shown}</time>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
