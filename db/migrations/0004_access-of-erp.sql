-- Connections of an account and those of everybody are the provider's; a tenant sees none but its own.
grant select, insert, update, delete on erp_connections, erp_requests to replenish_app, replenish_system;
--> statement-breakpoint
revoke delete on erp_connections, erp_requests from replenish_app;
--> statement-breakpoint
alter table erp_connections enable row level security;
--> statement-breakpoint
create policy tenant on erp_connections to replenish_app
  using (account_id = app_account() or app_staff()) with check (account_id = app_account() or app_staff());
--> statement-breakpoint
create policy system on erp_connections to replenish_system using (true) with check (true);
--> statement-breakpoint
alter table erp_requests enable row level security;
--> statement-breakpoint
create policy tenant on erp_requests to replenish_app
  using (account_id = app_account() or app_staff()) with check (account_id = app_account() or app_staff());
--> statement-breakpoint
create policy system on erp_requests to replenish_system using (true) with check (true);
