import { type SQL, sql } from 'drizzle-orm';

/**
 * What the books, the lines, the parcels and the mails must say of each other (A11, A15). Each query finds what breaks its rule: one row
 * for each, `subject` names it, `says` tells operators what is wrong; no row: it holds.
 */
export const soundness = {
  'ledger-unbalanced': sql`
    select account_id, 'supply ' || supply_id as subject, 'The ledger sums to ' || sum(units) || ' instead of 0.' as says from (
      select account_id, supply_id, units from ledger
      union all select account_id, supply_id, -units from ledger
    ) moves group by 1, supply_id having sum(units) <> 0`,
  'ledger-differs-from-lines': sql`
    with moves as (
      select account_id, supply_id, to_place as place, units from ledger
      union all select account_id, supply_id, from_place, -units from ledger
    ), books as (
      select account_id, supply_id, place, sum(units)::int as units from moves
      where place in ('supplier', 'transit', 'lost', 'returned') group by 1, 2, 3
    ), lines as (
      select account_id, supply_id, place, sum(units)::int as units
      from order_lines cross join lateral (values
        ('supplier', -shipped),
        ('transit', shipped - delivered - presumed - lost - returned),
        ('lost', lost),
        ('returned', returned)
      ) said(place, units) group by 1, 2, 3
    )
    select account_id, 'supply ' || supply_id as subject,
      'At "' || place || '" the ledger has ' || coalesce(b.units, 0) || ', the order lines ' || coalesce(l.units, 0) || '.' as says
    from books b full join lines l using (account_id, supply_id, place)
    where coalesce(b.units, 0) <> coalesce(l.units, 0)`,
  'parcels-differ-from-lines': sql`
    select l.account_id, 'line ' || l.id as subject, 'Its parcels hold other quantities than the line says.' as says
    from order_lines l left join parcel_lines p on p.line_id = l.id
    group by l.id
    having (l.shipped, l.delivered, l.presumed, l.lost, l.returned) <>
      (coalesce(sum(p.quantity), 0), coalesce(sum(p.delivered), 0), coalesce(sum(p.presumed), 0), coalesce(sum(p.lost), 0), coalesce(sum(p.returned), 0))`,
  'unassigned-below-zero': sql`
    select account_id, 'supply ' || supply_id as subject, 'More was taken from unassigned stock than was there.' as says
    from ledger group by 1, supply_id
    having sum(case when to_place = 'unassigned' then units else 0 end) < sum(case when from_place = 'unassigned' then units else 0 end)`,
  'order-without-mail': sql`
    select o.account_id, 'order ' || o.number as subject, 'The customer was never told that it was made.' as says
    from orders o
    where o.state not in ('shadow', 'awaiting-approval') and o.hold_until is not null
      and not exists (select from notices n where n.fact_key = 'order/' || o.id || '/made')`,
  'parcel-without-mail': sql`
    select p.account_id, 'parcel ' || p.tracking || ' of order ' || o.number as subject, 'The customer was not told of each parcel.' as says
    from parcels p join orders o on o.id = p.order_id
    where not exists (
      select from notices n where n.order_id = p.order_id and n.kind in ('shipped', 'shipped-after-backorder')
      having count(*) >= (select count(*) from parcels q where q.order_id = p.order_id))`,
} as const satisfies Record<string, SQL>;
