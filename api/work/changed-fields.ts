import { isDeepStrictEqual } from 'node:util';

/** The fields that a change touches and that differ, as they were and as they are: what the audit keeps of it. */
export function changedFields(
  before: object,
  change: object,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const was = before as Record<string, unknown>;
  const differing = Object.entries(change).filter(
    ([name, value]) => value !== undefined && !isDeepStrictEqual(was[name], value),
  );
  return {
    before: Object.fromEntries(differing.map(([name]) => [name, was[name]])),
    after: Object.fromEntries(differing),
  };
}
