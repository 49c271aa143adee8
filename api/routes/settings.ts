import { and, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { queueRechecks } from '../../commands/recheck.ts';
import type { Transaction } from '../../db/database.ts';
import { loadSettingLayers } from '../../db/queries/settings.ts';
import { accounts, models, settings, supplies } from '../../db/schema/index.ts';
import {
  resolveSetting,
  type SettingName,
  type SettingScope,
  settingDefinitions,
  settingScopes,
} from '../../domain/settings.ts';
import { type Caller, callerOf } from '../auth/caller.ts';
import { forbidden, notFound, unprocessable } from '../errors/problem.ts';
import { id, object, oneOf, ref } from '../schemas/common.ts';
import { problemAnswer } from '../schemas/problem.ts';
import type { Routes } from '../types.ts';
import type { Change } from '../work/unit.ts';
import { findAccount } from './accounts.ts';
import { findSite } from './sites.ts';

const names = Object.keys(settingDefinitions) as [SettingName, ...SettingName[]];
const tag = ['Settings'];

export const Setting = object(
  {
    name: oneOf(names),
    value: Type.Number({ description: 'In force for what was asked about.' }),
    from: oneOf(
      [...settingScopes, 'default'],
      'Where it comes from: the most specific that sets it wins, of triggers the largest.',
    ),
    default: Type.Number(),
    unit: Type.String(),
    min: Type.Number(),
    max: Type.Number(),
    rule: Type.String({ description: 'The rule that uses it.' }),
  },
  { $id: 'Setting', description: 'One number behind the rules.' },
);

const path = object({
  scope: oneOf(settingScopes),
  scopeId: Type.String({
    minLength: 1,
    maxLength: 36,
    description: 'Id of the account, site, model or supply; `global` for the installation.',
  }),
  name: oneOf(names),
});

export const settingRoutes: Routes = (app, work) => {
  app.get(
    '/settings',
    {
      config: { permission: 'settings:read' },
      schema: {
        operationId: 'listSettings',
        tags: tag,
        summary: 'What holds here, and where it comes from',
        description: 'Without a question, what holds for the whole installation.',
        querystring: object({
          accountId: Type.Optional(id()),
          siteId: Type.Optional(id('Its account follows from it.')),
          modelId: Type.Optional(id()),
          supplyId: Type.Optional(id()),
        }),
        response: {
          200: object({ items: Type.Array(ref(Setting)) }, { description: 'All settings.' }),
          404: problemAnswer('not-found'),
        },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { siteId, modelId, supplyId } = request.query;
        const site = siteId ? await findSite(tx, callerOf(request), siteId) : undefined;
        const asked = site?.accountId ?? request.query.accountId;
        if (asked) await findAccount(tx, eq(accounts.id, asked));
        const about = { accountId: asked ?? '', siteId: siteId ?? '', modelId, supplyId };
        const layers = (await loadSettingLayers(tx, [about]))(about);
        return { items: names.map((name) => ({ ...definition(name), name, ...resolveSetting(name, layers) })) };
      }),
  );

  app.put(
    '/settings/:scope/:scopeId/:name',
    {
      config: { permission: 'settings:write' },
      schema: {
        operationId: 'setSetting',
        tags: tag,
        summary: 'Set a value for a scope',
        description: 'The devices concerned are looked at again.',
        params: path,
        body: object({ value: Type.Number() }, { examples: [{ value: 21 }] }),
        response: {
          200: object(
            { scope: oneOf(settingScopes), scopeId: Type.String(), name: oneOf(names), value: Type.Number() },
            { description: 'The value as it is set.' },
          ),
        },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const { scope, scopeId, name } = request.params;
        const { value } = request.body;
        checkValue(name, value);
        const accountId = await ownerOf(change.tx, callerOf(request), request.params);
        const { tx, now: changedAt } = change;
        const before = await current(tx, request.params);
        await tx
          .insert(settings)
          .values({ scope, scopeId, name, value, accountId, changedAt })
          .onConflictDoUpdate({ target: [settings.scope, settings.scopeId, settings.name], set: { value, changedAt } });
        await changed(change, request.params, accountId, before, value);
        return { status: 200, body: { scope, scopeId, name, value } };
      }),
  );

  app.delete(
    '/settings/:scope/:scopeId/:name',
    {
      config: { permission: 'settings:write' },
      schema: {
        operationId: 'clearSetting',
        tags: tag,
        summary: 'Clear a value: the next wider one holds again',
        params: path,
        response: { 204: Type.Null({ description: 'It is not set, or no longer.' }) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const accountId = await ownerOf(change.tx, callerOf(request), request.params);
        const before = await current(change.tx, request.params);
        await change.tx.delete(settings).where(ofPath(request.params));
        await changed(change, request.params, accountId, before, null);
        return { status: 204 };
      }),
  );
};

type Path = Static<typeof path>;

const definition = (name: SettingName) => {
  const { default: value, unit, min, max, rule } = settingDefinitions[name];
  return { default: value, unit, min, max, rule };
};

function checkValue(name: SettingName, value: number): void {
  const { min, max, unit, default: usual } = settingDefinitions[name];
  const at = { pointer: '/value' };
  if (value < min || value > max) {
    throw unprocessable({
      ...at,
      detail: { en: `must be from ${min} to ${max} ${unit}`, fr: `doit être de ${min} à ${max} (${unit})` },
    });
  }
  // Factors are fractions; everything else is counted.
  if (!Number.isInteger(value) && !unit.startsWith('times')) {
    throw unprocessable({
      ...at,
      detail: { en: `must be a whole number, such as ${usual}`, fr: `doit être un nombre entier, comme ${usual}` },
    });
  }
}

type Find = (tx: Transaction, caller: Caller, scopeId: string) => Promise<string | null>;

const commonToAll = forbidden({
  en: 'It holds for every account: a credential bound to one may not set it.',
  fr: 'Cela vaut pour tous les comptes : un accès lié à un seul ne peut le régler.',
});
const nothing = notFound({ en: 'thing to set it for', fr: 'Ce qu’il s’agit de régler' });

const inCatalogue =
  (table: typeof models | typeof supplies): Find =>
  async (tx, caller, scopeId) => {
    if (caller.accountId) throw commonToAll;
    const [row] = await tx.select({ id: table.id }).from(table).where(eq(table.id, scopeId));
    if (!row) throw nothing;
    return null;
  };

/** Whether each scope's thing exists, and whose it is: null, everyone's. */
const owners: Record<SettingScope, Find> = {
  global: async (_tx, caller, scopeId) => {
    if (caller.accountId) throw commonToAll;
    if (scopeId !== 'global') throw nothing;
    return null;
  },
  account: async (tx, _caller, scopeId) => (await findAccount(tx, eq(accounts.id, scopeId))).id,
  site: async (tx, caller, scopeId) => (await findSite(tx, caller, scopeId)).accountId,
  model: inCatalogue(models),
  supply: inCatalogue(supplies),
};

const uuid = /^[0-9a-f-]{36}$/i;

async function ownerOf(tx: Transaction, caller: Caller, { scope, scopeId }: Path): Promise<string | null> {
  if (scope !== 'global' && !uuid.test(scopeId)) throw nothing;
  return owners[scope](tx, caller, scopeId);
}

const ofPath = ({ scope, scopeId, name }: Path) =>
  and(eq(settings.scope, scope), eq(settings.scopeId, scopeId), eq(settings.name, name));

async function current(tx: Transaction, about: Path): Promise<number | null> {
  const [row] = await tx.select({ value: settings.value }).from(settings).where(ofPath(about)).for('update');
  return row?.value ?? null;
}

async function changed(
  { tx, now, record }: Change,
  { scope, scopeId, name }: Path,
  accountId: string | null,
  before: number | null,
  after: number | null,
): Promise<void> {
  if (before === after) return;
  const entityId = `${scope}/${scopeId}/${name}`;
  await record({ accountId, action: after === null ? 'cleared' : 'set', entity: 'setting', entityId, before, after });
  const concern = scope === 'global' ? ({ scope: 'all', scopeId } as const) : { scope, scopeId };
  await queueRechecks(tx, concern, `the setting ${name} changed`, now);
}
