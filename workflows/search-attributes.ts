import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  SearchAttributeType,
  TypedSearchAttributes,
} from '@temporalio/common';

/**
 * What operators filter by, registered on the server at start-up. Few and stable; ids only, since search attributes are
 * readable by all who can open the Temporal UI.
 */
export const searchAttributes = {
  ReplenishAccount: 'Keyword',
  ReplenishSite: 'Keyword',
  ReplenishPhase: 'Keyword',
  ReplenishNextOrderAt: 'Datetime',
  ReplenishSilent: 'Bool',
} as const;

const keys = {
  account: defineSearchAttributeKey('ReplenishAccount', SearchAttributeType.KEYWORD),
  site: defineSearchAttributeKey('ReplenishSite', SearchAttributeType.KEYWORD),
  phase: defineSearchAttributeKey('ReplenishPhase', SearchAttributeType.KEYWORD),
  nextOrderAt: defineSearchAttributeKey('ReplenishNextOrderAt', SearchAttributeType.DATETIME),
  silent: defineSearchAttributeKey('ReplenishSilent', SearchAttributeType.BOOL),
};

export interface Attributes {
  accountId?: string;
  siteId?: string;
  phase?: string;
  /** ISO instant. */
  nextOrderAt?: string | null;
  silent?: boolean;
}

export function searchAttributePairs(values: Attributes): SearchAttributePair[] {
  return [
    ...(values.accountId ? [{ key: keys.account, value: values.accountId }] : []),
    ...(values.siteId ? [{ key: keys.site, value: values.siteId }] : []),
    ...(values.phase ? [{ key: keys.phase, value: values.phase }] : []),
    ...(values.nextOrderAt ? [{ key: keys.nextOrderAt, value: new Date(values.nextOrderAt) }] : []),
    ...(values.silent === undefined ? [] : [{ key: keys.silent, value: values.silent }]),
  ];
}

export const searchAttributesOf = (values: Attributes) => new TypedSearchAttributes(searchAttributePairs(values));
