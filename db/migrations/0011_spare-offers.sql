ALTER TABLE "links" DROP CONSTRAINT "links_purpose";--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "offer" jsonb;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_purpose" CHECK ("links"."purpose" in ('cancel-order', 'confirm-delivery', 'move-spares'));