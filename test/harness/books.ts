import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { orderLines } from '../../db/schema/index.ts';
import { replayDecision } from '../../domain/replenishment/plan.ts';
import type { World } from './world.ts';

/** Units on the books at places that lines of orders explain, next to what the lines say; rows only where the two differ. */
const differing = sql`
  with moves as (
    select account_id, supply_id, to_place as place, units from ledger
    union all select account_id, supply_id, from_place, -units from ledger
  ), books as (
    select account_id, supply_id, place, sum(units)::int as units from moves group by 1, 2, 3
  ), lines as (
    select account_id, supply_id, place, sum(units)::int as units
    from order_lines cross join lateral (values
      ('supplier', -shipped),
      ('transit', shipped - delivered - presumed - lost - returned),
      ('lost', lost),
      ('returned', returned)
    ) said(place, units) group by 1, 2, 3
  )
  select coalesce(b.place, l.place) as place, coalesce(b.units, 0) as books, coalesce(l.units, 0) as lines
  from (select * from books where place in ('supplier', 'transit', 'lost', 'returned')) b
  full join lines l using (account_id, supply_id, place)
  where coalesce(b.units, 0) <> coalesce(l.units, 0)`;

const unbalanced = sql`
  select account_id, supply_id, sum(units)::int as units from (
    select account_id, supply_id, units from ledger
    union all select account_id, supply_id, -units from ledger
  ) moves group by 1, 2 having sum(units) <> 0`;

const parcelsApart = sql`
  select l.id, l.shipped, l.delivered, l.presumed, l.lost, l.returned from order_lines l
  left join parcel_lines p on p.line_id = l.id
  group by l.id
  having (l.shipped, l.delivered, l.presumed, l.lost, l.returned) <>
    (coalesce(sum(p.quantity), 0), coalesce(sum(p.delivered), 0), coalesce(sum(p.presumed), 0), coalesce(sum(p.lost), 0), coalesce(sum(p.returned), 0))`;

const unassignedBelowZero = sql`
  select account_id, supply_id from ledger group by 1, 2
  having sum(case when to_place = 'unassigned' then units else 0 end) < sum(case when from_place = 'unassigned' then units else 0 end)`;

/**
 * What holds after every journey, whatever happened in it: the books sum to zero and say of every place what lines and parcels say
 * (A15); each line comes out of its stored decision again (C). For `afterEach`.
 */
export async function expectSound(world: World): Promise<void> {
  const { db } = world.system;
  const rows = async (query: typeof differing) => [...(await db.execute(query))];
  expect(await rows(unbalanced), 'the books sum to zero').toEqual([]);
  expect(await rows(differing), 'the books say what the lines say').toEqual([]);
  expect(await rows(parcelsApart), 'the parcels say what the lines say').toEqual([]);
  expect(await rows(unassignedBelowZero), 'nobody takes unassigned stock that is not there').toEqual([]);
  for (const { decision } of await db.select({ decision: orderLines.decision }).from(orderLines)) {
    if (decision) expect(JSON.parse(JSON.stringify(replayDecision(decision)?.decision))).toEqual(decision);
  }
}
