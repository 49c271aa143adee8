CREATE TABLE "agent_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agent_codes_hash_unique" UNIQUE("hash"),
	CONSTRAINT "agent_codes_lifetime" CHECK ("agent_codes"."expires_at" > "agent_codes"."made_at")
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"code_id" uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"name" text NOT NULL,
	"host_name" text NOT NULL,
	"enrolled_at" timestamp (3) with time zone NOT NULL,
	"last_report_at" timestamp (3) with time zone,
	"clock_at" timestamp (3) with time zone,
	"report" jsonb,
	CONSTRAINT "agents_code_id_unique" UNIQUE("code_id"),
	CONSTRAINT "agents_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "credential_networks" (
	"credential_id" uuid NOT NULL,
	"network" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credential_networks_credential_id_network_pk" PRIMARY KEY("credential_id","network")
);
--> statement-breakpoint
ALTER TABLE "agent_codes" ADD CONSTRAINT "agent_codes_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_code_id_agent_codes_id_fk" FOREIGN KEY ("code_id") REFERENCES "public"."agent_codes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_networks" ADD CONSTRAINT "credential_networks_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agents_site" ON "agents" USING btree ("site_id");--> statement-breakpoint
grant select, insert, update, delete on agent_codes, agents, credential_networks to replenish_app, replenish_system;
--> statement-breakpoint
revoke delete on agent_codes, agents from replenish_app;
--> statement-breakpoint
alter table agent_codes enable row level security;
--> statement-breakpoint
alter table agents enable row level security;
--> statement-breakpoint
create policy tenant on agent_codes to replenish_app
  using (account_id = app_account() or app_staff()) with check (account_id = app_account() or app_staff());
--> statement-breakpoint
create policy system on agent_codes to replenish_system using (true) with check (true);
--> statement-breakpoint
create policy tenant on agents to replenish_app
  using (account_id = app_account() or app_staff()) with check (account_id = app_account() or app_staff());
--> statement-breakpoint
create policy system on agents to replenish_system using (true) with check (true);
