import type { Access } from '../permissions.ts';
import type { Method } from './api.ts';

/** One operation of the description of the API (OpenAPI 3.1). */
export interface Operation {
  operationId: string;
  method: Method;
  /** With `{names}`. */
  path: string;
  parameters: { in: 'path' | 'query' | 'header'; name: string; schema: { format?: string } }[];
  tags: string[];
  permission: Access;
  statuses: number[];
  /** The example of its content, by content type. */
  examples: Record<string, unknown>;
  matches(url: string): boolean;
}

interface Content {
  example?: unknown;
  schema: { $ref?: string; examples?: unknown[]; items?: Content['schema'] };
}

interface Described {
  operationId: string;
  tags: string[];
  'x-permission': Access;
  parameters?: Operation['parameters'];
  responses: Record<string, unknown>;
  requestBody?: { content: Record<string, Content> };
}

export function operationsOf(document: object): Operation[] {
  const { paths, components } = document as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Record<string, Content['schema']> };
  };
  const exampleOf = ({ example, schema }: Content): unknown => {
    const named = schema.$ref ? components.schemas[schema.$ref.split('/').at(-1)!] : schema;
    const ofOne = named?.items && exampleOf({ schema: named.items });
    return example ?? named?.examples?.[0] ?? (ofOne && [ofOne]);
  };
  return Object.entries(paths).flatMap(([path, methods]) => {
    const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}(\\?|$)`);
    return Object.entries(methods).map(([method, described]) => ({
      operationId: described.operationId,
      method: method.toUpperCase() as Method,
      path,
      parameters: described.parameters ?? [],
      tags: described.tags,
      permission: described['x-permission'],
      statuses: Object.keys(described.responses).map(Number),
      examples: Object.fromEntries(
        Object.entries(described.requestBody?.content ?? {}).map(([type, content]) => [type, exampleOf(content)]),
      ),
      matches: (url: string) => pattern.test(url),
    }));
  });
}
