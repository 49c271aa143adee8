import type { DayMessage, DayReply, EventMessage, LineMessage } from '../controller/protocol.ts';
import { Cartridges } from './cartridges.ts';
import type { Exam } from './exam.ts';
import type { WorldPlan } from './generate.ts';
import { Post } from './post.ts';
import { Random } from './random.ts';
import { type Parcel, Supplier } from './supplier.ts';
import type { DevicePlan, SitePlan } from './types.ts';

/** So many days before a job its customer orders for it, and before its end a device is given notice. */
const jobNoticeDays = 10;
const endNoticeDays = 30;
/** Forecasts are asked for weekly. */
const askEveryDays = 7;

export interface Device {
  plan: DevicePlan;
  site: SitePlan;
  slots: Cartridges[];
  /** Pages printed since enrolment. */
  counts: number;
}

/** What is under way to one slot. */
export interface UnderWay {
  units: number;
  parcels: Set<Parcel>;
}

/** A fleet that lives day after day, whoever keeps it supplied. Order of a day: parcels, work, readings, the controller's answer. */
export class World {
  readonly plan: WorldPlan;
  readonly devices: Device[];
  readonly #exam: Exam;
  readonly #byId: Map<string, Device>;
  readonly #post: Post;
  readonly #supplier: Supplier;
  readonly #underWay = new Map<Cartridges, UnderWay>();
  #parcels: Parcel[] = [];
  #events: EventMessage[] = [];
  #acknowledged: EventMessage[] = [];
  #orders = 0;

  constructor(plan: WorldPlan, exam: Exam) {
    this.plan = plan;
    this.#exam = exam;
    const { seed, scenario, days } = plan;
    this.devices = plan.sites.flatMap((site) =>
      site.devices.map((device) => ({
        plan: device,
        site,
        slots: device.slots.map((slot) => new Cartridges(seed, device, slot)),
        counts: 0,
      })),
    );
    this.#byId = new Map(this.devices.map((device) => [device.plan.id, device]));
    this.#post = new Post(seed, scenario, days);
    this.#supplier = new Supplier(seed, scenario, days);
  }

  /** Lives `day` and says what is known of it in the evening. */
  live(day: number): DayMessage {
    this.#events = this.#acknowledged;
    this.#acknowledged = [];
    for (const device of this.devices) this.#announce(device, day);
    this.#carry(day);
    for (const device of this.devices) if (isThere(device, day)) this.#work(device, day);
    const readings = this.#post.collect(
      day,
      this.devices.filter((device) => isThere(device, day)),
    );
    const ask_forecasts = day % askEveryDays === askEveryDays - 1;
    return { type: 'day', day, date: this.plan.days.dates[day]!, ask_forecasts, events: this.#events, readings };
  }

  underWay(slot: Cartridges): UnderWay {
    const known = this.#underWay.get(slot) ?? { units: 0, parcels: new Set() };
    this.#underWay.set(slot, known);
    return known;
  }

  #announce(device: Device, day: number): void {
    const { plan, slots } = device;
    if (plan.enrolsOn === day) {
      const supplies = slots.map(({ slot, spares }) => ({
        k: slot.key,
        kind: slot.kind,
        sku: slot.sku,
        yield_pages: slot.ratedYieldPages,
        stock: slot.start.told ? spares : null,
      }));
      const { id, siteId, model, type } = plan;
      this.#events.push({ type: 'enrolled', device: { device: id, site: siteId, model, class: type, supplies } });
    }
    if (plan.endAnnounced && day === plan.endsOn - endNoticeDays) {
      this.#events.push({ type: 'retirement_planned', device: plan.id, date: this.plan.days.dates[plan.endsOn]! });
    }
    if (plan.endsOn === day) {
      this.#events.push({ type: 'retired', device: plan.id });
      this.#exam.ended(
        day,
        device,
        slots.map((slot) => slot.spares + this.underWay(slot).units),
      );
      for (const slot of slots) slot.spares = 0;
    }
    if (plan.job?.announced && day === plan.job.from - jobNoticeDays && isThere(device, day))
      this.#orderForJob(device, day);
  }

  /** A14: what a customer orders by telephone for a large job. */
  #orderForJob({ plan, site, slots }: Device, day: number): void {
    const { from, days } = plan.job!;
    const lines = slots.flatMap(({ slot }) => {
      const last = Math.min(slot.used.length - 1, from + days);
      const qty = slot.kind === 'waste' ? 0 : Math.min(5, Math.round(slot.used[last]! - slot.used[from]!));
      return qty > 0 ? [{ device: plan.id, supply: slot.key, qty }] : [];
    });
    if (lines.length === 0) return;
    this.#orders += 1;
    const order = `X${this.#orders}`;
    this.#events.push({ type: 'exceptional_order', order, site: site.id, lines });
    this.#ship(order, site, lines, day, false);
  }

  #ship(order: string, site: SitePlan, lines: readonly LineMessage[], day: number, charged: boolean) {
    const withSku = lines.map((line) => ({ ...line, sku: this.#find(line)!.slot.sku }));
    const { parcels, status } = this.#supplier.take(order, site, withSku, day, charged);
    for (const parcel of parcels) {
      this.#parcels.push(parcel);
      for (const line of parcel.lines) {
        const way = this.underWay(this.#find(line)!);
        way.units += line.qty;
        way.parcels.add(parcel);
      }
    }
    if (charged) this.#exam.shipped(day, parcels, this.#byId);
    return status;
  }

  #find({ device, supply }: { device: string; supply: string }): Cartridges | undefined {
    return this.#byId.get(device)?.slots.find(({ slot }) => slot.key === supply);
  }

  #carry(day: number): void {
    for (const parcel of this.#parcels) if (parcel.shipsOn === day) this.#events.push(this.#supplier.shipped(parcel));
    const settled = this.#parcels.filter((parcel) => this.#supplier.settlesOn(parcel) <= day);
    if (settled.length === 0) return;
    this.#parcels = this.#parcels.filter((parcel) => !settled.includes(parcel));
    for (const parcel of settled) {
      const { order, id, site, lines, lost, unreported } = parcel;
      for (const line of lines) this.#arrive(parcel, line, day);
      if (lost || !unreported) this.#events.push({ type: lost ? 'lost' : 'delivered', order, parcel: id, site, lines });
    }
  }

  #arrive(parcel: Parcel, line: LineMessage, day: number): void {
    const slot = this.#find(line)!;
    const way = this.underWay(slot);
    way.units -= line.qty;
    way.parcels.delete(parcel);
    if (parcel.lost || day >= slot.device.endsOn) return;
    if (parcel.charged) this.#exam.arrived(day, slot, line.qty);
    slot.spares += line.qty;
  }

  #work(device: Device, day: number): void {
    device.counts += device.plan.pages[day]!;
    for (const slot of device.slots) {
      slot.live(day);
      const { used } = slot.slot;
      const wanted = day === 0 ? used[0]! : used[day]! - used[day - 1]!;
      let missing = slot.use(wanted);
      if (missing > 0 && this.#borrow(slot, device, day)) missing = slot.use(missing);
      this.#exam.used(day, slot, wanted, missing);
    }
    this.#exam.lived(day, device, (slot) => this.underWay(slot));
  }

  /** Where a slot is dry, somebody may take the spare of a device beside it. Decided once for each time that it is. */
  #borrow(slot: Cartridges, { site }: Device, day: number): boolean {
    if (!new Random(this.plan.seed, 'borrow', slot.slot.id, slot.serial).chance(this.plan.scenario.borrows))
      return false;
    const lender = site.devices
      .map(({ id }) => this.#byId.get(id)!)
      .filter((other) => other.plan !== slot.device && isThere(other, day))
      .flatMap(({ slots }) => slots)
      .find((other) => other.slot.sku === slot.slot.sku && other.spares > 0);
    if (!lender) return false;
    lender.spares -= 1;
    slot.fit();
    return true;
  }

  /** Books the controller's answer. Lines that make no sense are counted and left out. */
  take(day: number, reply: DayReply): void {
    for (const { site: siteId, ref, lines: asked } of reply.orders ?? []) {
      const site = this.plan.sites.find(({ id }) => id === siteId);
      const lines = asked.flatMap(({ device, supply, qty }) => {
        const slot = this.#find({ device, supply });
        const there = slot && slot.device.siteId === siteId && isThere(this.#byId.get(device)!, day);
        if (there && Number.isInteger(qty) && qty > 0 && qty <= 20) return [{ device, supply, qty, slot }];
        this.#exam.refused();
        return [];
      });
      if (!site || lines.length === 0) continue;
      for (const { slot, qty } of lines) this.#exam.ordered(day, slot, qty, this.underWay(slot));
      this.#orders += 1;
      const order = `O${this.#orders}`;
      const messages = lines.map(({ device, supply, qty }) => ({ device, supply, qty }));
      const status = this.#ship(order, site, messages, day, true);
      const told = messages.map((line, i) => ({ ...line, status: status[i]! }));
      this.#acknowledged.push({ type: 'order_ack', order, ref: ref ?? null, lines: told });
    }
    for (const forecast of reply.forecasts ?? []) {
      const slot = this.#find(forecast);
      if (slot && isThere(this.#byId.get(forecast.device)!, day)) this.#exam.forecast(day, slot, forecast);
    }
    this.#exam.flagged(reply.ineligible ?? []);
  }
}

const isThere = ({ plan }: Device, day: number) => plan.enrolsOn <= day && day < plan.endsOn;
