CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"customer_number" text NOT NULL,
	"system_number" text NOT NULL,
	"language" text NOT NULL,
	"shadow" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "accounts_customer_number_unique" UNIQUE("customer_number"),
	CONSTRAINT "accounts_system_number_unique" UNIQUE("system_number"),
	CONSTRAINT "accounts_language" CHECK ("accounts"."language" in ('en', 'fr'))
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"language" text NOT NULL,
	"refused_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "contacts_role" CHECK ("contacts"."role" in ('administrator', 'replenishment', 'device-manager', 'stock-manager')),
	CONSTRAINT "contacts_language" CHECK ("contacts"."language" in ('en', 'fr'))
);
--> statement-breakpoint
CREATE TABLE "contracts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"includes_supplies" boolean NOT NULL,
	"response_hours" integer,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "contracts_kind" CHECK ("contracts"."kind" in ('managed', 'self-service'))
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"scope" text NOT NULL,
	"scope_id" text NOT NULL,
	"name" text NOT NULL,
	"value" double precision NOT NULL,
	"account_id" uuid,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "settings_scope_scope_id_name_pk" PRIMARY KEY("scope","scope_id","name"),
	CONSTRAINT "settings_scope" CHECK ("settings"."scope" in ('global', 'account', 'site', 'model', 'supply'))
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"address" jsonb NOT NULL,
	"delivery_instructions" text,
	"time_zone" text NOT NULL,
	"workdays" integer[] DEFAULT '{1,2,3,4,5}' NOT NULL,
	"holidays" date[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_slots" (
	"model_id" uuid NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"supply_id" uuid NOT NULL,
	"resolution_percent" double precision,
	"usual_rate_per_day" double precision,
	CONSTRAINT "model_slots_model_id_key_pk" PRIMARY KEY("model_id","key")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" uuid PRIMARY KEY NOT NULL,
	"maker" text NOT NULL,
	"name" text NOT NULL,
	"connections" text[] NOT NULL,
	"replenishable" boolean NOT NULL,
	"remarks" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "supplies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"part_number" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"colour" text,
	"rated_yield_pages" integer,
	"pack_size" integer DEFAULT 1 NOT NULL,
	"trigger_days" integer,
	"superseded_by" text,
	"alternatives" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "supplies_part_number_unique" UNIQUE("part_number"),
	CONSTRAINT "supplies_kind" CHECK ("supplies"."kind" in ('toner', 'ink', 'waste', 'drum', 'fuser', 'imaging-kit', 'transfer-kit', 'maintenance-kit'))
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"contract_id" uuid NOT NULL,
	"model_id" uuid NOT NULL,
	"maker" text NOT NULL,
	"serial" text NOT NULL,
	"place" text,
	"connection" text NOT NULL,
	"state" text NOT NULL,
	"enrolled_at" timestamp (3) with time zone NOT NULL,
	"enrolment" integer DEFAULT 1 NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"replaced_by" uuid,
	"declared_pages_per_week" integer,
	"very_high_use_allowed" boolean DEFAULT false NOT NULL,
	"newest_reading_at" timestamp (3) with time zone,
	"silent_since" timestamp (3) with time zone,
	"next_order_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "devices_state" CHECK ("devices"."state" in ('enrolled', 'paused', 'set-aside', 'unenrolled', 'retired', 'replaced')),
	CONSTRAINT "devices_connection" CHECK ("devices"."connection" in ('agent', 'direct'))
);
--> statement-breakpoint
CREATE TABLE "silence_stages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"silent_since" timestamp (3) with time zone NOT NULL,
	"stage" integer NOT NULL,
	"outcome" text NOT NULL,
	"notice_id" uuid,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "silence_stages_outcome" CHECK ("silence_stages"."outcome" in ('mail', 'task', 'skipped'))
);
--> statement-breakpoint
CREATE TABLE "slots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"kind" text NOT NULL,
	"colour" text,
	"supply_id" uuid,
	"starting_stock" integer,
	"cancelled_at_cover_days" double precision,
	"level" jsonb,
	"level_at" timestamp (3) with time zone,
	"rate_per_day" double precision,
	"rate_low" double precision,
	"rate_high" double precision,
	"share_percent" double precision,
	"days_of_use" double precision,
	"days_low" double precision,
	"days_high" double precision,
	"runs_out_at" timestamp (3) with time zone,
	"cover_days" double precision,
	"trigger_days" double precision,
	"next_order_at" timestamp (3) with time zone,
	"verdict" text,
	"reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"shelf_estimate" double precision DEFAULT 0 NOT NULL,
	"stock_differs_since" timestamp (3) with time zone,
	"waiting_for_confirmation" boolean DEFAULT false NOT NULL,
	"assessed_at" timestamp (3) with time zone,
	CONSTRAINT "slots_kind" CHECK ("slots"."kind" in ('toner', 'ink', 'waste', 'drum', 'fuser', 'imaging-kit', 'transfer-kit', 'maintenance-kit'))
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid,
	"order_id" uuid,
	"link_id" uuid,
	"kind" text NOT NULL,
	"fact_key" text NOT NULL,
	"thread" text NOT NULL,
	"data" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"leaves_at" timestamp (3) with time zone NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"recipient_name" text,
	"recipient_email" text,
	"language" text,
	"subject" text,
	"html" text,
	"text" text,
	"message_id" text,
	"sent_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"resends" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "notices_fact_key_unique" UNIQUE("fact_key"),
	CONSTRAINT "notices_state" CHECK ("notices"."state" in ('waiting', 'sent', 'refused', 'skipped'))
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"kind" text NOT NULL,
	"owner" text NOT NULL,
	"dedup_key" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"site_id" uuid,
	"device_id" uuid,
	"order_id" uuid,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	"remark" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "tasks_state" CHECK ("tasks"."state" in ('open', 'done', 'dismissed'))
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"entity" text NOT NULL,
	"entity_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "brakes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"scope_id" text NOT NULL,
	"account_id" uuid,
	"reason" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	"lifted_by" text,
	"lifted_at" timestamp (3) with time zone,
	CONSTRAINT "brakes_scope" CHECK ("brakes"."scope" in ('all', 'account', 'site', 'device'))
);
--> statement-breakpoint
CREATE TABLE "credential_secrets" (
	"key_id" text PRIMARY KEY NOT NULL,
	"credential_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid,
	"site_id" uuid,
	"roles" text[] NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "credentials_kind" CHECK ("credentials"."kind" in ('machine', 'staff'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"credential_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"answer" text,
	"headers" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_credential_id_key_pk" PRIMARY KEY("credential_id","key")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"order_id" uuid NOT NULL,
	"parcel_id" uuid,
	"made_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"answer" text,
	CONSTRAINT "links_purpose" CHECK ("links"."purpose" in ('cancel-order', 'confirm-delivery'))
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"workflow_id" text NOT NULL,
	"body" jsonb NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"not_before" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "fulfilment_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"source" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"body" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"detail" text,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "fulfilment_events_type" CHECK ("fulfilment_events"."type" in ('shipped', 'backordered', 'available', 'delivered', 'lost', 'returned'))
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	"supply_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"ordered" integer NOT NULL,
	"waiting" integer DEFAULT 0 NOT NULL,
	"released" integer DEFAULT 0 NOT NULL,
	"backordered" integer DEFAULT 0 NOT NULL,
	"shipped" integer DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	"delivered" integer DEFAULT 0 NOT NULL,
	"presumed" integer DEFAULT 0 NOT NULL,
	"lost" integer DEFAULT 0 NOT NULL,
	"returned" integer DEFAULT 0 NOT NULL,
	"rate_per_day" double precision,
	"cover_days" double precision,
	"expected_on" date,
	"ever_backordered" boolean DEFAULT false NOT NULL,
	"stock_said" jsonb,
	"withdraw" text,
	"decision" jsonb,
	"replaces" uuid,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "order_lines_replaces_unique" UNIQUE("replaces"),
	CONSTRAINT "order_lines_sum" CHECK ("order_lines"."ordered" = "order_lines"."waiting" + "order_lines"."released" + "order_lines"."backordered" + "order_lines"."shipped" + "order_lines"."cancelled"),
	CONSTRAINT "order_lines_parts" CHECK ("order_lines"."ordered" > 0 and least("order_lines"."waiting", "order_lines"."released", "order_lines"."backordered", "order_lines"."shipped", "order_lines"."cancelled", "order_lines"."delivered", "order_lines"."presumed", "order_lines"."lost", "order_lines"."returned") >= 0 and "order_lines"."delivered" + "order_lines"."presumed" + "order_lines"."lost" + "order_lines"."returned" <= "order_lines"."shipped"),
	CONSTRAINT "order_lines_kind" CHECK ("order_lines"."kind" in ('regular', 'surge', 'exceptional')),
	CONSTRAINT "order_lines_reason" CHECK ("order_lines"."reason" in ('trigger', 'consolidation', 'surge', 'lost', 'exceptional', 'blind', 'moved')),
	CONSTRAINT "order_lines_withdraw" CHECK ("order_lines"."withdraw" in ('cancel', 'move'))
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "orders_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"state" text NOT NULL,
	"occasion" text NOT NULL,
	"exceptional" boolean DEFAULT false NOT NULL,
	"job_window_days" integer,
	"urgent" boolean NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"hold_until" timestamp (3) with time zone,
	"released_at" timestamp (3) with time zone,
	"handed_over_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"address" jsonb NOT NULL,
	"delivery_instructions" text,
	"brake" text,
	"made_by" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "orders_number_unique" UNIQUE("number"),
	CONSTRAINT "orders_occasion_unique" UNIQUE("occasion"),
	CONSTRAINT "orders_state" CHECK ("orders"."state" in ('awaiting-approval', 'held', 'released', 'cancelled', 'closed', 'shadow'))
);
--> statement-breakpoint
CREATE TABLE "parcel_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"parcel_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	"serials" text[] DEFAULT '{}' NOT NULL,
	"delivered" integer DEFAULT 0 NOT NULL,
	"presumed" integer DEFAULT 0 NOT NULL,
	"lost" integer DEFAULT 0 NOT NULL,
	"returned" integer DEFAULT 0 NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "parcel_lines_sum" CHECK ("parcel_lines"."quantity" > 0 and "parcel_lines"."delivered" + "parcel_lines"."presumed" + "parcel_lines"."lost" + "parcel_lines"."returned" <= "parcel_lines"."quantity")
);
--> statement-breakpoint
CREATE TABLE "parcels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"carrier" text NOT NULL,
	"tracking" text NOT NULL,
	"shipped_at" timestamp (3) with time zone NOT NULL,
	"expected_on" date,
	"presume_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"address" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "readings" (
	"account_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"pages" bigint,
	"levels" jsonb NOT NULL,
	"alerts" jsonb,
	"source" text NOT NULL,
	"relayed_at" timestamp (3) with time zone,
	CONSTRAINT "readings_device_id_at_pk" PRIMARY KEY("device_id","at"),
	CONSTRAINT "readings_source" CHECK ("readings"."source" in ('agent', 'device', 'import', 'person'))
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "readings_default" PARTITION OF "readings" DEFAULT;
--> statement-breakpoint
CREATE TABLE "readings_aside" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"device_id" uuid,
	"body" jsonb NOT NULL,
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"digest" text NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	CONSTRAINT "readings_aside_digest_unique" UNIQUE("digest"),
	CONSTRAINT "readings_aside_state" CHECK ("readings_aside"."state" in ('open', 'replayed', 'dismissed'))
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"supply_id" uuid NOT NULL,
	"units" integer NOT NULL,
	"from_place" text NOT NULL,
	"from_device_id" uuid,
	"to_place" text NOT NULL,
	"to_device_id" uuid,
	"reason" text NOT NULL,
	"key" text NOT NULL,
	"order_line_id" uuid,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_key_unique" UNIQUE("key"),
	CONSTRAINT "ledger_units" CHECK ("ledger"."units" > 0),
	CONSTRAINT "ledger_from" CHECK ("ledger"."from_place" in ('supplier', 'transit', 'shelf', 'installed', 'used', 'returned', 'lost', 'adjustment', 'unassigned')),
	CONSTRAINT "ledger_to" CHECK ("ledger"."to_place" in ('supplier', 'transit', 'shelf', 'installed', 'used', 'returned', 'lost', 'adjustment', 'unassigned'))
);
--> statement-breakpoint
CREATE TABLE "stock_counts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	"units" integer NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stock_counts_kind" CHECK ("stock_counts"."kind" in ('count', 'adjustment'))
);
--> statement-breakpoint
CREATE TABLE "swaps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"slot_id" uuid NOT NULL,
	"after" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"left_percent" integer,
	"early" text NOT NULL,
	"noticed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_slots" ADD CONSTRAINT "model_slots_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_slots" ADD CONSTRAINT "model_slots_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "public"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_contract_id_contracts_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."contracts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "silence_stages" ADD CONSTRAINT "silence_stages_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "silence_stages" ADD CONSTRAINT "silence_stages_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "public"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_secrets" ADD CONSTRAINT "credential_secrets_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fulfilment_events" ADD CONSTRAINT "fulfilment_events_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fulfilment_events" ADD CONSTRAINT "fulfilment_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_slot_id_slots_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."slots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "public"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcel_lines" ADD CONSTRAINT "parcel_lines_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcel_lines" ADD CONSTRAINT "parcel_lines_parcel_id_parcels_id_fk" FOREIGN KEY ("parcel_id") REFERENCES "public"."parcels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcel_lines" ADD CONSTRAINT "parcel_lines_line_id_order_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcels" ADD CONSTRAINT "parcels_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parcels" ADD CONSTRAINT "parcels_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_supply_id_supplies_id_fk" FOREIGN KEY ("supply_id") REFERENCES "public"."supplies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_from_device_id_devices_id_fk" FOREIGN KEY ("from_device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_to_device_id_devices_id_fk" FOREIGN KEY ("to_device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_counts" ADD CONSTRAINT "stock_counts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_counts" ADD CONSTRAINT "stock_counts_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "swaps" ADD CONSTRAINT "swaps_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "swaps" ADD CONSTRAINT "swaps_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contacts_account" ON "contacts" USING btree ("account_id","site_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contracts_number" ON "contracts" USING btree ("account_id","number");--> statement-breakpoint
CREATE INDEX "sites_account" ON "sites" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "models_maker_name" ON "models" USING btree ("maker","name");--> statement-breakpoint
CREATE UNIQUE INDEX "devices_maker_serial" ON "devices" USING btree (lower("maker"),"serial") WHERE "devices"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "devices_account" ON "devices" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "devices_site" ON "devices" USING btree ("site_id");--> statement-breakpoint
CREATE UNIQUE INDEX "silence_stages_once" ON "silence_stages" USING btree ("device_id","silent_since","stage");--> statement-breakpoint
CREATE UNIQUE INDEX "slots_device_key" ON "slots" USING btree ("device_id","key");--> statement-breakpoint
CREATE INDEX "slots_account" ON "slots" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "notices_account" ON "notices" USING btree ("account_id","made_at");--> statement-breakpoint
CREATE INDEX "notices_order" ON "notices" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "notices_waiting" ON "notices" USING btree ("leaves_at") WHERE "notices"."state" = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_one_open" ON "tasks" USING btree ("dedup_key") WHERE "tasks"."state" = 'open';--> statement-breakpoint
CREATE INDEX "tasks_owner" ON "tasks" USING btree ("state","owner","due_at");--> statement-breakpoint
CREATE INDEX "tasks_account" ON "tasks" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "audit_entity" ON "audit" USING btree ("entity","entity_id");--> statement-breakpoint
CREATE INDEX "audit_account" ON "audit" USING btree ("account_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "brakes_one" ON "brakes" USING btree ("scope","scope_id") WHERE "brakes"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "credential_secrets_credential" ON "credential_secrets" USING btree ("credential_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "links_order" ON "links" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("id") WHERE "outbox"."delivered_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "fulfilment_events_once" ON "fulfilment_events" USING btree ("source","event_id");--> statement-breakpoint
CREATE INDEX "fulfilment_events_order" ON "fulfilment_events" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "order_lines_order" ON "order_lines" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "order_lines_device" ON "order_lines" USING btree ("device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_lines_one_open" ON "order_lines" USING btree ("slot_id","kind") WHERE "order_lines"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "orders_account" ON "orders" USING btree ("account_id","made_at");--> statement-breakpoint
CREATE INDEX "orders_site" ON "orders" USING btree ("site_id","made_at");--> statement-breakpoint
CREATE UNIQUE INDEX "parcel_lines_once" ON "parcel_lines" USING btree ("parcel_id","line_id");--> statement-breakpoint
CREATE INDEX "parcel_lines_line" ON "parcel_lines" USING btree ("line_id");--> statement-breakpoint
CREATE UNIQUE INDEX "parcels_tracking" ON "parcels" USING btree ("order_id","carrier","tracking");--> statement-breakpoint
CREATE INDEX "parcels_account" ON "parcels" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "readings_aside_open" ON "readings_aside" USING btree ("state","received_at");--> statement-breakpoint
CREATE INDEX "ledger_account" ON "ledger" USING btree ("account_id","supply_id");--> statement-breakpoint
CREATE INDEX "ledger_from_device" ON "ledger" USING btree ("from_device_id");--> statement-breakpoint
CREATE INDEX "ledger_to_device" ON "ledger" USING btree ("to_device_id");--> statement-breakpoint
CREATE INDEX "stock_counts_slot" ON "stock_counts" USING btree ("slot_id","at");--> statement-breakpoint
CREATE INDEX "swaps_slot" ON "swaps" USING btree ("slot_id","at");--> statement-breakpoint
CREATE INDEX "swaps_site" ON "swaps" USING btree ("site_id","at");