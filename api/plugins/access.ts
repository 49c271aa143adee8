import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { noteContact } from '../../commands/agent-contact.ts';
import { noteNetwork } from '../../commands/agent-network.ts';
import { asTenant } from '../../db/database.ts';
import { networkOf } from '../agents/network.ts';
import { authenticate, type Refusal } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { forbidden, Problem } from '../errors/problem.ts';
import { type Access, type Permission, permissions } from '../permissions.ts';
import type { ApiDeps } from '../types.ts';
import { withPatience } from '../work/patience.ts';
import { docsPath } from './documentation.ts';

/**
 * Every route declares who may use it, or the API does not start; every request to it shows a credential that may. Before the body is
 * read: who may not call cannot make us work.
 */
export const access = fp<Pick<ApiDeps, 'db' | 'clock'>>(async (app, deps) => {
  app.decorateRequest('caller', null);
  app.decorateRequest('arrivedAtMs', 0);
  app.addHook('onRoute', requireDeclaration);
  app.addHook('onRequest', async (request, reply) => {
    request.arrivedAtMs = performance.now();
    const { permission, rateLimit } = request.routeOptions.config;
    if (rateLimit !== false) await app.limits.perAddress(request, reply);
    if (permission === undefined || permission === 'public') return;
    request.caller = await identify(request, reply);
    await app.limits.perCredential(request, reply);
    await noteWhereFrom(request.caller, request.ip);
    authorise(request, request.caller, permission);
  });

  /** A01: the key of an agent belongs to one place. A16: whatever it says, it is not silent. */
  async function noteWhereFrom(
    { roles, credentialId, name, accountId, siteId }: Caller,
    address: string,
  ): Promise<void> {
    if (!roles.includes('agent') || !accountId) return;
    const used = { credentialId, name, accountId, siteId, network: networkOf(address), now: deps.clock() };
    await withPatience(0, (begun) =>
      asTenant(deps.db, { accountId }, async (tx) => {
        begun();
        await noteNetwork(tx, used);
        await noteContact(tx, used);
      }),
    );
  }

  async function identify(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    await app.limits.refusedPerAddress(request, reply, 'peek');
    const found = await withPatience(0, async (begun) => {
      const result = await authenticate(deps.db, request.headers.authorization, deps.clock());
      begun();
      return result;
    });
    if ('caller' in found) return found.caller;
    request.log.warn({ event: 'authentication-refused', because: found.refusal, keyId: found.keyId, ip: request.ip });
    await app.limits.refusedPerAddress(request, reply);
    throw unauthenticated(found.refusal);
  }
});

function requireDeclaration(route: RouteOptions): void {
  // The pages of the documentation are a library's own routes; they show what /openapi.json says to anyone.
  if (route.config?.permission || route.url.startsWith(docsPath)) return;
  throw new Error(
    `${[route.method].flat().join('/')} ${route.url} declares no permission: give its config one of those in api/permissions.ts, 'any' or 'public'.`,
  );
}

function authorise(request: FastifyRequest, caller: Caller, permission: Exclude<Access, 'public'>): void {
  if (permission === 'any' || caller.permissions.has(permission)) return;
  request.log.warn({ event: 'access-denied', permission, credentialId: caller.credentialId, ip: request.ip });
  throw lacks(permission);
}

export const lacks = (permission: Permission): Problem =>
  forbidden({
    en: `It needs the permission ${permission} (${permissions[permission].meaning}).`,
    fr: `Il faut le droit ${permission}.`,
  });

function unauthenticated(refusal: Refusal): Problem {
  const missing = refusal === 'no-token';
  return new Problem(
    'unauthenticated',
    missing
      ? { en: 'Send Authorization: Bearer rp_…', fr: 'Envoyez Authorization: Bearer rp_…' }
      : { en: 'This token is not valid, or no longer.', fr: 'Ce jeton n’est pas valable, ou ne l’est plus.' },
    { headers: { 'www-authenticate': missing ? 'Bearer' : 'Bearer error="invalid_token"' } },
  );
}
