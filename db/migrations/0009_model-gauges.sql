CREATE TABLE "model_gauges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" uuid NOT NULL,
	"key" text NOT NULL,
	"learned" jsonb,
	"learned_at" timestamp (3) with time zone,
	"corrected" jsonb,
	"corrected_at" timestamp (3) with time zone,
	"corrected_by" text,
	"remark" text,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "model_gauges" ADD CONSTRAINT "model_gauges_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "model_gauges_model_key" ON "model_gauges" USING btree ("model_id","key");
--> statement-breakpoint
grant select, insert, update, delete on model_gauges to replenish_app, replenish_system;
--> statement-breakpoint
revoke delete on model_gauges from replenish_app;
