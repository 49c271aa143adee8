import type { LinkedLine, LinkState, OpenedLink } from '../../commands/use-link.ts';
import { deviceWords, supplyWords } from '../../domain/naming.ts';
import type { Language } from '../../domain/reasons.ts';
import type { ApiDeps } from '../types.ts';
import { page, text } from './html.ts';
import { type LinkWords, linkWords, type Said } from './words.ts';

type Provider = ApiDeps['config']['provider'];

export interface Shown {
  status: number;
  html: string;
}

/** HTTP statuses of pages that only say how things are. */
const statusOf: Record<Exclude<LinkState, 'open'>, number> = {
  used: 410,
  expired: 410,
  'too-late': 410,
  'already-cancelled': 200,
  'already-delivered': 200,
  'parcel-over': 410,
};

/** What a page can lead to beside its link, as seen from there. */
export const labelsPath = (token: string) => `${token}/labels.pdf`;

/** A page of the link as it is: what its button will do, or why there is none. */
export function linkPage(provider: Provider, token: string, opened: OpenedLink, error?: string): Shown {
  const { language, state } = opened;
  const words = linkWords[language];
  if (state !== 'open') {
    const after = opened.moved ? labelsLink(token, words) : '';
    return saying(provider, language, statusOf[state], words.states[state], opened, [], after);
  }
  const kind = pageOf[opened.link.purpose];
  const said = words[kind];
  const form = forms[kind](opened, words);
  const body = `<p>${text(said.text)}</p>\n${error ? `<p class="error" role="alert">${text(error)}</p>\n` : ''}${form}`;
  return { status: error ? 422 : 200, html: page({ ...frame(provider, opened, language), title: said.title, body }) };
}

/** A page that says one thing. */
export function saying(
  provider: Provider,
  language: Language,
  status: number,
  said: Said,
  opened?: OpenedLink,
  lines: readonly LinkedLine[] = [],
  after = '',
): Shown {
  const items = lines.map((line) => `<li>${lineHtml(line, linkWords[language], language)}</li>`).join('\n');
  const body = `<p>${text(said.text)}</p>${items ? `\n<ul>\n${items}\n</ul>` : ''}${after}`;
  return { status, html: page({ ...frame(provider, opened, language), title: said.title, body }) };
}

/** Spares that were moved, and where their new labels are (A15). */
export function movedPage(provider: Provider, token: string, opened: OpenedLink, lines: readonly LinkedLine[]): Shown {
  const words = linkWords[opened.language];
  return saying(provider, opened.language, 200, words.moved, opened, lines, labelsLink(token, words));
}

const labelsLink = (token: string, words: LinkWords) =>
  `\n<p><a href="${text(labelsPath(token))}">${text(words.labels)}</a></p>`;

function frame(provider: Provider, opened: OpenedLink | undefined, language: Language) {
  const words = linkWords[language];
  const above = opened ? `<p class="order">${text(words.order(opened.order.number))}</p>\n` : '';
  return { language, provider, help: words.help, above };
}

const pageOf = { 'cancel-order': 'cancel', 'confirm-delivery': 'arrived', 'move-spares': 'move' } as const;

const forms = {
  cancel: (opened: OpenedLink, words: LinkWords) => choiceForm(opened, words, words.cancel),
  move: (opened: OpenedLink, words: LinkWords) => choiceForm(opened, words, words.move),
  arrived: arrivedForm,
} as const;

/** Posted to where it stands: the form has no address that could be another one. */
function choiceForm(
  { order, lines, language, timeZone }: OpenedLink,
  words: LinkWords,
  said: LinkWords['cancel'],
): string {
  const until = order.holdUntil ? `<p>${text(said.until(instant(order.holdUntil, language, timeZone)))}</p>\n` : '';
  const choices = lines.map(
    (line) =>
      `<label><input type="checkbox" name="line" value="${text(line.lineId)}" checked>${lineHtml(line, words, language)}</label>`,
  );
  return `${until}<form method="post">
<fieldset><legend>${text(said.which)}</legend>
${choices.join('\n')}
</fieldset>
<button type="submit">${text(said.button)}</button>
</form>`;
}

function arrivedForm({ parcel, lines, language }: OpenedLink, words: LinkWords): string {
  const items = lines.map((line) => `<li>${lineHtml(line, words, language)}</li>`);
  const { carrier, tracking } = parcel!;
  return `<p>${text(words.arrived.parcel(carrier, tracking))}</p>
<ul>
${items.join('\n')}
</ul>
<form method="post">
<button type="submit" name="answer" value="yes">${text(words.arrived.yes)}</button>
<button type="submit" name="answer" value="no" class="second">${text(words.arrived.no)}</button>
</form>`;
}

function lineHtml(line: LinkedLine, words: LinkWords, language: Language): string {
  const supply = supplyWords(line.supplyName, line.colour, language);
  const device = words.device(deviceWords(line.maker, line.model), line.serial, line.place);
  const { spare } = line;
  const from = spare && words.from(deviceWords(spare.maker, spare.model), spare.serial, spare.place);
  return `<strong>${text(words.line(line.quantity, supply, line.partNumber))}</strong> <bdi>${text(device)}</bdi>${from ? `<br>${text(from)}` : ''}`;
}

function instant(at: Date, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'fr', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(at);
}
