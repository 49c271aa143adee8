/** Colours of the mails, light and dark; palette.test.ts holds every text to a contrast of 4.5 or more (WCAG 2.2, 1.4.3). */
export const palettes = {
  light: {
    page: '#eef1f5',
    card: '#ffffff',
    text: '#1b2430',
    muted: '#55606e',
    rule: '#d5dbe3',
    accent: '#0b57a4',
    onAccent: '#ffffff',
    info: '#e8f1fb',
    warning: '#fdf0dc',
    warningEdge: '#b35c00',
  },
  dark: {
    page: '#11151b',
    card: '#1b222c',
    text: '#e8ecf1',
    muted: '#a9b4c0',
    rule: '#3a4451',
    accent: '#8ab8ff',
    onAccent: '#0b1a2b',
    info: '#1d3047',
    warning: '#43300f',
    warningEdge: '#f0a64a',
  },
} as const;

export type Palette = (typeof palettes)['light' | 'dark'];

/** What text stands on what. */
export const textOn = [
  ['text', 'card'],
  ['muted', 'card'],
  ['muted', 'page'],
  ['accent', 'page'],
  ['text', 'info'],
  ['text', 'warning'],
  ['onAccent', 'accent'],
  ['accent', 'card'],
] as const satisfies readonly (readonly [keyof Palette, keyof Palette])[];
