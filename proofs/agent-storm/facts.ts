import { sql } from 'drizzle-orm';
import { createCredential } from '../../api/auth/credentials.ts';
import { recorder } from '../../api/work/unit.ts';
import { asTenant, type Database, openDatabase } from '../../db/database.ts';
import { accounts, contracts, devices, models, readings, readingsAside, sites } from '../../db/schema/index.ts';

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
  const [account] = await db
    .insert(accounts)
    .values({ name, customerNumber: 'C-1', systemNumber: 'S-1', language: 'en', createdAt })
    .returning();
  const accountId = account!.id;
  const contract = {
    accountId,
    number: 'K-1',
    kind: 'managed' as const,
    includesSupplies: true,
    startsOn: '2020-01-01',
    createdAt,
  };
  const [made] = await db.insert(contracts).values(contract).returning();
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
    contractId: made!.id,
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
