import type { Language, ReasonCode } from '../../domain/reasons.ts';
import type { Words } from '../language.ts';
import { type ProblemType, problemTypes } from './problem-types.ts';

export const problemContentType = 'application/problem+json';

export const requestParts = ['body', 'query', 'path', 'header'] as const;

/** What is wrong with one field, and what would be right. */
export interface FieldError {
  in: (typeof requestParts)[number];
  /** JSON Pointer (RFC 6901) into that part of the request; '' is all of it. */
  pointer: string;
  detail: Words;
  /** Where the content is a file: its line, the header being line 1, and the column's name. */
  line?: number;
  column?: string;
  /** The code of the reason that `detail` says in words, where a rule refused it. */
  reason?: ReasonCode;
}

/** Thrown anywhere in a request; the error handler answers it as RFC 9457 says. */
export class Problem extends Error {
  override name = 'Problem';
  readonly type: ProblemType;
  readonly detail: Words;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    type: ProblemType,
    detail: Words,
    more: { errors?: readonly FieldError[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail.en, { cause: more.cause });
    this.type = type;
    this.detail = detail;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }

  get status(): number {
    return problemTypes[this.type].status;
  }

  /** As it is sent. `instance` is the request's own id, by which the logs find it. */
  toJson(language: Language, instance: string): Record<string, unknown> {
    return {
      type: `/problems/${this.type}`,
      title: problemTypes[this.type].title[language],
      status: this.status,
      detail: this.detail[language],
      instance,
      ...(this.errors.length > 0
        ? { errors: this.errors.map((error) => ({ ...error, detail: error.detail[language] })) }
        : {}),
    };
  }
}

/** `thing` in both languages, without an article. */
export const notFound = (thing: Words): Problem =>
  new Problem('not-found', { en: `No such ${thing.en}.`, fr: `${thing.fr} : introuvable.` });

export const conflict = (detail: Words): Problem => new Problem('conflict', detail);

export const forbidden = (detail: Words): Problem => new Problem('forbidden', detail);

/** Fields that have the right form and yet cannot be. */
export function unprocessable(...errors: (Omit<FieldError, 'in'> & Partial<Pick<FieldError, 'in'>>)[]): Problem {
  return new Problem(
    'unprocessable',
    { en: 'What the fields named say cannot be.', fr: 'Ce que disent les champs nommés ne peut être.' },
    { errors: errors.map((error) => ({ in: 'body', ...error })) },
  );
}

/** One segment of a JSON Pointer. */
export const pointerTo = (...segments: (string | number)[]): string =>
  segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
