import { sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';

/** What can wait for something that is away, in the order of its way through the product. */
export const waitingKinds = {
  'readings-to-tell': 'Readings that the device’s workflow has not been told of: Temporal is away, or no worker runs.',
  'readings-to-assess': 'Readings told, with no look at the device since: no worker runs, or its assessment fails.',
  messages: 'Messages to workflows: Temporal is away, or a workflow cannot take its message.',
  mails: 'Mails whose time has come: the mail server is away or refuses us.',
  'hand-overs': 'Released orders that the warehouse has not taken: it is away or refuses us.',
  'erp-requests': 'What ERPs were asked and have not answered: one is away, or does not believe us.',
  webhooks: 'Events whose receiver has not taken them: it is away, or refuses them.',
  'fulfilment-events':
    'What the warehouse said and its order has not dealt with: no worker runs, or the order is stuck.',
} as const;

export type WaitingKind = keyof typeof waitingKinds;

export interface Waiting {
  kind: WaitingKind;
  count: number;
  /** Since when the oldest waits; null: nothing does. */
  since: Date | null;
  /** What the last try of the oldest one failed with, where tries are written down. */
  lastError: string | null;
}

interface Row extends Record<string, unknown> {
  kind: WaitingKind;
  count: number;
  since: string | null;
  last_error: string | null;
}

/** What waits now, a row for each kind. By indexes of what waits: the cost is that of the backlog, not of the fleet. */
export async function waitingNow(db: Queryable, now: Date): Promise<Waiting[]> {
  return (await db.execute<Row>(waitingStatement(now))).map(read);
}

export const waitingStatement = (now: Date) => sql`
    select 'readings-to-tell' as kind, count(*)::int as count, min(r.received_at) as since, null as last_error
      from readings r join devices d on d.id = r.device_id and d.ended_at is null where r.relayed_at is null
    union all
    select 'messages', count(*)::int, min(made_at), (array_agg(last_error order by id) filter (where last_error is not null))[1]
      from outbox where delivered_at is null
    union all
    select 'mails', count(*)::int, min(leaves_at), (array_agg(last_error order by leaves_at) filter (where last_error is not null))[1]
      from notices where state = 'waiting' and leaves_at <= ${now.toISOString()}::timestamptz
    union all
    select 'hand-overs', count(*)::int, min(released_at), null
      from orders o where state = 'released' and handed_over_at is null
        and not exists (select from tasks t where t.order_id = o.id and t.kind = 'erp-refused' and t.state = 'open')
    union all
    select 'erp-requests', count(*)::int, min(made_at), (array_agg(last_error order by made_at) filter (where last_error is not null))[1]
      from erp_requests where state = 'waiting'
    union all
    select 'webhooks', count(*)::int, min(d.made_at), (array_agg(d.tries->0->>'error' order by d.position) filter (where d.attempts > 0))[1]
      from webhook_deliveries d join webhooks w on w.id = d.webhook_id and w.disabled_at is null where d.state = 'waiting'
    union all
    select 'fulfilment-events', count(*)::int, min(received_at), null
      from fulfilment_events where applied_at is null and outcome is null`;

/** The one kind whose cost is the fleet's: one probe of an index for each device. Not for every scrape. */
export async function readingsToAssess(db: Queryable): Promise<Waiting> {
  const [row] = await db.execute<Row>(sql`
    select 'readings-to-assess' as kind, count(*)::int as count, min(r.received_at) as since, null as last_error
    from devices d
    join readings r on r.device_id = d.id and r.at = d.newest_reading_at and r.relayed_at is not null
    where d.ended_at is null and d.newest_reading_at is not null
      and exists (select from slots s where s.device_id = d.id
        having count(*) > 0 and coalesce(max(s.assessed_at), '-infinity') < r.received_at)`);
  return read(row!);
}

const read = ({ kind, count, since, last_error }: Row): Waiting => ({
  kind,
  count,
  since: since === null ? null : new Date(since),
  lastError: last_error,
});

export interface OpenTasks {
  owner: string;
  kind: string;
  open: number;
  /** Of these, past the time they were to be done by. */
  overdue: number;
}

export async function openTasks(db: Queryable, now: Date): Promise<OpenTasks[]> {
  return db.execute<OpenTasks & Record<string, unknown>>(sql`
    select owner, kind, count(*)::int as open,
      (count(*) filter (where due_at < ${now.toISOString()}::timestamptz))::int as overdue
    from tasks where state = 'open' group by owner, kind`);
}
