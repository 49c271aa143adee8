import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCredential } from '../api/auth/credentials.ts';
import { recorder } from '../api/work/unit.ts';
import type { Config } from '../config.ts';
import { asTenant, openDatabase } from '../db/database.ts';

export interface DemoTokens {
  /** Staff, all rights: makes the demo and may be used to try the API. */
  operations: string;
  warehouse: string;
}

/** Where the demo's tokens are kept, readable by the person who runs it alone. */
export const demoTokensPath = (config: Pick<Config, 'home'>) => join(config.home, 'demo-tokens.json');

/** The demo's credentials: made once, and kept, since an interrupted demo goes on with the same ones. */
export async function demoTokens(config: Config): Promise<DemoTokens> {
  const path = demoTokensPath(config);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as DemoTokens;
  const database = openDatabase(config.database.appUrl, { poolSize: 1, name: 'replenish demo' });
  try {
    const now = new Date();
    const tokens = await asTenant(database.db, 'all', async (tx) => {
      const doing = { tx, now, actor: 'demo', record: recorder(tx, { at: now, actor: 'demo', requestId: null }) };
      const operations = await createCredential(doing, { name: 'demo staff', roles: ['operations'] }, null);
      const warehouse = await createCredential(doing, { name: 'demo warehouse', roles: ['warehouse'] }, null);
      return { operations: operations.token, warehouse: warehouse.token };
    });
    writeFileSync(path, JSON.stringify(tokens), { mode: 0o600 });
    return tokens;
  } finally {
    await database.close();
  }
}
