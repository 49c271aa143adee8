import type { Connection } from '@temporalio/client';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { SetupError } from './setup-error.ts';

/** temporal.api.enums.v1.IndexedValueType, for the types we use. */
const TYPE_NUMBERS = { Keyword: 2, Bool: 5, Datetime: 6 } as const;

/** gRPC status codes. */
const INVALID_ARGUMENT = 3;
const ALREADY_EXISTS = 6;
const REFUSALS: readonly unknown[] = [/* PERMISSION_DENIED */ 7, /* UNIMPLEMENTED */ 12];

const wanted = Object.entries(searchAttributes);
const codeOf = (error: unknown) => (error as { code?: number }).code;

type Services = Pick<Connection, 'operatorService' | 'workflowService'>;

/**
 * Sees to it that a namespace has our search attributes, without which no workflow of ours goes on. Changes nothing the second time.
 *
 * @throws SetupError where one is of another type, or where they are missing and we may not add them
 */
export async function registerSearchAttributes(temporal: Services, namespace: string): Promise<void> {
  try {
    const missing = await missingAttributes(temporal, namespace);
    if (missing.length === 0) return;
    await temporal.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, TYPE_NUMBERS[type]])),
    });
  } catch (error) {
    // Another worker that starts now was first.
    if (codeOf(error) === ALREADY_EXISTS) return;
    if (!REFUSALS.includes(codeOf(error))) throw error;
    if (await canBeSearched(temporal, namespace)) return;
    throw new SetupError(
      `Temporal does not let us add search attributes to ${namespace}. Ask its operators to add ` +
        `${wanted.map(([name, type]) => `${name} (${type})`).join(', ')}, then start again.`,
    );
  }
}

async function missingAttributes({ operatorService }: Services, namespace: string): Promise<typeof wanted> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const clash = wanted.find(
    ([name, type]) => name in customAttributes && customAttributes[name] !== TYPE_NUMBERS[type],
  );
  if (clash)
    throw new SetupError(
      `The namespace ${namespace} has a search attribute ${clash[0]} of another type than ${clash[1]}. ` +
        'Remove it there, or choose another namespace: TEMPORAL_NAMESPACE.',
    );
  return wanted.filter(([name]) => !(name in customAttributes));
}

/** Who may not manage search attributes may still use them: a query that names one that is not there is refused. */
async function canBeSearched({ workflowService }: Services, namespace: string): Promise<boolean> {
  const query = wanted.map(([name]) => `${name} IS NULL`).join(' AND ');
  try {
    await workflowService.countWorkflowExecutions({ namespace, query });
    return true;
  } catch (error) {
    if (codeOf(error) === INVALID_ARGUMENT) return false;
    throw error;
  }
}
