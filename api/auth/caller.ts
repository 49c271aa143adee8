import { eq, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { FastifyRequest } from 'fastify';
import type { Visibility } from '../../db/database.ts';
import type { Permission } from '../permissions.ts';

/** Who is calling: one credential and what it may do. */
export interface Caller {
  credentialId: string;
  keyId: string;
  name: string;
  kind: 'staff' | 'machine';
  roles: readonly string[];
  /** null: every account. */
  accountId: string | null;
  /** null: every site of what it sees. */
  siteId: string | null;
  permissions: ReadonlySet<Permission>;
}

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error(`${request.routeOptions.url} is public: it has no caller`);
  return request.caller;
}

/** As it stands in the audit: kind and name for people, the credential's id for certainty. */
export const actorOf = (caller: Caller): string => `${caller.kind}:${caller.name} (${caller.credentialId})`;

export const visibilityOf = (caller: Caller): Visibility =>
  caller.accountId ? { accountId: caller.accountId } : 'all';

/** The condition that keeps a credential bound to a site within it; row-level security keeps it within its account. */
export const withinSite = (caller: Caller, column: AnyPgColumn): SQL | undefined =>
  caller.siteId ? eq(column, caller.siteId) : undefined;
