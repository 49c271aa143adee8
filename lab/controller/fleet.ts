import { assessDevice, type DeviceAssessment } from '../../domain/assessment.ts';
import { learnFrom } from '../../domain/forecast/forecast.ts';
import { historyOf } from '../../domain/forecast/slot-history.ts';
import { usualRates } from '../../domain/forecast/usual-rate.ts';
import { coverDays, coverInterval } from '../../domain/replenishment/cover.ts';
import { type LostUnits, type PlannedLine, planOrder } from '../../domain/replenishment/plan.ts';
import { resolveSettings, type Settings } from '../../domain/settings.ts';
import { plusDays } from '../../domain/time.ts';
import { frenchCalendar } from './calendar.ts';
import { type DeviceRecord, enrol, read, refreshLines, type SlotRecord, setUsualRate } from './device.ts';
import { learnGauges } from './gauges.ts';
import { lend } from './lend.ts';
import { type Line, ship } from './lines.ts';
import type { DayMessage, DayReply, DaysLeft, EventMessage, LineMessage } from './protocol.ts';

/** The catalogue's usual rates are learnt from the field so often. */
const catalogueDays = 28;

/** What the models' gauges can tell, so often; the product does it every night. */
const gaugeDays = 7;

/** A slot tells its model's usual rate once its own use counts more than the usual rate did, over so many days. */
const tellingDays = 28;

/** Before anything is in the field a cartridge is taken to last this long. */
const firstLifeDays = 75;

const morning = (date: string) => new Date(`${date}T08:00:00Z`);
const evening = (date: string, days = 0) => plusDays(new Date(`${date}T23:59:59Z`), days);

/** The product's part in the simulator's world: its records in memory, and its own rules on them. */
export class Fleet {
  readonly settings: Settings;
  readonly devices = new Map<string, DeviceRecord>();
  readonly sites = new Map<string, DeviceRecord[]>();
  /** Lines by the order's name, which is ours until the simulator has given its own. */
  readonly orders = new Map<string, { device: string; supply: string; line: Line }[]>();
  readonly parcels = new Map<string, { slot: SlotRecord; line: Line }[]>();
  readonly transit = new Set<{ slot: SlotRecord; line: Line }>();
  readonly setAside = new Set<string>();
  /** When neighbours were last thought to have lent to a slot. */
  readonly lentAt = new Map<string, Date>();
  readonly calendar;
  usual = usualRates([]);
  lineCount = 0;

  constructor(start: string, settings: Settings = resolveSettings({})) {
    this.settings = settings;
    this.calendar = frenchCalendar(Number(start.slice(0, 4)) - 1, 6);
  }

  day({ day, date, events, readings, ask_forecasts }: DayMessage): DayReply {
    const now = evening(date);
    const lost = new Map<string, LostUnits[]>();
    for (const event of events) this.happen(event, date, lost);
    for (const message of readings) {
      const device = this.devices.get(message.device);
      if (device) read(device, message, now);
    }
    this.presume(now);
    if (day % gaugeDays === 0) learnGauges(this.devices.values(), now);
    if (day % catalogueDays === 0) this.learnUsualRates();
    const orders: DayReply['orders'] = [];
    const forecasts: DayReply['forecasts'] = [];
    for (const [site, devices] of this.sites) {
      const assessments = this.assessSite(devices, now);
      const situations = assessments.flatMap(({ slots }) => slots.map(({ situation }) => situation));
      const plan = planOrder(situations, now, lost.get(site) ?? []);
      if (ask_forecasts) forecasts.push(...assessments.flatMap(asked));
      if (!plan) continue;
      const ref = `${site}/${day}`;
      orders.push({ site, ref, lines: plan.lines.map((line) => reply(line, assessments)) });
      this.orders.set(
        ref,
        plan.lines.map((line) => this.place(line)),
      );
    }
    return { day, orders, forecasts, ineligible: [...this.setAside] };
  }

  /** A15: a device from whose shelf a neighbour may have taken is judged anew. */
  assessSite(devices: DeviceRecord[], now: Date): DeviceAssessment[] {
    const found = devices.map((device) => this.assess(device, now));
    const lenders = lend(found, this.lentAt, now);
    return found.map((each, i) => (lenders.has(devices[i]!.facts.deviceId) ? this.assess(devices[i]!, now) : each));
  }

  assess(device: DeviceRecord, now: Date): DeviceAssessment {
    let found = assessDevice(device.facts, now);
    // A cartridge seen installed shows that its parcel has come (A09), one that is not there that it has not.
    const changed = [...device.slots.values()].filter((slot, i) => {
      const { stock, newSwaps } = found.slots[i]!;
      slot.facts.knownSwaps.push(...newSwaps.map(({ after, at }) => ({ after, at })));
      const arrived = slot.lines.filter(({ lineId, end }) => !end && stock.arrived.includes(lineId));
      for (const line of arrived) line.end = { at: now, how: 'presumed' };
      const refuted = slot.lines.filter(
        ({ lineId, end }) =>
          end?.how === 'presumed' &&
          stock.contradictions.some((each) => each.kind === 'dry-with-spare' && each.lineId === lineId),
      );
      for (const line of refuted) line.end = { at: now, how: 'lost' };
      if (arrived.length + refuted.length > 0) refreshLines(slot);
      return arrived.length + refuted.length > 0;
    });
    if (changed.length > 0) found = assessDevice(device.facts, now);
    if (found.veryHighUse.length > 0) {
      device.facts.state = 'set-aside';
      this.setAside.add(device.facts.deviceId);
    }
    return found;
  }

  happen(event: EventMessage, date: string, lost: Map<string, LostUnits[]>): void {
    if (event.type === 'enrolled') {
      const record = enrol(event.device, evening(date), this.calendar, this.settings);
      for (const slot of record.slots.values()) setUsualRate(slot, this.usualRate(record.model, slot));
      this.devices.set(event.device.device, record);
      this.sites.set(event.device.site, [...(this.sites.get(event.device.site) ?? []), record]);
    } else if (event.type === 'retirement_planned') {
      const device = this.devices.get(event.device);
      // On that day it is gone.
      if (device) device.facts.plannedEndOn = evening(event.date, -1).toISOString().slice(0, 10);
    } else if (event.type === 'retired') {
      const gone = this.devices.get(event.device);
      this.devices.delete(event.device);
      if (gone) {
        const { siteId } = gone.facts;
        this.sites.set(
          siteId,
          this.sites.get(siteId)!.filter((device) => device !== gone),
        );
      }
    } else if (event.type === 'order_ack') {
      const lines = this.orders.get(event.ref ?? '') ?? [];
      this.orders.delete(event.ref ?? '');
      this.orders.set(event.order, lines);
      for (const { device, supply, status } of event.lines) {
        const found = lines.find((each) => each.device === device && each.supply === supply);
        if (found && status === 'backordered') found.line.backordered = true;
        this.refresh(device, supply);
      }
    } else if (event.type === 'exceptional_order') {
      this.orders.set(
        event.order,
        event.lines.flatMap((line) => this.exceptional(line)),
      );
    } else if (event.type === 'shipped') {
      const lines = this.orders.get(event.order) ?? [];
      const inParcel = event.lines.flatMap(({ device, supply }) => {
        const found = lines.find((each) => each.device === device && each.supply === supply);
        const slot = this.devices.get(device)?.slots.get(supply);
        return found && slot ? [{ slot, line: found.line }] : [];
      });
      for (const each of inParcel) {
        ship(each.line, morning(date), event.expected, this.calendar, this.settings);
        this.transit.add(each);
        refreshLines(each.slot);
      }
      this.parcels.set(event.parcel, inParcel);
    } else if (event.type === 'delivered' || event.type === 'lost') {
      for (const { slot, line } of this.parcels.get(event.parcel) ?? []) {
        if (event.type === 'lost' && line.end?.how !== 'lost' && line.kind !== 'exceptional') {
          const units = { slotId: slot.facts.slotId, kind: line.kind, quantity: line.units };
          lost.set(event.site, [...(lost.get(event.site) ?? []), units]);
        }
        line.end = event.type === 'lost' ? { at: morning(date), how: 'lost' } : { at: morning(date), how: 'confirmed' };
        refreshLines(slot);
      }
    }
  }

  /** A05: the usual rate of each model, from those in the field. */
  learnUsualRates(): void {
    const field = [...this.devices.values()].flatMap(({ model, slots }) =>
      [...slots.values()].flatMap(({ facts }) => {
        const learned = learnFrom(historyOf(facts.memory, facts.jobs));
        const own = learned.known && learned.rate.usualWeight < 0.5 && learned.rate.days >= tellingDays;
        return own ? [{ ...identity(model, facts), ratePerDay: learned.rate.perDay }] : [];
      }),
    );
    this.usual = usualRates(field);
    for (const { model, slots } of this.devices.values()) {
      for (const slot of slots.values()) setUsualRate(slot, this.usualRate(model, slot));
    }
  }

  usualRate(model: string, { facts }: SlotRecord): number {
    return this.usual.of(identity(model, facts)) ?? 1 / firstLifeDays;
  }

  /** A09: what nobody says was delivered is presumed so when its time has passed. */
  presume(now: Date): void {
    for (const each of this.transit) {
      const { line, slot } = each;
      if (!line.end && line.presumedFrom && line.presumedFrom <= now) {
        line.end = { at: line.presumedFrom, how: 'presumed' };
        refreshLines(slot);
      }
      if (line.end) this.transit.delete(each);
    }
  }

  refresh(device: string, supply: string): void {
    const slot = this.devices.get(device)?.slots.get(supply);
    if (slot) refreshLines(slot);
  }

  newLine(slot: SlotRecord, line: Pick<Line, 'kind' | 'units' | 'ratePerDay'>): Line {
    this.lineCount += 1;
    const made: Line = { ...line, lineId: `L${this.lineCount}`, backordered: false };
    slot.lines.push(made);
    refreshLines(slot);
    return made;
  }

  exceptional({ device, supply, qty }: LineMessage) {
    const slot = this.devices.get(device)?.slots.get(supply);
    if (!slot) return [];
    return [{ device, supply, line: this.newLine(slot, { kind: 'exceptional', units: qty, ratePerDay: null }) }];
  }

  place({ deviceId, slotId, kind, quantity, ratePerDay }: PlannedLine) {
    const supply = slotId.slice(deviceId.length + 1);
    const slot = this.devices.get(deviceId)!.slots.get(supply)!;
    return { device: deviceId, supply, line: this.newLine(slot, { kind, units: quantity, ratePerDay }) };
  }
}

const identity = (model: string, { key, kind, profile }: SlotRecord['facts']) => ({
  model,
  key,
  kind,
  ratedYieldPages: profile.ratedYieldPages ?? 0,
});

/** From this evening until the supply fails, with its spares, without what is under way. */
function daysLeft(slot: DeviceAssessment['slots'][number]): DaysLeft | undefined {
  const situation = { ...slot.situation, openLines: [], keptForJobs: 0 };
  const days = coverDays(situation);
  const interval = coverInterval(situation);
  return days === null || !interval ? undefined : { days_left: days, lo: interval.low, hi: interval.high };
}

function asked(found: DeviceAssessment): DayReply['forecasts'] {
  return found.slots.flatMap((slot) => {
    const days = daysLeft(slot);
    return days ? [{ device: slot.situation.deviceId, supply: slot.slot.key, ...days }] : [];
  });
}

const reasons = { consolidation: 'consolidation', surge: 'surge' } as const;

function reply(line: PlannedLine, assessments: DeviceAssessment[]) {
  const slot = assessments.flatMap(({ slots }) => slots).find(({ situation }) => situation.slotId === line.slotId)!;
  const forecast = daysLeft(slot);
  return {
    device: line.deviceId,
    supply: slot.slot.key,
    qty: line.quantity,
    reason: reasons[line.reason as keyof typeof reasons] ?? 'trigger',
    ...(forecast && { forecast }),
  } as const;
}
