import { createHash } from 'node:crypto';
import { plainText } from '../../domain/plain-text.ts';
import type { Language } from '../../domain/reasons.ts';

/** One look for all pages; by its hash the browser knows that it is ours, and runs or loads nothing else. */
const style = `
:root { color-scheme: light dark; font: 1.0625rem/1.55 system-ui, sans-serif; }
body { margin: 0; padding: 2rem 1rem; }
main { max-width: 38rem; margin: 0 auto; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; }
.order, .provider { opacity: .8; margin: 0 0 .5rem; }
.error { border-left: .3rem solid #c62828; padding: .25rem .75rem; }
fieldset { border: 1px solid; border-radius: .5rem; margin: 1.25rem 0; padding: .5rem 1rem; }
legend { font-weight: 600; padding: 0 .4rem; }
label, li { display: block; padding: .5rem 0; }
ul { padding: 0; margin: 1.25rem 0; }
input { width: 1.2rem; height: 1.2rem; vertical-align: -.2rem; margin: 0 .5rem 0 0; }
button { font: inherit; font-weight: 600; color: #fff; background: #1f4fbf; border: 2px solid #1f4fbf; border-radius: .5rem; padding: .7rem 1.2rem; margin: .25rem .5rem .25rem 0; cursor: pointer; }
button.second { color: inherit; background: transparent; border-color: currentcolor; }
:focus-visible { outline: .2rem solid #f9a825; outline-offset: .15rem; }
footer { margin-top: 2.5rem; }
`;

export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A stored string in a page: it can neither end an element nor turn the text around it. */
export const text = (stored: string): string =>
  plainText(stored).replaceAll(/[&<>"']/g, (character) => escapes[character]!);

export interface Page {
  language: Language;
  title: string;
  /** Above and below the title; HTML. */
  above?: string;
  body: string;
  provider: { name: string; supportUrl?: string };
  help: string;
}

export const page = ({ language, title, above = '', body, provider, help }: Page): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${text(title)} – ${text(provider.name)}</title>
<style>${style}</style>
</head>
<body>
<main>
${above}<h1>${text(title)}</h1>
${body}
<footer><p class="provider">${text(provider.name)}${provider.supportUrl ? ` · <a href="${text(provider.supportUrl)}">${text(help)}</a>` : ''}</p></footer>
</main>
</body>
</html>
`;
