import { Body, Container, Head, Heading, Html, Img, Link, Preview, Section, Text } from '@react-email/components';
import { createElement as h, type ReactElement } from 'react';
import type { Draft } from '../blocks.ts';
import type { Say } from '../say.ts';
import { htmlOf } from './html-blocks.ts';
import { sheet, styles } from './styles.ts';
import { textOf, underlined } from './text-blocks.ts';

/** Who sends, who reads, and about which site: what frames every mail. */
export interface Frame {
  provider: { name: string; logoUrl: string | null; supportUrl: string | null };
  recipientName: string;
  siteName: string;
}

const greeting = ({ recipientName }: Frame, { words: { frame } }: Say) =>
  recipientName ? frame.greeting(recipientName) : frame.greetingNobody;

/** The HTML part. */
export function htmlLayout(draft: Draft, frame: Frame, say: Say): ReactElement {
  return h(
    Html,
    { lang: say.language, dir: 'ltr' },
    h(
      Head,
      null,
      h('title', null, draft.subject),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
      h('style', null, sheet),
    ),
    h(
      Body,
      { className: 'page', style: styles.page },
      h(Preview, null, draft.preheader),
      h(Container, { className: 'card', style: styles.card }, head(frame), body(draft, frame, say)),
      h(Container, { style: styles.foot }, foot(frame, say)),
    ),
  );
}

function head({ provider }: Frame): ReactElement {
  return h(
    Section,
    null,
    h(
      'div',
      { className: 'head', style: styles.head },
      provider.logoUrl
        ? h(Img, { src: provider.logoUrl, alt: provider.name, height: 40, className: 'logo', style: styles.logo })
        : h(Text, { className: 'text', style: styles.provider }, provider.name),
    ),
  );
}

function body(draft: Draft, frame: Frame, say: Say): ReactElement {
  const words = say.words.frame;
  const { supportUrl, name } = frame.provider;
  return h(
    Section,
    null,
    h(
      'div',
      { className: 'body', style: styles.body },
      h(Heading, { as: 'h1', className: 'text', style: styles.h1 }, draft.title),
      h(Text, { className: 'text', style: styles.text }, greeting(frame, say)),
      ...draft.blocks.map((block, position) => htmlOf(block, say, position)),
      h(Heading, { as: 'h2', className: 'text', style: styles.h2 }, words.helpHeading),
      h(
        Text,
        { className: 'text', style: { ...styles.text, marginBottom: 0 } },
        words.helpReply,
        supportUrl && h('br'),
        supportUrl && h(Link, { href: supportUrl, className: 'link', style: styles.link }, words.helpPage(name)),
      ),
    ),
  );
}

function foot({ siteName, provider }: Frame, { words: { frame } }: Say): ReactElement {
  return h(
    'div',
    { style: { padding: '16px 32px 0' } },
    ...[frame.why(siteName), frame.sender(provider.name)].map((line) =>
      h(Text, { key: line, className: 'muted', style: styles.footText }, line),
    ),
  );
}

/** The plain-text part: the same, said in the same order. */
export function textLayout(draft: Draft, frame: Frame, say: Say): string {
  const words = say.words.frame;
  const { supportUrl, name } = frame.provider;
  const parts = [
    underlined(draft.title, '='),
    greeting(frame, say),
    ...draft.blocks.map((block) => textOf(block, say)),
    underlined(words.helpHeading, '-'),
    words.helpReply,
    ...(supportUrl ? [`${words.helpPage(name)}\n${supportUrl}`] : []),
    // The usual mark of a signature, which mail programs leave out of answers.
    `-- \n${words.why(frame.siteName)}\n${words.sender(name)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
