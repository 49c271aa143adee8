import { type Static, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox';

type Annotations = { description?: string; examples?: unknown[] };

/** A JSON object of exactly these fields: an unknown one is an error. */
export const object = <P extends TProperties>(
  properties: P,
  options: Annotations & { $id?: string; minProperties?: number } = {},
) => Type.Object(properties, { additionalProperties: false, ...options });

/** A schema that stands by name in the description of the API. Its `$id` is that name. */
export const ref = <T extends TSchema>(schema: T): TUnsafe<Static<T>> =>
  Type.Unsafe<Static<T>>({ $ref: `${(schema as { $id?: string }).$id}#` });

/** The same or null: not known, or none. */
export function nullable<T extends TSchema>(schema: T): TUnsafe<Static<T> | null> {
  const { type, enum: values, ...rest } = schema as { type?: string; enum?: unknown[] } & TSchema;
  if (type === undefined && values === undefined)
    return Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: 'null' }] });
  return Type.Unsafe<Static<T> | null>({
    ...rest,
    ...(type ? { type: [type, 'null'] } : {}),
    ...(values ? { enum: [...values, null] } : {}),
  });
}

/** All fields optional, at least one there: what a PATCH takes. */
export const patchOf = <P extends TProperties>(properties: P, options: Annotations = {}) =>
  Type.Partial(Type.Object(properties), { additionalProperties: false, minProperties: 1, ...options });

export const id = (description?: string) => Type.String({ format: 'uuid', ...(description ? { description } : {}) });
export const instant = (description?: string) =>
  Type.String({ format: 'date-time', ...(description ? { description } : {}) });
export const day = (description?: string) => Type.String({ format: 'date', ...(description ? { description } : {}) });
export const line = (maxLength: number, description?: string) =>
  Type.String({ format: 'line', minLength: 1, maxLength, ...(description ? { description } : {}) });
/** Several lines. */
export const prose = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description ? { description } : {}) });
export const oneOf = <const V extends readonly string[]>(values: V, description?: string) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...(description ? { description } : {}) });
export const version = Type.Integer({
  minimum: 1,
  description: 'Counts its changes; the answer’s `ETag`, to be sent back in `If-Match` by who changes it.',
});
/** As a request names an order. Beyond the largest whole number that JSON carries exactly, there is none. */
export const orderNumber = (description?: string) =>
  Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, ...(description ? { description } : {}) });
export const language = oneOf(['en', 'fr']);

/** Path parameters by name, each an id. */
export const pathOf = <const N extends string>(name: N, what: string) =>
  object({ [name]: id(what) } as Record<N, ReturnType<typeof id>>);

export const iso = (at: Date): string => at.toISOString();
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;
