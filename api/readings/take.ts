import type { ValidateFunction } from 'ajv';
import { type KeptAside, keepAside } from '../../commands/keep-aside.ts';
import {
  type PostedReading,
  type ReadingOutcome,
  type ReadingSender,
  storeReadings,
} from '../../commands/store-readings.ts';
import type { Transaction } from '../../db/database.ts';
import type { Level } from '../../domain/reading.ts';
import type { Caller } from '../auth/caller.ts';
import { type FieldError, Problem } from '../errors/problem.ts';
import { fieldErrors } from '../errors/validation.ts';
import { compileCheck } from '../plugins/validator.ts';
import { NewReading, pageUnits, type ReadingReceipt } from '../schemas/readings.ts';

/** What one of many readings turned out to be: one that can be stored, or something that is kept as it came. */
export type Taken = { reading: PostedReading } | { body: unknown; detail: string };

const check: ValidateFunction = compileCheck(NewReading);
/** Errors told of one reading. */
const mostToSay = 5;

export const senderOf = (caller: Caller, now: Date): ReadingSender => ({
  accountId: caller.accountId,
  siteId: caller.siteId,
  credentialId: caller.credentialId,
  now,
});

/** The reading in the form that it is stored in. `errors`: what its schema cannot say. */
export function readReading(body: NewReading): { reading: PostedReading; errors: FieldError[] } {
  const { device, takenAt, pages, levels, alerts, source, sameSerialAt } = body;
  const errors: FieldError[] = [];
  const reading: PostedReading = {
    device,
    takenAt: new Date(takenAt),
    ...(pages && (pageUnits as readonly string[]).includes(pages.unit) ? { pages: pages.count } : {}),
    levels: levels.map(({ raw: _raw, level, ...slot }, i) => ({ ...slot, level: readLevel(level, i, errors) })),
    ...(alerts ? { alerts } : {}),
    source,
    ...(sameSerialAt ? { sameSerialAt } : {}),
    original: body,
  };
  return { reading, errors };
}

export const badReading = (errors: readonly FieldError[]): Problem =>
  new Problem(
    'invalid-request',
    { en: 'The reading is not as it should be.', fr: 'Le relevé n’est pas conforme.' },
    { errors },
  );

/** Which field a kind of level needs; the others have none. */
const needs = { percent: 'percent', state: 'state' } as const;

function readLevel(level: NewReading['levels'][number]['level'], index: number, errors: FieldError[]): Level {
  const { type, percent, resolution, state } = level;
  const needed = type === 'percent' || type === 'state' ? needs[type] : undefined;
  if (needed && level[needed] === undefined) {
    errors.push({
      in: 'body',
      pointer: `/levels/${index}/level/${needed}`,
      detail: { en: `is missing in a level of type ${type}`, fr: `manque dans un niveau de type ${type}` },
    });
  }
  if (type === 'percent') return { type, percent: percent ?? 0, ...(resolution === undefined ? {} : { resolution }) };
  if (type === 'state') return { type, state: state ?? 'ok' };
  return { type };
}

/** One of many, that may be anything: what is wrong with it never costs the others. */
export function takeOne(value: unknown, caller: Caller, keepable = canBeKept(value)): Taken {
  if (!keepable) return { body: textOf(value), detail: 'it holds NUL or half a character' };
  if (!check(value)) return { body: value, detail: sayErrors(fieldErrors(check.errors ?? [], 'body')) };
  const { reading, errors } = readReading(value as NewReading);
  if (errors.length > 0) return { body: value, detail: sayErrors(errors) };
  if (reading.source === 'import' && !caller.permissions.has('history:import')) {
    return { body: value, detail: '/source: import needs the permission history:import' };
  }
  return { reading };
}

/** The same of a line of text. */
export function takeLine(text: string, caller: Caller): Taken {
  // Only an escape can bring what cannot be kept into a text that is whole: it need not be looked for in every field.
  const plain = !text.includes('\\u') && text.isWellFormed();
  try {
    const value: unknown = JSON.parse(text);
    return takeOne(value, caller, plain || canBeKept(value));
  } catch {
    return { body: { text: text.toWellFormed().replaceAll('\0', '\u2400') }, detail: 'it is not JSON' };
  }
}

/** Stores what can be, keeps the rest aside; the answers stand in the order of the readings. */
export async function storeTaken(
  tx: Transaction,
  taken: readonly Taken[],
  sender: ReadingSender,
): Promise<ReadingOutcome[]> {
  const outcomes = await storeReadings(
    tx,
    taken.flatMap((each) => ('reading' in each ? [each.reading] : [])),
    sender,
  );
  const stored = outcomes.values();
  const answers: (ReadingOutcome | KeptAside)[] = [];
  for (const each of taken) {
    answers.push('reading' in each ? stored.next().value! : await keepMalformed(tx, each, sender));
  }
  return answers;
}

const keepMalformed = (tx: Transaction, { body, detail }: Extract<Taken, { body: unknown }>, sender: ReadingSender) =>
  keepAside(tx, {
    accountId: sender.accountId,
    device: namedBy(body),
    body,
    reason: 'malformed',
    detail,
    now: sender.now,
  });

/** The device that it names, where that much can be read of it. */
function namedBy(body: unknown): { maker: string; serial: string } | null {
  const { maker, serial } = (body as { device?: Record<string, unknown> } | null)?.device ?? {};
  const isName = (value: unknown): value is string =>
    typeof value === 'string' && value.trim() !== '' && value.length <= 100;
  return isName(maker) && isName(serial) ? { maker, serial } : null;
}

export function receiptOf(outcome: ReadingOutcome): ReadingReceipt {
  return outcome.outcome === 'kept-aside' ? outcome : { ...outcome, at: outcome.at.toISOString() };
}

/** Nothing but "stored": those that many answers can leave out. */
export const isPlain = (outcome: ReadingOutcome): boolean => outcome.outcome === 'accepted' && !outcome.clockDoubted;

function sayErrors(errors: readonly FieldError[]): string {
  const said = errors.slice(0, mostToSay).map(({ pointer, detail }) => `${pointer || 'it'}: ${detail.en}`);
  return errors.length > mostToSay ? [...said, `and ${errors.length - mostToSay} more`].join('; ') : said.join('; ');
}

/** PostgreSQL keeps no NUL in a text and no half of a surrogate pair in JSON. */
function canBeKept(value: unknown): boolean {
  let kept = true;
  JSON.stringify(value, (name, field: unknown) => {
    for (const text of [name, field]) {
      if (typeof text === 'string' && (text.includes('\0') || !text.isWellFormed())) kept = false;
    }
    return field;
  });
  return kept;
}

/** As JSON spells it, where what is unfit to keep is an escape like any other. */
const textOf = (value: unknown) => ({ text: JSON.stringify(value) });
