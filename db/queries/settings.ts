import { inArray } from 'drizzle-orm';
import { resolveSettings, type SettingLayers, type Settings } from '../../domain/settings.ts';
import type { Queryable } from '../database.ts';
import { settings } from '../schema/index.ts';

/** What a decision is about, from the widest to the most specific. */
export interface SettingPath {
  accountId: string;
  siteId: string;
  modelId?: string;
  supplyId?: string;
}

/** Loads the values set for any of these at once; the answer gives the layers that hold for one path. */
export async function loadSettingLayers(
  tx: Queryable,
  paths: readonly SettingPath[],
): Promise<(path: SettingPath) => SettingLayers> {
  const ids = new Set([
    'global',
    ...paths.flatMap(({ accountId, siteId, modelId, supplyId }) => [accountId, siteId, modelId, supplyId]),
  ]);
  const rows = await tx
    .select()
    .from(settings)
    .where(
      inArray(
        settings.scopeId,
        [...ids].filter((id) => id !== undefined),
      ),
    );
  const byScope = Map.groupBy(rows, (row) => `${row.scope}/${row.scopeId}`);
  const layer = (scope: string, scopeId: string) =>
    Object.fromEntries((byScope.get(`${scope}/${scopeId}`) ?? []).map(({ name, value }) => [name, value]));
  return ({ accountId, siteId, modelId, supplyId }) => ({
    global: layer('global', 'global'),
    account: layer('account', accountId),
    site: layer('site', siteId),
    ...(modelId ? { model: layer('model', modelId) } : {}),
    ...(supplyId ? { supply: layer('supply', supplyId) } : {}),
  });
}

/** The settings in force for one path. */
export async function loadSettings(tx: Queryable, path: SettingPath): Promise<Settings> {
  return resolveSettings((await loadSettingLayers(tx, [path]))(path));
}
