/** C0 and C1 controls, line and paragraph separators: nothing that a name or a serial number holds may start a line or a header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const lineBreaking = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Marks, embeddings, overrides and isolates that reorder the text around them; byte-order marks; tags that cannot be seen. */
const reordering = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * A stored string (of a person, a device, a catalogue) as one line of plain text that cannot disturb what stands around it. Letters of
 * every script stay.
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(reordering, '')
    .replaceAll(lineBreaking, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** Text that runs from right to left is set apart (U+2068 … U+2069), so that figures beside it keep their places. */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
