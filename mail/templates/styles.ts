import type { CSSProperties } from 'react';
import { palettes } from './palette.ts';

const { light, dark } = palettes;
const font = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Light colours stand inline, since some mail programs drop style sheets; `sheet` turns them dark where that is wanted. */
export const styles = {
  page: { margin: 0, padding: '24px 12px', backgroundColor: light.page, fontFamily: font },
  card: { maxWidth: '600px', backgroundColor: light.card, color: light.text, borderRadius: '10px' },
  head: { padding: '20px 32px 16px', borderBottom: `3px solid ${light.accent}` },
  logo: { display: 'block', height: '40px', maxWidth: '240px', border: 0, fontSize: '16px', fontWeight: 600 },
  provider: { margin: 0, fontSize: '16px', lineHeight: '24px', fontWeight: 600, color: light.text },
  body: { padding: '24px 32px 32px' },
  h1: { margin: '0 0 16px', fontSize: '24px', lineHeight: '31px', fontWeight: 700, color: light.text },
  h2: { margin: '28px 0 8px', fontSize: '17px', lineHeight: '24px', fontWeight: 700, color: light.text },
  text: { margin: '0 0 14px', fontSize: '15px', lineHeight: '23px', color: light.text },
  callout: { margin: '0 0 18px', padding: '12px 16px', fontSize: '15px', lineHeight: '23px', borderRadius: '6px' },
  info: { backgroundColor: light.info, borderLeft: `4px solid ${light.accent}` },
  warning: { backgroundColor: light.warning, borderLeft: `4px solid ${light.warningEdge}` },
  item: { padding: '12px 0', borderTop: `1px solid ${light.rule}`, fontSize: '15px', lineHeight: '22px' },
  list: { margin: '0 0 14px', padding: '0 0 0 22px', fontSize: '15px', lineHeight: '23px' },
  button: {
    padding: '12px 20px',
    backgroundColor: light.accent,
    color: light.onAccent,
    borderRadius: '6px',
    fontSize: '15px',
    fontWeight: 600,
  },
  foot: { maxWidth: '600px' },
  footText: { margin: '0 0 6px', fontSize: '13px', lineHeight: '19px', color: light.muted },
  muted: { color: light.muted },
  link: { color: light.accent, textDecoration: 'underline' },
} as const satisfies Record<string, CSSProperties>;

const darkRules = {
  // The component for the body repeats its colour on the one cell that fills it.
  '.page,.page>table>tbody>tr>td': { 'background-color': dark.page },
  '.card': { 'background-color': dark.card, color: dark.text },
  '.text': { color: dark.text },
  '.muted': { color: dark.muted },
  '.head': { 'border-color': dark.accent },
  '.item': { 'border-color': dark.rule },
  '.info': { 'background-color': dark.info, 'border-color': dark.accent },
  '.warning': { 'background-color': dark.warning, 'border-color': dark.warningEdge },
  '.button': { 'background-color': dark.accent, color: dark.onAccent },
  '.link': { color: dark.accent },
  // A logo made for white paper stays readable on a dark card.
  '.logo': { 'background-color': '#ffffff', padding: '4px', 'border-radius': '4px' },
};

const css = (rules: Record<string, Record<string, string>>) =>
  Object.entries(rules)
    .map(([selector, declarations]) => {
      const inside = Object.entries(declarations).map(([property, value]) => `${property}:${value}!important`);
      return `${selector}{${inside.join(';')}}`;
    })
    .join('');

export const sheet = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  'a{overflow-wrap:anywhere}.item,.text{overflow-wrap:anywhere}',
  '@media (max-width:480px){.head,.body{padding-left:20px!important;padding-right:20px!important}}',
  `@media (prefers-color-scheme:dark){${css(darkRules)}}`,
].join('');
