import { timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { agentCodes, agents, credentialSecrets, sites } from '../../db/schema/index.ts';
import { createWithOwnKey } from '../auth/credentials.ts';
import { conflict, unprocessable } from '../errors/problem.ts';
import type { AgentEnrolment, EnrolledAgent } from '../schemas/agents.ts';
import { iso } from '../schemas/common.ts';
import { recorder } from '../work/unit.ts';
import { hashOfCode } from './code.ts';

type Code = typeof agentCodes.$inferSelect;
type SiteName = { siteName: string };

/**
 * Enrols an agent with the key that it made for itself (A01): the server learns its hash, never the key. The same request
 * again, whose answer was lost, finds the same agent. `isNew`: it was made now.
 */
export async function enrolAgent(
  tx: Transaction,
  wanted: AgentEnrolment,
  { now, requestId }: { now: Date; requestId: string },
): Promise<{ agent: Static<typeof EnrolledAgent>; isNew: boolean }> {
  const [found] = await tx
    .select({ code: agentCodes, siteName: sites.name })
    .from(agentCodes)
    .innerJoin(sites, eq(sites.id, agentCodes.siteId))
    .where(eq(agentCodes.hash, hashOfCode(wanted.code)))
    .for('update', { of: agentCodes });
  if (!found) throw badCode({ en: 'is no code of this server', fr: 'n’est pas un code de ce serveur' });
  const { code } = found;
  const [before] = await tx.select().from(agents).where(eq(agents.codeId, code.id));
  if (before) {
    if (!(await hasKey(tx, before.credentialId, wanted))) throw used();
    return { agent: answer(code, found, before.id, now), isNew: false };
  }
  if (code.expiresAt <= now) {
    throw badCode({ en: `expired at ${iso(code.expiresAt)}`, fr: `a expiré à ${iso(code.expiresAt)}` });
  }
  const { accountId, siteId, name } = code;
  const record = recorder(tx, { at: now, actor: `agent code ${code.id}, made by ${code.madeBy}`, requestId });
  const credentialId = await createWithOwnKey(
    { tx, now, actor: code.madeBy, record },
    { name, roles: ['agent'], accountId, siteId },
    { keyId: wanted.keyId, hash: wanted.keyHash },
  );
  const [made] = await tx
    .insert(agents)
    .values({ accountId, siteId, codeId: code.id, credentialId, name, hostName: wanted.hostName, enrolledAt: now })
    .returning();
  const after = { name, siteId, hostName: wanted.hostName, credentialId };
  await record({ accountId, action: 'enrolled', entity: 'agent', entityId: made!.id, after });
  return { agent: answer(code, found, made!.id, now), isNew: true };
}

async function hasKey(tx: Transaction, credentialId: string, { keyId, keyHash }: AgentEnrolment): Promise<boolean> {
  const secrets = await tx.select().from(credentialSecrets).where(eq(credentialSecrets.credentialId, credentialId));
  return secrets.some(
    (secret) => secret.keyId === keyId && timingSafeEqual(Buffer.from(secret.hash), Buffer.from(keyHash)),
  );
}

const answer = ({ accountId, siteId, name }: Code, { siteName }: SiteName, agentId: string, now: Date) => ({
  agentId,
  name,
  accountId,
  siteId,
  siteName,
  now: iso(now),
});

const badCode = (detail: { en: string; fr: string }) => unprocessable({ pointer: '/code', detail });

const used = () =>
  conflict({
    en: 'This code has enrolled an agent already. Ask for a new one; if you did not use it, have that agent revoked.',
    fr: 'Ce code a déjà inscrit un agent. Demandez-en un autre ; si ce n’est pas vous, faites révoquer cet agent.',
  });
