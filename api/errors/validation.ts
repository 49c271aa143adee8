import type { Words } from '../language.ts';
import { formats } from '../schemas/formats.ts';
import { type FieldError, Problem, pointerTo } from './problem.ts';

/** What Ajv says of one field; with its option `verbose` the schema that was not met comes along. */
interface AjvError {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
  parentSchema?: object;
}

const same = (text: string): Words => ({ en: text, fr: text });
const say = (en: string, fr: string): Words => ({ en, fr });
const list = (values: readonly unknown[]) => values.map(String).join(', ');

const typeNames: Record<string, Words> = {
  string: say('text', 'un texte'),
  integer: say('a whole number', 'un nombre entier'),
  number: say('a number', 'un nombre'),
  boolean: say('true or false', 'true ou false'),
  object: say('a JSON object', 'un objet JSON'),
  array: say('a list', 'une liste'),
  null: same('null'),
};

function typeWords(type: unknown): Words {
  const names = [type].flat().map((name) => typeNames[String(name)] ?? same(String(name)));
  return say(
    `must be ${names.map(({ en }) => en).join(' or ')}`,
    `doit être ${names.map(({ fr }) => fr).join(' ou ')}`,
  );
}

/** What is said of each rule that a field can break. `p` are Ajv's parameters of that rule. */
const words: Record<string, (p: Record<string, unknown>, error: AjvError) => Words> = {
  required: () => say('is missing', 'manque'),
  additionalProperties: (_, { parentSchema }) => {
    const known = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
    return say(
      `is not a known field; known here: ${list(known)}`,
      `n’est pas un champ connu ; sont connus ici : ${list(known)}`,
    );
  },
  type: ({ type }) => typeWords(type),
  enum: ({ allowedValues }) => {
    const allowed = list(allowedValues as unknown[]);
    return say(`must be one of: ${allowed}`, `doit être l’une des valeurs : ${allowed}`);
  },
  const: ({ allowedValue }) => say(`must be ${allowedValue}`, `doit être ${allowedValue}`),
  format: ({ format }) => {
    const { en, fr } = formats[format as keyof typeof formats].expected;
    return say(`must be ${en}`, `doit être ${fr}`);
  },
  minimum: ({ limit }) => say(`must be at least ${limit}`, `doit être au moins ${limit}`),
  maximum: ({ limit }) => say(`must be at most ${limit}`, `doit être au plus ${limit}`),
  exclusiveMinimum: ({ limit }) => say(`must be more than ${limit}`, `doit dépasser ${limit}`),
  exclusiveMaximum: ({ limit }) => say(`must be less than ${limit}`, `doit rester inférieur à ${limit}`),
  multipleOf: ({ multipleOf }) => say(`must be a multiple of ${multipleOf}`, `doit être un multiple de ${multipleOf}`),
  minLength: ({ limit }) =>
    say(`must have at least ${limit} character(s)`, `doit compter au moins ${limit} caractère(s)`),
  maxLength: ({ limit }) => say(`must have at most ${limit} characters`, `doit compter au plus ${limit} caractères`),
  pattern: ({ pattern }) => say(`must match ${pattern}`, `doit correspondre à ${pattern}`),
  minItems: ({ limit }) => say(`must list at least ${limit}`, `doit en énumérer au moins ${limit}`),
  maxItems: ({ limit }) => say(`must list at most ${limit}`, `doit en énumérer au plus ${limit}`),
  uniqueItems: () => say('must not list anything twice', 'ne doit rien énumérer deux fois'),
  minProperties: ({ limit }) => say(`must have at least ${limit} field(s)`, `doit avoir au moins ${limit} champ(s)`),
  maxProperties: ({ limit }) => say(`must have at most ${limit} fields`, `doit avoir au plus ${limit} champs`),
};

const otherwise = say(
  'has none of the forms that the description of the API allows',
  'n’a aucune des formes que permet l’API',
);

const parts: Record<string, FieldError['in']> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
};

/** Fields may be many, and each answer is finite. */
const mostErrors = 50;

/** What is wrong with each field, and what would be right. */
export function fieldErrors(errors: readonly AjvError[], part: string | undefined): FieldError[] {
  return errors.map((error) => {
    const { instancePath, params, keyword } = error;
    const inside = params.missingProperty ?? params.additionalProperty;
    return {
      in: parts[part ?? 'body'] ?? 'body',
      pointer: instancePath + (inside === undefined ? '' : pointerTo(String(inside))),
      detail: words[keyword]?.(params, error) ?? otherwise,
    };
  });
}

export function validationProblem(errors: readonly AjvError[], part: string | undefined): Problem {
  const count = errors.length;
  return new Problem(
    'invalid-request',
    say(`${count} field(s) of the request must change.`, `${count} champ(s) de la requête à corriger.`),
    { errors: fieldErrors(errors.slice(0, mostErrors), part) },
  );
}
