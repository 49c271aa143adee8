import type { Connection } from '@temporalio/client';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { SetupError } from './setup-error.ts';

/** temporal.api.enums.v1.IndexedValueType, for the types we use. */
const TYPE_NUMBERS = { Keyword: 2, Bool: 5, Datetime: 6 } as const;

const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

/** Adds our search attributes to a namespace of a server that runs elsewhere. Changes nothing the second time. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const wanted = Object.entries(searchAttributes);
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const clash = wanted.find(
      ([name, type]) => name in customAttributes && customAttributes[name] !== TYPE_NUMBERS[type],
    );
    if (clash)
      throw new SetupError(
        `The namespace ${namespace} has a search attribute ${clash[0]} of another type than ${clash[1]}. ` +
          'Remove it there, or choose another namespace: TEMPORAL_NAMESPACE.',
      );
    const missing = wanted.filter(([name]) => !(name in customAttributes));
    if (missing.length === 0) return;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, TYPE_NUMBERS[type]])),
    });
  } catch (error) {
    const { code } = error as { code?: number };
    if (code !== PERMISSION_DENIED && code !== UNIMPLEMENTED) throw error;
    throw new SetupError(
      `Temporal does not let us add search attributes to ${namespace}. Ask its operators to add ` +
        `${wanted.map(([name, type]) => `${name} (${type})`).join(', ')}, then start again.`,
    );
  }
}
