import type { PostalAddress } from '../domain/postal-address.ts';
import type { Reason } from '../domain/reasons.ts';

/**
 * What each mail tells, as plain JSON stored with the fact when it happens: a mail written again later says the same. Days are local
 * to the site (`YYYY-MM-DD`), instants ISO 8601; words are made from them when the mail is written, in the reader's language.
 */

export interface MailDevice {
  maker: string;
  model: string;
  serial: string;
  /** Where it stands on the site: building, floor, room. */
  place: string | null;
}

/** Part of an order that a mail is about: what, how many, for which device, why. */
export interface MailLine {
  partNumber: string;
  supplyName: string;
  colour: string | null;
  /** Cartridges that this mail speaks of, which may be fewer than were ordered. */
  quantity: number;
  device: MailDevice;
  why: Reason;
  /** Days until the slot would run dry counting all there is; null where no forecast is known. */
  coverDays: number | null;
  /** 80 % interval of the days that the installed cartridge lasts. */
  daysLow: number | null;
  daysHigh: number | null;
  /** When the slot runs dry without these cartridges. */
  runsOutOn: string | null;
  /** What would have been done instead, had it not been ordered; left out of mails that were stored before it was told. */
  otherwise?: Reason | null;
  /** C: a spare on the shelf of another device of the site, which that one no longer needs. */
  spare?: { device: MailDevice; units: number };
  /** When the warehouse expects what is backordered. */
  expectedOn?: string | null;
}

export interface OrderMadeData {
  orderNumber: number;
  siteName: string;
  address: PostalAddress;
  lines: MailLine[];
  /** It leaves at once: a line has so little cover (A11). */
  urgent: boolean;
  /** Cancelling is possible before this instant. */
  holdUntil: string | null;
  /** The signed page that cancels; null where nothing can be cancelled any more. */
  cancelUrl: string | null;
  /** C: of the link that moves spares instead; signed when the mail is written. */
  moveLinkId?: string;
  moveUrl?: string;
  /** A14: recorded by the helpdesk for a large print job. */
  exceptional?: boolean;
}

export interface ShippedData {
  orderNumber: number;
  siteName: string;
  carrier: string;
  tracking: string;
  trackingUrl?: string | null;
  expectedOn: string | null;
  lines: MailLine[];
  /** The page that asks whether the parcel has arrived (A09). */
  confirmUrl: string | null;
  /** What the order still waits for. */
  stillBackordered: MailLine[];
}

export interface BackorderedData {
  orderNumber: number;
  siteName: string;
  lines: MailLine[];
}

export interface CancelledData {
  orderNumber: number;
  siteName: string;
  lines: MailLine[];
  by: { kind: 'link' | 'helpdesk' | 'system' | 'api'; reason?: Reason };
  /** C: spares on site are used instead. */
  moved?: boolean;
  /** New labels for them (A15). */
  labelsUrl?: string;
  /** Lines that go on. */
  remaining: MailLine[];
}

export interface ExpectedAfterRunOutData {
  orderNumber: number;
  siteName: string;
  /** Each with `expectedOn` after `runsOutOn`. */
  lines: MailLine[];
}

/** A slot of an enrolled device and what goes into it. */
export interface MailSlot {
  label: string;
  supplyName: string | null;
  partNumber: string | null;
  colour: string | null;
}

export interface EnrolledData {
  siteName: string;
  device: MailDevice;
  covered: MailSlot[];
  /** Tracked and shown, not ordered (A04). */
  notCovered: MailSlot[];
  /** Spares on the shelf, of covered slots; null: not known. */
  startingStock: { label: string; quantity: number | null }[];
  /** A03: all is decided and shown, nothing ordered. */
  shadow?: boolean;
}

export interface SetAsideData {
  siteName: string;
  device: MailDevice;
  /** Slots that use too much, with their cartridges in each of the last complete weeks. */
  slots: { slot: string; perWeek: number[] }[];
}

/** A cartridge that was changed although much was left in it. */
export interface EarlySwapped extends MailSlot {
  swappedOn: string;
  /** Whole percent. */
  leftPercent: number;
  /** Days that it would have lasted; null where no rate is known. */
  daysLeft: number | null;
}

export interface EarlySwapData {
  siteName: string;
  device: MailDevice;
  cartridges: EarlySwapped[];
  /** Of the site, in the last `days`: cartridges changed, those of them that were early, and how many were left in these together. */
  figure: { days: number; swaps: number; early: number; cartridgesLeft: number };
}

export interface SilentDevice {
  device: MailDevice;
  /** Null: it has never been heard of. */
  lastReadingAt: string | null;
  /** Whole days. */
  silentDays: number;
  /** Until when its estimate says that it has enough; null where it cannot tell. */
  protectedUntil: string | null;
}

export interface SilenceData {
  siteName: string;
  devices: SilentDevice[];
  /** A page on connecting a device, where the provider has one; the steps themselves stand in the mail (A16). */
  reconnectUrl?: string | null;
}

/** A program on a computer of the site, of which nothing is heard, and the devices that it reads. */
export interface SilentAgent {
  name: string;
  hostName: string;
  lastContactAt: string;
  /** Whole days. */
  silentDays: number;
  devices: SilentDevice[];
}

export interface AgentSilentData {
  siteName: string;
  stage: 1 | 2 | 3;
  agents: SilentAgent[];
}

/** The data of each kind of notice. */
export interface NoticeData {
  'order-made': OrderMadeData;
  shipped: ShippedData;
  'shipped-after-backorder': ShippedData;
  backordered: BackorderedData;
  cancelled: CancelledData;
  'expected-after-run-out': ExpectedAfterRunOutData;
  enrolled: EnrolledData;
  'set-aside': SetAsideData;
  'early-swap': EarlySwapData;
  'silence-first': SilenceData;
  'silence-second': SilenceData;
  'silence-third': SilenceData;
  'agent-silent': AgentSilentData;
}
