import type { Block, Item } from '../blocks.ts';
import type { Say } from '../say.ts';

type Text = { [T in Block['type']]: (block: Extract<Block, { type: T }>, say: Say) => string };

const text: Text = {
  paragraph: ({ text }) => text,
  heading: ({ text }) => underlined(text, '-'),
  callout: ({ text }) => `* ${text} *`,
  facts: ({ facts }, say) => facts.map(([label, value]) => say.words.labelled(label, value)).join('\n'),
  items: ({ items }, say) => items.map((item) => itemText(item, say)).join('\n\n'),
  bullets: ({ texts }) => texts.map((text) => `- ${text}`).join('\n'),
  steps: ({ texts }) => texts.map((text, i) => `${i + 1}. ${text}`).join('\n'),
  address: ({ lines }) => lines.map((line) => `  ${line}`).join('\n'),
  action: ({ label, url }, say) => `${say.words.labelled(label, '').trimEnd()}\n${url}`,
};

/** A block in plain text, for those who read mails without HTML. */
export function textOf(block: Block, say: Say): string {
  return (text[block.type] as (block: Block, say: Say) => string)(block, say);
}

export const underlined = (title: string, rule: '=' | '-') =>
  `${title}\n${rule.repeat(Math.min(72, [...title].length))}`;

function itemText({ title, device, facts }: Item, { words }: Say): string {
  return [title, ...(device ? [device] : []), ...facts.map(([label, value]) => words.labelled(label, value))].join(
    '\n  ',
  );
}
