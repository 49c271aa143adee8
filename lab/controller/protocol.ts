/** What the fleet simulator says, one JSON object per line (docs/forecast.md, “The simulator”). Unknown fields and events are ignored. */
export interface ReadingMessage {
  device: string;
  /** The device's own clock, without a zone. */
  ts: string;
  pages?: number;
  supplies: SupplyMessage[];
}

export interface SupplyMessage {
  k: string;
  /** Percent 0…100; −2 unknown; −3 some left. */
  level: number;
  /** Of gauges that speak in states. */
  low?: boolean;
  serial?: string;
}

export interface EnrolledDevice {
  device: string;
  site: string;
  model: string;
  class: string;
  supplies: { k: string; kind: string; sku: string; yield_pages: number; stock: number | null }[];
}

export interface LineMessage {
  device: string;
  supply: string;
  qty: number;
}

export type EventMessage =
  | { type: 'enrolled'; device: EnrolledDevice }
  | { type: 'retirement_planned'; device: string; date: string }
  | { type: 'retired'; device: string }
  | {
      type: 'order_ack';
      order: string;
      ref: string | null;
      lines: (LineMessage & { status: 'ok' | 'backordered' })[];
    }
  | { type: 'shipped'; order: string; parcel: string; site: string; lines: LineMessage[]; expected: string }
  | { type: 'delivered' | 'lost'; order: string; parcel: string; site: string; lines: LineMessage[] }
  | { type: 'exceptional_order'; order: string; site: string; lines: LineMessage[] };

export interface DayMessage {
  type: 'day';
  day: number;
  date: string;
  ask_forecasts: boolean;
  events: EventMessage[];
  readings: ReadingMessage[];
}

export interface InitMessage {
  type: 'init';
  start: string;
}

export type Message = InitMessage | DayMessage | { type: 'end' };

export interface DaysLeft {
  days_left: number;
  lo: number;
  hi: number;
}

export interface LineReply extends LineMessage {
  reason: 'trigger' | 'consolidation' | 'surge';
  forecast?: DaysLeft;
}

export interface DayReply {
  day: number;
  orders: { site: string; ref: string; lines: LineReply[] }[];
  forecasts: (DaysLeft & { device: string; supply: string })[];
  ineligible: string[];
}
