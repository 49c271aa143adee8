CREATE TABLE "agent_silence_stages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"silent_since" timestamp (3) with time zone NOT NULL,
	"stage" integer NOT NULL,
	"outcome" text NOT NULL,
	"notice_id" uuid,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agent_silence_stages_outcome" CHECK ("agent_silence_stages"."outcome" in ('mail', 'task', 'skipped'))
);
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "silent_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "back_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "heard_through" uuid;--> statement-breakpoint
ALTER TABLE "agent_silence_stages" ADD CONSTRAINT "agent_silence_stages_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_silence_stages_once" ON "agent_silence_stages" USING btree ("agent_id","silent_since","stage");--> statement-breakpoint
CREATE INDEX "devices_heard_through" ON "devices" USING btree ("heard_through");
--> statement-breakpoint
grant select, insert, update, delete on agent_silence_stages to replenish_app, replenish_system;
--> statement-breakpoint
revoke delete on agent_silence_stages from replenish_app;
--> statement-breakpoint
alter table agent_silence_stages enable row level security;
--> statement-breakpoint
create policy tenant on agent_silence_stages to replenish_app
  using (account_id = app_account() or app_staff()) with check (account_id = app_account() or app_staff());
--> statement-breakpoint
create policy system on agent_silence_stages to replenish_system using (true) with check (true);
