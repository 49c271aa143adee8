import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { erpConnections, erpRequests } from '../../db/schema/index.ts';
import { notFound } from '../errors/problem.ts';
import { iso, isoOrNull } from '../schemas/common.ts';
import type { ErpConnection } from '../schemas/erp.ts';
import type { Change } from '../work/unit.ts';

type Row = typeof erpConnections.$inferSelect & { waiting: number; waitingSince: string | null };

/** By its full name: in a query of one table the builder leaves the table's name out, and the requests have an `id`, too. */
const itsOwn = sql`${erpRequests.connectionId} = ${sql.raw('erp_connections.id')} and ${erpRequests.state} = 'waiting'`;

export const connectionColumns = {
  ...getTableColumns(erpConnections),
  waiting: sql<number>`(select count(*)::int from ${erpRequests} where ${itsOwn})`,
  waitingSince: sql<string | null>`(select min(${erpRequests.madeAt}) from ${erpRequests} where ${itsOwn})`,
};

const unknown = () => notFound({ en: 'connection', fr: 'Connexion' });

export async function findConnection(tx: Transaction, connectionId: string): Promise<Row> {
  const [row] = await tx.select(connectionColumns).from(erpConnections).where(eq(erpConnections.id, connectionId));
  if (!row) throw unknown();
  return row;
}

export async function lockConnection(
  tx: Transaction,
  connectionId: string,
): Promise<typeof erpConnections.$inferSelect> {
  const [row] = await tx.select().from(erpConnections).where(eq(erpConnections.id, connectionId)).for('update');
  if (!row) throw unknown();
  return row;
}

export async function changeConnection(
  { tx, record }: Change,
  before: typeof erpConnections.$inferSelect,
  action: string,
  values: Partial<typeof erpConnections.$inferInsert>,
  noted: { before?: unknown; after?: unknown },
): Promise<typeof erpConnections.$inferSelect> {
  const [after] = await tx
    .update(erpConnections)
    .set({ ...values, version: before.version + 1 })
    .where(eq(erpConnections.id, before.id))
    .returning();
  await record({ accountId: before.accountId, action, entity: 'erp-connection', entityId: before.id, ...noted });
  return after!;
}

export const viewConnection = (row: Row): Static<typeof ErpConnection> => ({
  id: row.id,
  name: row.name,
  accountId: row.accountId,
  siteId: row.siteId,
  url: row.url,
  previousSecretUntil: isoOrNull(row.previousUntil),
  createdBy: row.createdBy,
  createdAt: iso(row.createdAt),
  endedAt: isoOrNull(row.endedAt),
  waiting: row.waiting,
  waitingSince: row.waitingSince && iso(new Date(row.waitingSince)),
  version: row.version,
});
