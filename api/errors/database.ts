import type { Words } from '../language.ts';
import { conflict, Problem, unprocessable } from './problem.ts';

/** Drizzle wraps what the server said, and so may others. */
function* causes(error: unknown): Generator<Record<string, unknown>> {
  for (let depth = 0; depth < 5 && error instanceof Error; depth++) {
    yield error as unknown as Record<string, unknown>;
    error = error.cause;
  }
}

const taken = (pointer: string, en: string, fr: string) => ({ pointer, detail: { en, fr } });

/** Unique constraints that a caller can run into: which field is taken, and by what. */
const uniqueConstraints: Record<string, { pointer: string; detail: Words }> = {
  accounts_customer_number_unique: taken(
    '/customerNumber',
    'is the number of another account',
    'est le numéro d’un autre compte',
  ),
  accounts_system_number_unique: taken(
    '/systemNumber',
    'is the number of another account',
    'est le numéro d’un autre compte',
  ),
  contracts_number: taken('/number', 'is another contract of this account', 'est un autre contrat de ce compte'),
  supplies_part_number_unique: taken('/partNumber', 'is another supply', 'est un autre consommable'),
  models_maker_name: taken('/name', 'is another model of this maker', 'est un autre modèle de cette marque'),
  brakes_one: taken('/scopeId', 'is paused already', 'est déjà suspendu'),
  devices_maker_serial: taken('/serial', 'is enrolled already', 'est déjà inscrit'),
};

const retryAfterSeconds = 5;

export function unavailable(what: Words, cause?: unknown): Problem {
  return new Problem('unavailable', what, { headers: { 'retry-after': String(retryAfterSeconds) }, cause });
}

const databaseAway: Words = { en: 'The database does not answer.', fr: 'La base de données ne répond pas.' };
const busy: Words = {
  en: 'Another change of the same thing is under way.',
  fr: 'Une autre modification de la même chose est en cours.',
};

function uniqueViolation(error: Record<string, unknown>): Problem {
  const field = uniqueConstraints[String(error.constraint_name)];
  if (!field) return conflict({ en: 'It exists already.', fr: 'Cela existe déjà.' });
  return new Problem(
    'conflict',
    { en: `${field.pointer.slice(1)} ${field.detail.en}.`, fr: `${field.pointer.slice(1)} ${field.detail.fr}.` },
    { errors: [{ in: 'body', ...field }] },
  );
}

/** SQLSTATE (PostgreSQL, appendix A) and codes of the driver, whole or by class: what each means to a caller. */
const codes: Record<string, (error: Record<string, unknown>) => Problem> = {
  '23505': uniqueViolation,
  '23503': () =>
    unprocessable({
      pointer: '',
      detail: { en: 'names something that does not exist', fr: 'nomme ce qui n’existe pas' },
    }),
  '40001': (error) => unavailable(busy, error),
  '40P01': (error) => unavailable(busy, error),
  '55P03': (error) => unavailable(busy, error),
  '57014': (error) => unavailable(databaseAway, error),
  '08': (error) => unavailable(databaseAway, error),
  '53': (error) => unavailable(databaseAway, error),
  '57P': (error) => unavailable(databaseAway, error),
  ECONNREFUSED: (error) => unavailable(databaseAway, error),
  ECONNRESET: (error) => unavailable(databaseAway, error),
  EPIPE: (error) => unavailable(databaseAway, error),
  ETIMEDOUT: (error) => unavailable(databaseAway, error),
  ENOTFOUND: (error) => unavailable(databaseAway, error),
  EAI_AGAIN: (error) => unavailable(databaseAway, error),
  CONNECT_TIMEOUT: (error) => unavailable(databaseAway, error),
  CONNECTION_CLOSED: (error) => unavailable(databaseAway, error),
  CONNECTION_ENDED: (error) => unavailable(databaseAway, error),
  CONNECTION_DESTROYED: (error) => unavailable(databaseAway, error),
};

/** What the database's refusal means to a caller; undefined: it is not the database's, or it is our own mistake. */
export function databaseProblem(error: unknown): Problem | undefined {
  for (const cause of causes(error)) {
    const code = typeof cause.code === 'string' ? cause.code : '';
    const means =
      codes[code] ?? codes[code.slice(0, 3)] ?? (/^[0-9A-Z]{5}$/.test(code) ? codes[code.slice(0, 2)] : undefined);
    if (means) return means(cause);
  }
  return undefined;
}
