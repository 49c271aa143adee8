import { Ajv, type Options, type ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { formats } from '../schemas/formats.ts';

const options: Options = {
  // Every field that must change is named at once; `verbose` lets the message say what would be right.
  allErrors: true,
  verbose: true,
  strict: true,
  allowUnionTypes: true,
  useDefaults: true,
  // Unknown fields are an error: dropping them in silence would hide a misspelt one.
  removeAdditional: false,
  formats: Object.fromEntries(Object.entries(formats).map(([name, { test }]) => [name, test])),
};

/** Checks requests. A body is JSON and taken at its word; query, path and headers are text, of which numbers are made. */
export function validatorCompiler(components: readonly TSchema[]): FastifySchemaCompiler<object> {
  const json = new Ajv(options);
  const text = new Ajv({ ...options, coerceTypes: true });
  for (const ajv of [json, text]) for (const component of components) ajv.addSchema(component);
  return ({ schema, httpPart }) => (httpPart === 'body' ? json : text).compile(schema);
}

/** A check of JSON values by the rules of request bodies, for those that come as a file. The schema names no other by `$ref`. */
export const compileCheck = (schema: TSchema): ValidateFunction => new Ajv(options).compile(schema);
