/** A labelled fact, such as "Tracking number: 1Z…". */
export type Fact = [label: string, value: string];

/** One thing in a list: an order line, a device. */
export interface Item {
  title: string;
  /** For which device; may be absent where the title says it. */
  device?: string;
  facts: Fact[];
}

/** What mails are made of. Each has its form in HTML and its form in plain text (templates/html-blocks.ts, text-blocks.ts). */
export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'heading'; text: string }
  /** What must not be overlooked. */
  | { type: 'callout'; tone: 'info' | 'warning'; text: string }
  | { type: 'facts'; facts: Fact[] }
  | { type: 'items'; items: Item[] }
  | { type: 'bullets'; texts: string[] }
  | { type: 'steps'; texts: string[] }
  | { type: 'address'; lines: string[] }
  | { type: 'action'; label: string; url: string };

/** A mail in its reader's language, before it takes a form. */
export interface Draft {
  /** The same for all mails of a thread: many mail programs break a thread whose subject changes. */
  subject: string;
  /** What an inbox shows beside the subject. */
  preheader: string;
  title: string;
  blocks: Block[];
}
