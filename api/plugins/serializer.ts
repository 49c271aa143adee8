import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type Factory = NonNullable<
  NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>['buildSerializer']
>;

/**
 * Writes answers by their schemas. Each route's writer is made when its first answer is due: all together take several
 * seconds, which whoever starts the API, and each of its tests, would wait.
 */
export function serializersOnDemand(): Factory {
  const usual = SerializerSelector();
  return (components, options) => {
    const compile = usual(components, options);
    return (route) => {
      let write: ReturnType<typeof compile> | undefined;
      return (value) => {
        write ??= compile(route);
        return write(value);
      };
    };
  };
}
