import { describe, expect, test } from 'vitest';
import { languages } from '../domain/reasons.ts';
import { blackToner, example, examples, kinds, office, reception } from './notices.testkit.ts';
import { renderNotice } from './render.ts';

const every = kinds.flatMap((kind) => languages.map((language) => ({ kind, language })));
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** What a reader of the HTML part reads, without the preheader; one line a block. */
function shown(html: string): string {
  return html
    .slice(html.indexOf('class="card"'))
    .replace(/^[^>]*>/, '')
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/<(br|\/div|\/p|\/li|\/h\d)[^>]*>/g, '\n')
    .replaceAll(/<img[^>]* alt="([^"]*)"[^>]*>/g, '$1\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(
      /&(amp|lt|gt|quot|#x27);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
    )
    .replaceAll(/\n+/g, '\n');
}

describe.each(every)('$kind in $language', ({ kind, language }) => {
  const rendered = renderNotice(example(kind, language));

  test('is as it was when people last looked at it', async () => {
    const { subject, html, text } = await rendered;
    const file = (extension: string) => `__snapshots__/${kind}.${language}.${extension}`;
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(file('txt'));
    await expect(`${html.replaceAll('><', '>\n<')}\n`).toMatchFileSnapshot(file('html'));
  });

  test('names every device by its serial number, in both parts (A11, A15)', async () => {
    const { html, text } = await rendered;
    const serials = [...JSON.stringify(examples[kind]).matchAll(/"serial":"([^"]+)"/g)].map(([, serial]) => serial!);
    expect(serials.length).toBeGreaterThan(0);
    for (const serial of serials) {
      expect(text).toContain(serial);
      expect(shown(html)).toContain(serial);
    }
  });

  test('says in plain text all that the HTML says', async () => {
    const { html, text } = await rendered;
    for (const line of shown(html)
      .split('\n')
      .map((each) => each.trim()))
      expect(text).toContain(line);
  });

  test('has gaps nowhere', async () => {
    const { subject, html, text } = await rendered;
    expect(`${subject}\n${text}\n${shown(html)}`).not.toMatch(/undefined|null|NaN|\[object|…|\{|\}/);
  });

  test('tells what comes next, and how to reach support', async () => {
    const { html, text } = await rendered;
    expect(text).toContain(language === 'en' ? 'What happens next' : 'La suite');
    expect(text).toContain(language === 'en' ? 'Reply to this message' : 'Répondez à ce message');
    expect(text).toContain('https://provider.example/support');
    expect(html).toContain('href="https://provider.example/support"');
  });

  test('can be read by everyone: one h1, language, title, alternative texts, links that say where they lead', async () => {
    const { subject, html } = await rendered;
    expect(html).toMatch(new RegExp(`<html dir="ltr" lang="${language}">`));
    expect(html).toContain('<title>');
    expect(count(html, /<h1/g)).toBe(1);
    expect(html.indexOf('<h1')).toBeLessThan(html.indexOf('<h2'));
    expect(count(html, /<h[3-6]/g)).toBe(0);
    expect(count(html, /<table/g)).toBe(count(html, /<table[^>]* role="presentation"/g));
    for (const [image] of html.matchAll(/<img[^>]*>/g)) expect(image).toContain('alt="Provider &amp; Co."');
    for (const [, label] of html.matchAll(/<a [^>]*>(.*?)<\/a>/g))
      expect(label!.replaceAll(/<!--.*?-->|<[^>]*>/g, '').length).toBeGreaterThan(8);
    expect(subject.length).toBeLessThan(110);
  });

  test('follows nobody: no address but the provider’s logo is loaded', async () => {
    const { html } = await rendered;
    const loaded = [...html.matchAll(/(?:src|background)="([^"]*)"|url\(([^)]*)\)/g)].map(([, src, url]) => src ?? url);
    expect(loaded).toEqual(['https://provider.example/logo.png']);
  });
});

describe('French', () => {
  test.each(kinds)('%s: a space before : ; ! ? and inside « » does not break, apostrophes are curved', async (kind) => {
    const { text, html } = await renderNotice(example(kind, 'fr'));
    const words = `${text}\n${shown(html)}`.replaceAll(/https?:\S+/g, '');
    expect(words).not.toMatch(/ [:;!?»%]/);
    expect(words).not.toMatch(/« |[\p{L}\d][;!?»]|\p{L}:/u);
    expect(words).not.toContain("'");
  });
});

test('an order of 180 lines stays below what mail programs cut off, with every serial number', async () => {
  const lines = Array.from({ length: 180 }, (_, i) => ({
    ...blackToner,
    device: { ...reception, serial: `AL41-${String(i).padStart(4, '0')}-5521` },
  }));
  const { html, text } = await renderNotice(example('order-made', 'fr', { lines }));
  for (const { device } of lines) {
    expect(html).toContain(device.serial);
    expect(text).toContain(device.serial);
  }
  expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  expect(Buffer.byteLength(text)).toBeLessThan(100_000);
});

test.each([
  ['en', 'Please stick a new label over it.', 'Print the new labels'],
  ['fr', 'Collez-y une nouvelle étiquette.', 'Imprimer les nouvelles étiquettes'],
] as const)('C: spares that are used instead come with new labels, in %s (A15)', async (language, asked, button) => {
  const labelsUrl = 'https://replenish.example/links/move-1/labels.pdf';
  const lines = [{ ...blackToner, spare: { device: office, units: 1 } }];
  const { html, text } = await renderNotice(example('cancelled', language, { moved: true, lines, labelsUrl }));
  for (const said of [asked, button, labelsUrl]) expect(text).toContain(said);
  expect(shown(html)).toContain(button);
  expect(html).toContain(`href="${labelsUrl}"`);
  expect((await renderNotice(example('cancelled', language))).text).not.toContain(button);
});

test('a device whose model repeats its maker is not named twice', async () => {
  const { text } = await renderNotice(example('set-aside', 'en', { device: office }));
  expect(text).toContain('Brook M 2200, serial number');
  expect((await renderNotice(example('set-aside', 'en', { device: reception }))).text).not.toContain('Alder Alder');
});

test('without logo and support page, name and reply do', async () => {
  const { html, text } = await renderNotice({ ...example('backordered', 'fr'), provider: { name: 'Provider & Co.' } });
  expect(html).not.toContain('<img');
  expect(shown(html)).toMatch(/^Provider & Co\.\n/);
  expect(text).toContain('Répondez à ce message');
  expect(text).not.toContain('http');
});

test('a contact without a name is greeted all the same', async () => {
  const { text } = await renderNotice({ ...example('backordered', 'en'), recipientName: '' });
  expect(text).toContain('\n\nHello,\n\n');
});
