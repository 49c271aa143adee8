import { Button, Heading, Text } from '@react-email/components';
import { createElement as h, type ReactNode } from 'react';
import type { Block, Fact, Item } from '../blocks.ts';
import type { Say } from '../say.ts';
import { styles } from './styles.ts';

type Html = { [T in Block['type']]: (block: Extract<Block, { type: T }>, say: Say) => ReactNode };

/** A long list takes one line a thing: a mail of more than about 100 kB is cut off by some mail programs. */
const shortList = 30;

const html: Html = {
  paragraph: ({ text }) => h(Text, { className: 'text', style: styles.text }, text),
  heading: ({ text }) => h(Heading, { as: 'h2', className: 'text', style: styles.h2 }, text),
  callout: ({ tone, text }) =>
    h('div', { className: `text ${tone}`, style: { ...styles.callout, ...styles[tone] } }, text),
  facts: ({ facts }, say) =>
    h('div', { className: 'text', style: styles.text }, ...facts.map((fact, i) => factLine(fact, say, i > 0))),
  items: ({ items }, say) =>
    items.length > shortList
      ? h('ul', { className: 'text', style: styles.list }, ...items.map((item) => shortItem(item, say)))
      : h('div', { style: { marginBottom: '14px' } }, ...items.map((item) => fullItem(item, say))),
  bullets: ({ texts }) => list('ul', texts),
  steps: ({ texts }) => list('ol', texts),
  address: ({ lines }) =>
    h('div', { className: 'text', style: styles.text }, ...lines.map((line) => h('div', null, line))),
  action: ({ label, url }) =>
    h(
      'div',
      { style: { margin: '4px 0 18px' } },
      h(Button, { href: url, className: 'button', style: styles.button }, label),
    ),
};

/** A block in HTML. Whatever is text in it is escaped by React. */
export function htmlOf(block: Block, say: Say, position: number): ReactNode {
  const form = html[block.type] as (block: Block, say: Say) => ReactNode;
  return h('div', { key: position }, form(block, say));
}

function fullItem({ title, device, facts }: Item, say: Say): ReactNode {
  return h(
    'div',
    { key: `${title}${device}`, className: 'item text', style: styles.item },
    h('strong', null, title),
    device && h('br'),
    device,
    ...facts.map((fact) => factLine(fact, say, true)),
  );
}

const shortItem = ({ title, device, facts }: Item, { words }: Say): ReactNode =>
  h(
    'li',
    null,
    h('strong', null, title),
    device && ` – ${device}`,
    facts.length > 0 &&
      `. ${facts.map(([label, value]) => words.labelled(label, value.replace(/\.$/, ''))).join('. ')}.`,
  );

const factLine = ([label, value]: Fact, { words }: Say, broken: boolean): ReactNode =>
  h(
    'span',
    { key: `${label}${value}` },
    broken && h('br'),
    h('span', { className: 'muted', style: styles.muted }, words.labelled(label, '')),
    value,
  );

const list = (tag: 'ul' | 'ol', texts: string[]): ReactNode =>
  h(
    tag,
    { className: 'text', style: styles.list },
    ...texts.map((text) => h('li', { style: { marginBottom: '4px' } }, text)),
  );
