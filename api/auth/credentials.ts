import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { accounts, credentialSecrets, credentials, sites } from '../../db/schema/index.ts';
import { hourMs, plusDays } from '../../domain/time.ts';
import { conflict, notFound, unprocessable } from '../errors/problem.ts';
import type { Words } from '../language.ts';
import { bindingOf, fits, type Permission, permissionsOf, type Role, roles } from '../permissions.ts';
import type { NewCredential, Rotation } from '../schemas/credentials.ts';
import type { Change } from '../work/unit.ts';
import { newToken } from './token.ts';

type Credential = typeof credentials.$inferSelect;
type Doing = Pick<Change, 'tx' | 'now' | 'actor' | 'record'>;

/** A secret as its owner is told it, once. */
export interface TokenOnce {
  credentialId: string;
  keyId: string;
  token: string;
  expiresAt: Date | null;
}

/** A secret in use and one that replaces it. */
const mostLiveSecrets = 2;

const credentialWords: Words = { en: 'credential', fr: 'Accès' };

/** Makes a credential with its first secret. `grantable`: what its maker may hand on; null for the command line, which may all. */
export async function createCredential(
  doing: Doing,
  wanted: NewCredential,
  grantable: ReadonlySet<Permission> | null,
): Promise<TokenOnce> {
  const binding = { accountId: wanted.accountId ?? null, siteId: wanted.siteId ?? null };
  const kind = roles[wanted.roles[0]!].kind;
  checkRoles(wanted, kind, binding);
  checkGrant(wanted, binding, grantable);
  await checkPlace(doing, binding);
  const { tx, now, actor, record } = doing;
  const [made] = await tx
    .insert(credentials)
    .values({ name: wanted.name, kind, roles: wanted.roles, ...binding, createdBy: actor, createdAt: now })
    .returning();
  const { id, accountId } = made!;
  const after = { name: wanted.name, roles: wanted.roles, ...binding };
  await record({ accountId, action: 'created', entity: 'credential', entityId: id, after });
  return addSecret(doing, made!, wanted.expiresInDays);
}

/** Makes a credential for the key that its owner made: the server learns the hash, and never the key. */
export async function createWithOwnKey(
  doing: Doing,
  wanted: { name: string; roles: Role[]; accountId: string; siteId: string },
  { keyId, hash }: { keyId: string; hash: string },
): Promise<string> {
  const { tx, now, actor, record } = doing;
  const { name, roles: held, accountId, siteId } = wanted;
  const [taken] = await tx.select().from(credentialSecrets).where(eq(credentialSecrets.keyId, keyId));
  if (taken) {
    throw unprocessable({
      pointer: '/keyId',
      detail: { en: 'is taken: make another key', fr: 'est pris : faites une autre clé' },
    });
  }
  const kind = roles[held[0]!].kind;
  const [made] = await tx
    .insert(credentials)
    .values({ name, kind, roles: held, accountId, siteId, createdBy: actor, createdAt: now })
    .returning();
  const { id } = made!;
  await tx.insert(credentialSecrets).values({ keyId, hash, credentialId: id, createdAt: now });
  await record({ accountId, action: 'created', entity: 'credential', entityId: id, after: { ...wanted, keyId } });
  return id;
}

/** Gives a new secret beside the live one, which ends after its grace. Refused while two are live: one would be cut off unseen. */
export async function rotate(
  doing: Doing,
  credentialId: string,
  { expiresInDays, graceHours }: Rotation,
): Promise<TokenOnce> {
  const { tx, now } = doing;
  const credential = await lockCredential(doing, credentialId);
  if (credential.revokedAt) throw conflict({ en: 'It is revoked.', fr: 'Il est révoqué.' });
  const live = await tx
    .select()
    .from(credentialSecrets)
    .where(
      and(
        eq(credentialSecrets.credentialId, credentialId),
        isNull(credentialSecrets.revokedAt),
        or(isNull(credentialSecrets.expiresAt), gt(credentialSecrets.expiresAt, now)),
      ),
    );
  if (live.length >= mostLiveSecrets) {
    const keys = live.map(({ keyId }) => keyId).join(', ');
    throw conflict({
      en: `Two secrets are live (${keys}): revoke the one that is no longer used.`,
      fr: `Deux secrets sont valables (${keys}) : révoquez celui qui ne sert plus.`,
    });
  }
  const graceEnds = new Date(now.getTime() + graceHours * hourMs);
  for (const { keyId, expiresAt } of live) {
    if (expiresAt && expiresAt <= graceEnds) continue;
    await tx.update(credentialSecrets).set({ expiresAt: graceEnds }).where(eq(credentialSecrets.keyId, keyId));
  }
  return addSecret(doing, credential, expiresInDays);
}

/** Ends one secret at once. */
export async function revokeSecret(doing: Doing, credentialId: string, keyId: string): Promise<void> {
  const credential = await lockCredential(doing, credentialId);
  const [secret] = await doing.tx
    .update(credentialSecrets)
    .set({ revokedAt: doing.now })
    .where(
      and(
        eq(credentialSecrets.keyId, keyId),
        eq(credentialSecrets.credentialId, credentialId),
        isNull(credentialSecrets.revokedAt),
      ),
    )
    .returning();
  if (!secret) throw notFound({ en: 'secret that is not revoked yet', fr: 'Secret non encore révoqué' });
  await changed(doing, credential, 'secret-revoked', { keyId });
}

/** Ends a credential with all its secrets, at once and for good. Again: nothing. */
export async function revokeCredential(doing: Doing, credentialId: string): Promise<void> {
  const credential = await lockCredential(doing, credentialId);
  if (credential.revokedAt) return;
  await doing.tx.update(credentials).set({ revokedAt: doing.now }).where(eq(credentials.id, credentialId));
  await changed(doing, credential, 'revoked', {});
}

async function lockCredential({ tx }: Doing, credentialId: string): Promise<Credential> {
  const [credential] = await tx.select().from(credentials).where(eq(credentials.id, credentialId)).for('update');
  if (!credential) throw notFound(credentialWords);
  return credential;
}

async function addSecret(doing: Doing, credential: Credential, expiresInDays: number | undefined): Promise<TokenOnce> {
  const { token, keyId, hash } = newToken();
  const expiresAt = expiresInDays === undefined ? null : plusDays(doing.now, expiresInDays);
  await doing.tx
    .insert(credentialSecrets)
    .values({ keyId, hash, credentialId: credential.id, createdAt: doing.now, expiresAt });
  await changed(doing, credential, 'secret-made', { keyId, expiresAt });
  return { credentialId: credential.id, keyId, token, expiresAt };
}

async function changed(
  doing: Doing,
  { id, accountId, version }: Credential,
  action: string,
  after: object,
): Promise<void> {
  await doing.tx
    .update(credentials)
    .set({ version: version + 1 })
    .where(eq(credentials.id, id));
  await doing.record({ accountId, action, entity: 'credential', entityId: id, after });
}

function checkRoles(
  { roles: wanted }: NewCredential,
  kind: Credential['kind'],
  binding: Pick<Credential, 'accountId' | 'siteId'>,
): void {
  const errors = wanted.flatMap((role, i) => {
    const pointer = `/roles/${i}`;
    if (roles[role].kind !== kind) {
      return [
        { pointer, detail: { en: `is not a role of a ${kind} credential`, fr: `n’est pas un rôle d’accès ${kind}` } },
      ];
    }
    if (fits(role, bindingOf(binding))) return [];
    const needed = roles[role].binding === 'site' ? 'siteId' : 'accountId';
    return [
      { pointer: `/${needed}`, detail: { en: `is needed for the role ${role}`, fr: `est nécessaire au rôle ${role}` } },
    ];
  });
  if (errors.length > 0) throw unprocessable(...errors);
}

/** Nobody hands on more than they hold. */
function checkGrant(
  { roles: wanted }: NewCredential,
  binding: Pick<Credential, 'accountId' | 'siteId'>,
  grantable: ReadonlySet<Permission> | null,
): void {
  const excess = grantable && [...permissionsOf({ roles: wanted, ...binding })].filter((each) => !grantable.has(each));
  if (!excess || excess.length === 0) return;
  throw unprocessable({
    pointer: '/roles',
    detail: {
      en: `hold what you do not: ${excess.join(', ')}`,
      fr: `donnent ce que vous n’avez pas : ${excess.join(', ')}`,
    },
  });
}

/** The account exists, and the site is one of it. */
async function checkPlace(
  { tx }: Doing,
  { accountId, siteId }: Pick<Credential, 'accountId' | 'siteId'>,
): Promise<void> {
  const [account] = accountId
    ? await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId))
    : [];
  if (accountId && !account) {
    throw unprocessable({ pointer: '/accountId', detail: { en: 'is no account', fr: 'n’est pas un compte' } });
  }
  if (!siteId) return;
  const [site] = await tx.select({ accountId: sites.accountId }).from(sites).where(eq(sites.id, siteId));
  if (site && site.accountId === accountId) return;
  throw unprocessable({
    pointer: '/siteId',
    detail: { en: 'must be a site of the account in accountId', fr: 'doit être un site du compte de accountId' },
  });
}
