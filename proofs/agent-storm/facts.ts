import { sql } from 'drizzle-orm';
import { createCredential } from '../../api/auth/credentials.ts';
import { recorder } from '../../api/work/unit.ts';
import { asTenant, type Database, openDatabase } from '../../db/database.ts';
import { devices, models, readings, readingsAside, sites } from '../../db/schema/index.ts';
import { makeAccount } from '../../test/harness/account.ts';

const createdAt = new Date();

/** One customer whose site has so many printers, and the token of somebody who may let an agent enrol. */
export async function makeFleet(
  urls: { appUrl: string; systemUrl: string },
  count: number,
): Promise<{ siteId: string; staff: string }> {
  const system = openDatabase(urls.systemUrl, { name: 'storm' });
  const app = openDatabase(urls.appUrl, { name: 'storm' });
  const { db } = system;
  const name = 'Storm';
  const { accountId, contractId } = await makeAccount(db, { name, contract: 'managed', createdAt });
  const address = { company: name, lines: ['1 Main Street'], postcode: '69002', city: 'Lyon', country: 'FR' };
  const [site] = await db
    .insert(sites)
    .values({ accountId, name, address, timeZone: 'Europe/Paris', createdAt })
    .returning();
  const siteId = site!.id;
  const [model] = await db
    .insert(models)
    .values({ maker: 'Corvid', name: 'P900', connections: ['agent'], replenishable: true, createdAt })
    .returning();
  const device = {
    accountId,
    siteId,
    contractId,
    modelId: model!.id,
    maker: 'Corvid',
    connection: 'agent',
    state: 'enrolled',
    enrolledAt: createdAt,
  } as const;
  const serials = Array.from({ length: count }, (_, i) => `ST${String(i).padStart(6, '0')}`);
  await db.insert(devices).values(serials.map((serial) => ({ ...device, serial })));
  const { token } = await asTenant(app.db, 'all', (tx) =>
    createCredential(
      { tx, now: createdAt, actor: 'storm', record: recorder(tx, { at: createdAt, actor: 'storm', requestId: null }) },
      { name: 'storm', roles: ['helpdesk'] },
      null,
    ),
  );
  await Promise.all([system.close(), app.close()]);
  return { siteId, staff: token };
}

export interface Arrived {
  readings: number;
  /** One printer's page count stands for one reading of it. */
  doubled: number;
  keptAside: number;
}

export async function countArrived(db: Database): Promise<Arrived> {
  const [all] = await db.select({ n: sql<number>`count(*)::int` }).from(readings);
  const [distinct] = await db
    .select({ n: sql<number>`count(distinct (${readings.deviceId}, ${readings.pages}))::int` })
    .from(readings);
  const [aside] = await db.select({ n: sql<number>`count(*)::int` }).from(readingsAside);
  return { readings: all!.n, doubled: all!.n - distinct!.n, keptAside: aside!.n };
}
