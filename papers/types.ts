import type { PostalAddress } from '../domain/postal-address.ts';
import type { Language } from '../domain/reasons.ts';

/** Who sends: the provider, or the warehouse in its name. */
export interface PaperSender {
  name: string;
  /** As printed, one line each. */
  addressLines: readonly string[];
}

export interface PaperContact {
  name: string;
  phone: string | null;
}

/** The device that an item is for (A15). */
export interface PaperDevice {
  maker: string;
  model: string;
  serial: string;
  /** Where it stands on the site: building, floor, room. */
  place: string | null;
}

export interface PaperItem {
  partNumber: string;
  supplyName: string;
  /** As the catalogue names it; said in words. */
  colour: string | null;
  device: PaperDevice;
}

/** What stands on every paper of a parcel or an order. */
export interface PaperHead {
  /** The site's. */
  language: Language;
  /** Creation date in the file: the same data give the same bytes. */
  createdAt: Date;
  from: PaperSender;
  to: PostalAddress;
  contact: PaperContact | null;
  /** For the carrier: door, floor, opening hours. */
  deliveryInstructions: string | null;
  orderNumber: number;
}

export interface PaperParcel {
  /** Our own number, such as `42-1`; printed as a plain Code 128 (no SSCC: that needs a licensed GS1 prefix). */
  number: string;
  /** From 1. */
  position: number;
  /** Parcels of the order; null while nobody knows. */
  count: number | null;
}

export interface LabelData extends PaperHead {
  parcel: PaperParcel;
  items: (PaperItem & { quantity: number })[];
}

/** Spares that now belong to another device of the site. */
export interface SpareLabelData {
  language: Language;
  createdAt: Date;
  /** Of the order that they were moved instead of. */
  orderNumber: number;
  siteName: string;
  spares: (PaperItem & { quantity: number /** Whose it was. */; from: PaperDevice })[];
}

export interface SlipLine extends PaperItem {
  ordered: number;
  /** In this parcel, or, on the slip of an order, in all of them. */
  shipped: number;
  backordered: number;
  /** When the warehouse expects the backordered rest, `YYYY-MM-DD`. */
  expectedOn: string | null;
}

export interface SlipData extends PaperHead {
  /** Null: the slip is of the order as a whole. */
  parcel: PaperParcel | null;
  lines: SlipLine[];
}
