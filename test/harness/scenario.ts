import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import {
  modelSlots,
  models,
  notices,
  orderLines,
  orders,
  settings,
  sites,
  slots,
  supplies,
  tasks,
} from '../../db/schema/index.ts';
import type { SettingName, SettingScope } from '../../domain/settings.ts';
import type { SupplyKind } from '../../domain/supply-kinds.ts';
import type { OutgoingMail } from '../../mail/transport.ts';
import { makeAccount } from './account.ts';
import type { World } from './world.ts';

/** The fictional model of the journeys: key of the slot → its supply. */
export const catalogue = {
  K: { kind: 'toner', colour: 'black', part: 'AL-410K' },
  C: { kind: 'toner', colour: 'cyan', part: 'AL-410C' },
  W: { kind: 'waste', colour: null, part: 'AL-410W' },
  D: { kind: 'drum', colour: null, part: 'AL-410D' },
} as const satisfies Record<string, { kind: SupplyKind; colour: string | null; part: string }>;
export type Key = keyof typeof catalogue;

const dayMs = 86_400_000;
let serials = 0;

export interface ScenarioOptions {
  contract?: 'self-service' | 'managed';
  language?: 'en' | 'fr';
  timeZone?: string;
  shadow?: boolean;
  /** Set for the account. */
  settings?: Partial<Record<SettingName, number>>;
}

/** One customer with one site, a contract and a contact; made straight in the database, used through the API. */
export async function createScenario(world: World, options: ScenarioOptions = {}): Promise<Scenario> {
  const now = await world.now();
  const name = `Customer ${++serials}`;
  const email = `ada${serials}@customer.example`;
  const { accountId, contractId } = await makeAccount(world.system.db, {
    name,
    number: `${serials}-${now.getTime()}`,
    language: options.language,
    shadow: options.shadow,
    contract: options.contract,
    email,
    createdAt: now,
  });
  await ensureCatalogue(world, now);
  const scenario = new Scenario(world, accountId, contractId, email);
  for (const [setting, value] of Object.entries(options.settings ?? {})) {
    await scenario.set('account', accountId, setting as SettingName, value!);
  }
  await scenario.addSite('Lyon', options.timeZone ?? 'Europe/Paris');
  return scenario;
}

async function ensureCatalogue(world: World, now: Date): Promise<void> {
  const { db } = world.system;
  const [known] = await db.select().from(models).where(eq(models.name, 'C410'));
  if (known) return;
  const [model] = await db
    .insert(models)
    .values({ maker: 'Aldine', name: 'C410', connections: ['agent'], replenishable: true, createdAt: now })
    .returning();
  for (const [key, { kind, colour, part }] of Object.entries(catalogue)) {
    const [supply] = await db
      .insert(supplies)
      .values({ partNumber: part, name: part, kind, colour, ratedYieldPages: 8000, createdAt: now })
      .returning();
    await db.insert(modelSlots).values({ modelId: model!.id, key, label: key, supplyId: supply!.id });
  }
}

export class Scenario {
  readonly world: World;
  readonly accountId: string;
  readonly contractId: string;
  /** Its contact's. */
  readonly address: string;
  readonly siteIds: string[] = [];

  constructor(world: World, accountId: string, contractId: string, address: string) {
    this.world = world;
    this.address = address;
    this.accountId = accountId;
    this.contractId = contractId;
  }

  get siteId(): string {
    return this.siteIds[0]!;
  }

  async addSite(name: string, timeZone: string): Promise<string> {
    const [site] = await this.world.system.db
      .insert(sites)
      .values({
        accountId: this.accountId,
        name,
        address: { company: 'Customer', lines: ['1 rue des Lilas'], postcode: '69001', city: name, country: 'FR' },
        timeZone,
        createdAt: await this.world.now(),
      })
      .returning();
    this.siteIds.push(site!.id);
    return site!.id;
  }

  async set(scope: SettingScope, scopeId: string, name: SettingName, value: number): Promise<void> {
    const accountId = scope === 'account' || scope === 'site' ? this.accountId : null;
    await this.world.system.db
      .insert(settings)
      .values({ scope, scopeId, name, value, accountId, changedAt: await this.world.now() })
      .onConflictDoUpdate({ target: [settings.scope, settings.scopeId, settings.name], set: { value } });
  }

  /** Enrols a device through the API, and gives it a past: `history` days of readings with these points a day. */
  async enrol(
    options: {
      siteId?: string;
      stock?: Partial<Record<Key, number>>;
      /** Points a day by slot, and what the last reading of the past shows. */
      past?: { days: number; perDay: Partial<Record<Key, number>>; now: Partial<Record<Key, number>> };
    } = {},
  ): Promise<Device> {
    const serial = `AL-${String(++serials).padStart(5, '0')}`;
    const answer = await this.world.request('POST', '/devices', {
      siteId: options.siteId ?? this.siteId,
      contractId: this.contractId,
      maker: 'Aldine',
      model: 'C410',
      serial,
      connection: 'agent',
      startingStock: options.stock ?? {},
    });
    expect(answer.body, JSON.stringify(answer.body)).toMatchObject({ serial });
    const device = new Device(this.world, answer.body.id, serial);
    if (options.past) await device.past(options.past);
    return device;
  }

  /** Orders of the account, oldest first, with their lines. */
  async orders(): Promise<OrderFacts[]> {
    const { db } = this.world.system;
    const rows = await db.select().from(orders).where(eq(orders.accountId, this.accountId)).orderBy(orders.number);
    const lines = await db
      .select()
      .from(orderLines)
      .where(eq(orderLines.accountId, this.accountId))
      .orderBy(orderLines.id);
    const keys = new Map(
      (await db.select().from(slots).where(eq(slots.accountId, this.accountId))).map(({ id, key }) => [id, key as Key]),
    );
    return rows.map((order) => ({
      ...order,
      lines: lines
        .filter(({ orderId }) => orderId === order.id)
        .map((line) => ({ ...line, key: keys.get(line.slotId)! })),
    }));
  }

  /** Mails to this account's contact, in the order in which they left. */
  mails(): OutgoingMail[] {
    return this.world.mails.filter(({ to }) => to.address === this.address);
  }

  /** Kinds of the mails that have left, in their order; each is seen to have left once. */
  async told(): Promise<string[]> {
    const rows = await this.world.system.db
      .select()
      .from(notices)
      .where(and(eq(notices.accountId, this.accountId), eq(notices.state, 'sent')))
      .orderBy(notices.sentAt, notices.id);
    expect(
      this.mails()
        .map(({ messageId }) => messageId)
        .sort(),
    ).toEqual(rows.map(({ messageId }) => messageId).sort());
    return rows.map(({ kind }) => kind);
  }

  /** Kinds of open tasks. */
  async tasks(): Promise<string[]> {
    const rows = await this.world.system.db
      .select({ kind: tasks.kind })
      .from(tasks)
      .where(and(eq(tasks.accountId, this.accountId), eq(tasks.state, 'open')))
      .orderBy(tasks.id);
    return rows.map(({ kind }) => kind);
  }

  /** What the warehouse says, through the API. */
  async warehouse(event: {
    type: 'shipped' | 'backordered' | 'available' | 'delivered' | 'lost' | 'returned';
    order: string;
    lines: { lineId: string; quantity: number; expectedOn?: string; serials?: string[] }[];
    parcel?: { carrier: string; tracking: string; expectedOn?: string };
    eventId?: string;
  }) {
    const { order, eventId, ...rest } = event;
    return this.world.request('POST', '/fulfilment/events', {
      eventId: eventId ?? `e-${++serials}`,
      orderId: order,
      occurredAt: (await this.world.now()).toISOString(),
      ...rest,
    });
  }
}

export type OrderFacts = typeof orders.$inferSelect & { lines: (typeof orderLines.$inferSelect & { key: Key })[] };

export class Device {
  readonly world: World;
  readonly id: string;
  readonly serial: string;

  constructor(world: World, id: string, serial: string) {
    this.world = world;
    this.id = id;
    this.serial = serial;
  }

  /** Posts a reading of these levels (percent, or a typed level), taken now unless `at` says when. */
  async report(
    levels: Partial<Record<Key, number | { type: string; state?: string }>>,
    extra: {
      at?: Date;
      pages?: number;
      alerts?: { code: number; key?: string }[];
      source?: string;
      sameSerialAt?: string;
    } = {},
  ) {
    const takenAt = extra.at ?? (await this.world.now());
    return this.world.request('POST', '/readings', {
      device: { maker: 'Aldine', serial: this.serial },
      takenAt: takenAt.toISOString(),
      ...(extra.pages === undefined ? {} : { pages: { count: extra.pages, unit: 'impressions' } }),
      levels: Object.entries(levels).map(([key, level]) => ({
        key,
        kind: catalogue[key as Key].kind,
        level: typeof level === 'number' ? { type: 'percent', percent: level } : level,
      })),
      ...(extra.alerts ? { alerts: extra.alerts } : {}),
      source: extra.source ?? 'agent',
      ...(extra.sameSerialAt ? { sameSerialAt: extra.sameSerialAt } : {}),
    });
  }

  /**
   * Imports a past of one reading a day that ends yesterday at this time, at a steady use; where a level would have been above 100,
   * the cartridge was swapped. `now`: the level that the line reaches today.
   */
  async past(past: {
    days: number;
    perDay: Partial<Record<Key, number>>;
    now: Partial<Record<Key, number>>;
  }): Promise<void> {
    const now = await this.world.now();
    const readings = Array.from({ length: past.days }, (_, i) => past.days - i).map((daysAgo) => ({
      device: { maker: 'Aldine', serial: this.serial },
      takenAt: new Date(now.getTime() - daysAgo * dayMs).toISOString(),
      levels: Object.entries(past.now).map(([key, level]) => {
        const unbounded = level! + daysAgo * (past.perDay[key as Key] ?? 0);
        const percent = Math.round((unbounded > 100 ? ((unbounded - 1) % 100) + 1 : unbounded) * 10) / 10;
        return { key, kind: catalogue[key as Key].kind, level: { type: 'percent', percent } };
      }),
      source: 'import',
    }));
    const answer = await this.world.request('POST', '/readings/batch', readings);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  }

  /** What the API says of the device and its slots (A12). */
  async view() {
    const answer = await this.world.request('GET', `/devices/${this.id}`);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  async slot(key: Key) {
    const view = await this.view();
    return view.slots.find((slot: { key: string }) => slot.key === key);
  }

  /** Prints for some days: a reading each day at this time, from these levels downwards. */
  async printFor(days: number, from: Partial<Record<Key, number>>, perDay: Partial<Record<Key, number>>) {
    const level = { ...from };
    for (let day = 0; day < days; day++) {
      await this.report(
        Object.fromEntries(
          Object.entries(level).map(([key, value]) => [key, Math.max(0, Math.round(value! * 10) / 10)]),
        ),
      );
      await this.world.sleep('1 day');
      for (const key of Object.keys(level) as Key[]) level[key] = level[key]! - (perDay[key] ?? 0);
    }
    return level;
  }
}
