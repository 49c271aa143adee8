-- Who may see and do what. The owner migrates; replenish_app serves requests under row-level security; replenish_system runs
-- the relay and the activities. Neither owns a table, neither may bypass a policy.

create function app_account() returns uuid language sql stable as
$$ select nullif(current_setting('app.account', true), '')::uuid $$;
--> statement-breakpoint
create function app_staff() returns boolean language sql stable as
$$ select coalesce(current_setting('app.staff', true), '') = 'on' $$;
--> statement-breakpoint
grant usage on schema public to replenish_app, replenish_system;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema public to replenish_app, replenish_system;
--> statement-breakpoint
-- Row-level security stands on the parent: no way past it through a partition.
revoke all on readings_default from replenish_app, replenish_system;
--> statement-breakpoint
grant usage on all sequences in schema public to replenish_app, replenish_system;
--> statement-breakpoint
-- What happened stays: nobody rewrites the audit, the ledger or what a warehouse said.
revoke update, delete on audit, ledger from replenish_app, replenish_system;
--> statement-breakpoint
revoke delete on accounts, contracts, sites, contacts, devices, slots, orders, order_lines, parcels, parcel_lines,
  fulfilment_events, tasks, notices, readings, readings_aside, swaps, stock_counts, silence_stages from replenish_app;
--> statement-breakpoint
-- Rows of a tenant: those of the account that the request speaks for; staff see all.
do $$
declare tenant_table text;
begin
  for tenant_table in
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'account_id'
      and table_name in (select relname from pg_class where relkind in ('r', 'p') and not relispartition)
      and table_name <> 'credentials'
  loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format(
      'create policy tenant on %I to replenish_app using (account_id = app_account() or app_staff()) with check (account_id = app_account() or app_staff())',
      tenant_table);
    execute format('create policy system on %I to replenish_system using (true) with check (true)', tenant_table);
  end loop;
end $$;
--> statement-breakpoint
alter table accounts enable row level security;
--> statement-breakpoint
create policy tenant on accounts to replenish_app
  using (id = app_account() or app_staff()) with check (id = app_account() or app_staff());
--> statement-breakpoint
create policy system on accounts to replenish_system using (true) with check (true);
--> statement-breakpoint
-- The installation's own settings and brakes hold for everyone, so everyone's decisions may read them.
create policy common on settings for select to replenish_app using (account_id is null);
--> statement-breakpoint
create policy common on brakes for select to replenish_app using (account_id is null);
--> statement-breakpoint
-- The fleet's ceiling (A19) counts orders of all tenants; two numbers are all that leaves the function.
create function fleet_orders(since timestamptz, out since_then integer, out busiest_hour integer)
language sql stable security definer set search_path = public as
$$ select
     (select count(*)::int from orders where made_at >= since and state <> 'shadow'),
     coalesce((select max(n)::int from (
       select count(*) as n from orders
       where made_at >= since - interval '30 days' and made_at < since and state <> 'shadow'
       group by date_trunc('hour', made_at)) hours), 0) $$;
--> statement-breakpoint
revoke all on function fleet_orders(timestamptz) from public;
--> statement-breakpoint
grant execute on function fleet_orders(timestamptz) to replenish_app, replenish_system;
--> statement-breakpoint
create index readings_unrelayed on readings (received_at) where relayed_at is null;
--> statement-breakpoint
create function tell_relay() returns trigger language plpgsql as
$$ begin perform pg_notify('replenish_readings', ''); return null; end $$;
--> statement-breakpoint
create trigger readings_tell_relay after insert on readings for each statement execute function tell_relay();
--> statement-breakpoint
-- For readiness: is the schema that of the code?
grant usage on schema drizzle to replenish_app, replenish_system;
--> statement-breakpoint
grant select on drizzle.__drizzle_migrations to replenish_app, replenish_system;
--> statement-breakpoint
-- Housekeeping. The worker does it every day as replenish_system, which owns nothing: these functions, run with their owner's
-- rights, are all of the owner's that it may use. Called by operations/maintain.ts and db/partitions.ts.

-- Makes the monthly partitions of readings that are missing, and takes into them what had to wait in the default partition.
-- The new table is filled before it is attached, so that other months are read and written meanwhile.
create function make_reading_partitions(first_month date, last_month date) returns setof text
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as
$$
declare
  month timestamptz;
  partition text;
begin
  perform pg_advisory_xact_lock(7302151);
  for month in select generate_series(date_trunc('month', first_month::timestamptz), last_month, interval '1 month') loop
    partition := 'readings_' || to_char(month, 'YYYY_MM');
    continue when to_regclass(format('public.%I', partition)) is not null;
    lock table readings_default in access exclusive mode;
    execute format('create table %I (like readings including all)', partition);
    execute format(
      'with late as (delete from readings_default where at >= %L and at < %L returning *) insert into %I select * from late',
      month, month + interval '1 month', partition);
    execute format(
      'alter table readings attach partition %I for values from (%L) to (%L)',
      partition, month, month + interval '1 month');
    return next partition;
  end loop;
end $$;
--> statement-breakpoint
-- Drops the months of readings that have ended by then, each in one step.
create function drop_reading_partitions(ended_by timestamptz) returns setof text
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as
$$
declare
  partition text;
begin
  perform pg_advisory_xact_lock(7302151);
  for partition in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'readings'::regclass and c.relname ~ '^readings_\d{4}_\d{2}$'
      and to_date(right(c.relname, 7), 'YYYY_MM')::timestamptz + interval '1 month' <= ended_by
    order by c.relname
  loop
    execute format('drop table %I', partition);
    return next partition;
  end loop;
end $$;
--> statement-breakpoint
-- The audit is append-only for both roles. This removes what is past its time, at most so many rows, and never what is younger
-- than ten years by the server's own clock, whatever it is asked for.
create function forget_audit(older_than timestamptz, most integer) returns integer
language sql security definer set search_path = public, pg_temp as
$$ with gone as (
     delete from audit where id in (
       select id from audit where at <= least(older_than, now() - interval '10 years') limit most)
     returning 1)
   select count(*)::int from gone $$;
--> statement-breakpoint
revoke all on function make_reading_partitions(date, date), drop_reading_partitions(timestamptz),
  forget_audit(timestamptz, integer) from public;
--> statement-breakpoint
grant execute on function make_reading_partitions(date, date), drop_reading_partitions(timestamptz),
  forget_audit(timestamptz, integer) to replenish_system;
