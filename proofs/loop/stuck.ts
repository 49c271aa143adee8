import { Client, Connection } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { temporalClientOptions } from '../../temporal.ts';
import { deviceWorkflowId } from '../../workflows/device.contract.ts';
import { orderWorkflowId } from '../../workflows/order.contract.ts';

const mostTold = 5;

/** Whoever has not done what it was told: its workflow, and what Temporal says that waits for. */
export async function whoIsStuck(db: Database, config: Config): Promise<string[]> {
  const devices = await db.execute<{ id: string }>(sql`
    select d.id from devices d join readings r on r.device_id = d.id and r.at = d.newest_reading_at
    where exists (select from slots s where s.device_id = d.id
      having coalesce(max(s.assessed_at), '-infinity') < r.received_at) limit ${mostTold}`);
  const orders = await db.execute<{ id: string }>(
    sql`select id from orders where ended_at is null order by made_at limit ${mostTold}`,
  );
  const ids = [...devices.map(({ id }) => deviceWorkflowId(id)), ...orders.map(({ id }) => orderWorkflowId(id))];
  if (ids.length === 0) return [];
  const connection = await Connection.connect(temporalClientOptions(config));
  try {
    const { workflow } = new Client({ connection, namespace: config.temporal.namespace });
    return await Promise.all(
      ids.map(async (id) => {
        const { status, raw } = await workflow.getHandle(id).describe();
        const { pendingActivities, pendingWorkflowTask } = raw;
        return `${id} is ${status.name}: ${JSON.stringify({ pendingWorkflowTask, pendingActivities })}`;
      }),
    );
  } finally {
    await connection.close();
  }
}
