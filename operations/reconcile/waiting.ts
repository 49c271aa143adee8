import { type SQL, sql } from 'drizzle-orm';
import type { Message } from '../../workflows/messages.contract.ts';
import { type Check, settlingMinutes } from './finding.ts';

const mailsLateMinutes = 30;
const because = 'its facts and its workflow disagreed';

/** A question to the database about what waits for longer than it takes to arrive. */
interface Waiting extends Record<string, unknown> {
  account_id: string;
  /** The workflow that has to act. */
  workflow_id: string;
  id: string;
  subject: string;
  says: string;
}

function waiting(query: (before: SQL) => SQL, minutes: number, lookAgain?: (id: string) => Message): Check {
  return async function* ({ db }, now) {
    const before = sql`(${now.toISOString()}::timestamptz - ${minutes} * interval '1 minute')`;
    for (const row of await db.execute<Waiting>(query(before))) {
      const { account_id: accountId, workflow_id: workflowId, subject, says } = row;
      yield lookAgain
        ? { subject, says, repair: { does: 'tell', telling: { accountId, workflowId, messages: [lookAgain(row.id)] } } }
        : { subject, says };
    }
  };
}

/** A01: told to no workflow. The relay goes on trying by itself. */
export const readingsNotTold = waiting(
  (before) => sql`
    select d.account_id, 'device/' || d.id as workflow_id, d.id, 'device/' || d.id as subject,
      count(*) || ' readings have not reached its workflow, the first since ' || min(r.received_at) || '.' as says
    from readings r join devices d on d.id = r.device_id
    where r.relayed_at is null and r.received_at < ${before} and d.ended_at is null
    group by d.id, d.account_id`,
  settlingMinutes,
);

/** A05: told, and the device has not been assessed since. */
export const readingsNotJudged = waiting(
  (before) => sql`
    select d.account_id, 'device/' || d.id as workflow_id, d.id, 'device/' || d.id as subject,
      'It was not assessed after its newest reading.' as says
    from devices d
    where d.ended_at is null
      and exists (select from slots s where s.device_id = d.id and (s.assessed_at is null or s.assessed_at < d.newest_reading_at))
      and exists (
        select from readings r where r.device_id = d.id and r.at = d.newest_reading_at and r.received_at < ${before} and r.relayed_at < ${before})`,
  settlingMinutes,
  (deviceId) => ({ kind: 'device.recheck', deviceId, because }),
);

/** Queued for a workflow, and not delivered. The relay goes on trying by itself. */
export const messagesWaiting = waiting(
  (before) => sql`
    select (array_agg(account_id))[1] as account_id, workflow_id, workflow_id as id, workflow_id as subject,
      count(*) || ' messages to it wait, the first since ' || min(made_at) || ': ' || coalesce(max(last_error), 'not tried yet') as says
    from outbox where delivered_at is null and made_at < ${before}
    group by workflow_id`,
  settlingMinutes,
);

/** A11, A15: told by the warehouse, and the order has not dealt with it. */
export const eventsNotDealtWith = waiting(
  (before) => sql`
    select o.account_id, 'order/' || o.id as workflow_id, o.id, 'order/' || o.id as subject,
      count(*) || ' messages of the warehouse about it were not dealt with, the first of ' || min(e.received_at) || '.' as says
    from fulfilment_events e join orders o on o.id = e.order_id
    where e.outcome is null and e.received_at < ${before}
    group by o.id, o.account_id`,
  settlingMinutes,
  (orderId) => ({ kind: 'order.review', orderId, because }),
);

/** A11: its time to leave is over, and it goes on being tried. */
export const mailsLate = waiting(
  (before) => sql`
    select account_id, 'mail/' || id as workflow_id, id, 'mail/' || id as subject,
      'It was to leave at ' || leaves_at || ' (' || kind || '): ' || coalesce(last_error, 'not tried yet') as says
    from notices where state = 'waiting' and leaves_at < ${before} and made_at < ${before}`,
  mailsLateMinutes,
);
