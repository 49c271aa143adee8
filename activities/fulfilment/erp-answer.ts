import type { ErpRequestKind } from '../../db/schema/index.ts';
import type { OutgoingAnswer } from '../../outgoing/caller.ts';

/** What an ERP's answer means. `later`: it is no answer to the question, and the same is asked again. */
export type ErpVerdict =
  | { outcome: 'agreed' | 'refused'; reference: string | null; reason: string | null }
  | { outcome: 'later'; error: string };

/**
 * Statuses of an answer without a word in it that do not mean what their class means. 401, 403, 404, 405, 410 speak of the connection,
 * not of the order: mended there, the order goes on by itself.
 */
const byStatus: Record<number, 'later' | 'already'> = {
  401: 'later',
  403: 'later',
  404: 'later',
  405: 'later',
  407: 'later',
  408: 'later',
  409: 'already',
  410: 'later',
  425: 'later',
  429: 'later',
};

/** An ERP that says without a word that something is in its way already: the order is there; what it is asked to undo is not undone. */
const already: Record<ErpRequestKind, 'agreed' | 'refused'> = {
  place: 'agreed',
  'change-address': 'refused',
  withdraw: 'refused',
};

const words = { agreed: 'agreed', already: 'agreed', refused: 'refused' } as const;

/**
 * Reads an answer: `{ "answer": "agreed" | "already" | "refused", "reference"?, "reason"? }` decides wherever it stands (2xx or 4xx);
 * without it the status does. A 2xx needs to be empty or JSON: a page that some proxy shows is no consent.
 */
export function erpVerdict(kind: ErpRequestKind, { status, body }: OutgoingAnswer): ErpVerdict {
  const said = jsonObject(body);
  const of = (outcome: 'agreed' | 'refused'): ErpVerdict => ({
    outcome,
    reference: textOf(said?.reference),
    reason: textOf(said?.reason),
  });
  const word = words[said?.answer as keyof typeof words] as 'agreed' | 'refused' | undefined;
  const success = status >= 200 && status < 300;
  const clientError = status >= 400 && status < 500;
  if (word && (success || clientError)) return of(word);
  if (success) {
    return said || body.trim() === ''
      ? of('agreed')
      : { outcome: 'later', error: `${status} with something else than JSON` };
  }
  const known = byStatus[status];
  if (known === 'already') return of(already[kind]);
  return clientError && known === undefined ? of('refused') : { outcome: 'later', error: `answered ${status}` };
}

function jsonObject(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Somebody else's words: one line, not endless. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const line = value.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line === '' ? null : line.toWellFormed().slice(0, 300);
}
