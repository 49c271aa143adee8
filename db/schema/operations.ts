import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant, oneOf, version } from './columns.ts';

/** Messages to workflows, written with the fact that causes them: delivered at once, and again until they have arrived. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    accountId: uuid('account_id').notNull(),
    kind: text('kind').notNull(),
    workflowId: text('workflow_id').notNull(),
    body: jsonb('body').$type<Record<string, unknown>>().notNull(),
    madeAt: instant('made_at').notNull(),
    deliveredAt: instant('delivered_at'),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    /** Not tried again before this instant. */
    notBefore: instant('not_before'),
  },
  (t) => [index('outbox_waiting').on(t.id).where(sql`${t.deliveredAt} is null`)],
);

export const brakeScopes = ['all', 'account', 'site', 'device'] as const;

/** A19: ordering paused. */
export const brakes = pgTable(
  'brakes',
  {
    id: id(),
    scope: text('scope', { enum: brakeScopes }).notNull(),
    /** Id of the account, site or device; 'all'. */
    scopeId: text('scope_id').notNull(),
    accountId: uuid('account_id'),
    reason: text('reason').notNull(),
    setBy: text('set_by').notNull(),
    setAt: instant('set_at').notNull(),
    liftedBy: text('lifted_by'),
    liftedAt: instant('lifted_at'),
  },
  (t) => [
    uniqueIndex('brakes_one').on(t.scope, t.scopeId).where(sql`${t.liftedAt} is null`),
    oneOf('brakes_scope', t.scope, brakeScopes),
  ],
);

export const credentialKinds = ['machine', 'staff'] as const;

/** Who may call: machines and staff. What each may do stands in api/permissions.ts. */
export const credentials = pgTable(
  'credentials',
  {
    id: id(),
    name: text('name').notNull(),
    kind: text('kind', { enum: credentialKinds }).notNull(),
    /** None: every account (staff, a warehouse). */
    accountId: uuid('account_id'),
    siteId: uuid('site_id'),
    roles: text('roles').array().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
    version: version(),
  },
  (t) => [oneOf('credentials_kind', t.kind, credentialKinds)],
);

/** Up to two live secrets each, so that one can be rotated without a gap. Only hashes are kept. */
export const credentialSecrets = pgTable(
  'credential_secrets',
  {
    keyId: text('key_id').primaryKey(),
    credentialId: uuid('credential_id')
      .notNull()
      .references(() => credentials.id),
    hash: text('hash').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('credential_secrets_credential').on(t.credentialId)],
);

/** Every change, by whom; append-only by grants (B11). */
export const audit = pgTable(
  'audit',
  {
    id: id(),
    accountId: uuid('account_id'),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    entity: text('entity').notNull(),
    entityId: text('entity_id').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    requestId: text('request_id'),
  },
  (t) => [index('audit_entity').on(t.entity, t.entityId), index('audit_account').on(t.accountId, t.at)],
);

export const linkPurposes = ['cancel-order', 'confirm-delivery', 'move-spares'] as const;

/** Answers kept for a repeated Idempotency-Key. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    credentialId: uuid('credential_id').notNull(),
    key: text('key').notNull(),
    /** Of method, path and body: another request under the same key is refused. */
    requestHash: text('request_hash').notNull(),
    status: integer('status'),
    answer: text('answer'),
    headers: jsonb('headers').$type<Record<string, string>>(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.credentialId, t.key] }), index('idempotency_keys_age').on(t.createdAt)],
);

/** Links in mails (A09, A11): the mail carries the id signed, a press of its button uses it once. */
export const links = pgTable(
  'links',
  {
    id: id(),
    accountId: uuid('account_id').notNull(),
    purpose: text('purpose', { enum: linkPurposes }).notNull(),
    orderId: uuid('order_id').notNull(),
    parcelId: uuid('parcel_id'),
    madeAt: instant('made_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    answer: text('answer'),
  },
  (t) => [index('links_order').on(t.orderId), oneOf('links_purpose', t.purpose, linkPurposes)],
);
