CREATE TABLE "erp_connections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"account_id" uuid,
	"site_id" uuid,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_until" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erp_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"account_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"line_id" uuid,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_tried_at" timestamp (3) with time zone,
	"last_error" text,
	"answered_at" timestamp (3) with time zone,
	"reference" text,
	"reason" text,
	CONSTRAINT "erp_requests_key_unique" UNIQUE("key"),
	CONSTRAINT "erp_requests_kind" CHECK ("erp_requests"."kind" in ('place', 'change-address', 'withdraw')),
	CONSTRAINT "erp_requests_state" CHECK ("erp_requests"."state" in ('waiting', 'agreed', 'refused'))
);
--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "withdraw_asks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "assigned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "erp_id" uuid;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "hand_overs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "erp_connections" ADD CONSTRAINT "erp_connections_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erp_connections" ADD CONSTRAINT "erp_connections_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erp_requests" ADD CONSTRAINT "erp_requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erp_requests" ADD CONSTRAINT "erp_requests_connection_id_erp_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."erp_connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erp_requests" ADD CONSTRAINT "erp_requests_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erp_requests" ADD CONSTRAINT "erp_requests_line_id_order_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "erp_connections_one" ON "erp_connections" USING btree (coalesce("site_id", "account_id", '00000000-0000-0000-0000-000000000000')) WHERE "erp_connections"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "erp_requests_order" ON "erp_requests" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "erp_requests_waiting" ON "erp_requests" USING btree ("connection_id") WHERE "erp_requests"."state" = 'waiting';--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_erp_id_erp_connections_id_fk" FOREIGN KEY ("erp_id") REFERENCES "public"."erp_connections"("id") ON DELETE no action ON UPDATE no action;