import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { recordAudit } from '../db/queries/audit.ts';
import { loadSettings } from '../db/queries/settings.ts';
import { accounts, contracts, devices, modelSlots, models, sites, slots, supplies } from '../db/schema/index.ts';
import { localDate } from '../domain/calendar.ts';
import { eligibility } from '../domain/eligibility.ts';
import { ledgerMove } from '../domain/ledger.ts';
import { factKey } from '../domain/notices.ts';
import type { Reason } from '../domain/reasons.ts';
import { isCovered } from '../domain/supply-kinds.ts';
import { postMoves } from './ledger.ts';
import { queueNotice } from './notices.ts';

type DeviceRow = typeof devices.$inferSelect;

export interface Enrolment {
  accountId: string;
  siteId: string;
  contractId: string;
  maker: string;
  model: string;
  serial: string;
  connection: 'agent' | 'direct';
  place?: string | null;
  declaredPagesPerWeek?: number | null;
  /** Spares on the shelf by slot key; a key that is missing, or null: not known (A03). */
  startingStock?: Record<string, number | null>;
  actor: string;
  requestId: string;
  now: Date;
}

export type EnrolmentAnswer =
  | { enrolled: true; created: boolean; device: DeviceRow }
  | { enrolled: false; failures: Reason[] };

/** What the conditions of an enrolment are about (A02). */
export type EligibilityQuestion = Omit<Enrolment, 'serial' | 'place' | 'startingStock' | 'actor' | 'requestId'>;

interface CatalogueEntry {
  model: typeof models.$inferSelect;
  slots: { slot: typeof modelSlots.$inferSelect; supply: typeof supplies.$inferSelect }[];
}

/**
 * A02, A03, A10: enrols a device, or says which of the conditions fail. Enrolling it again changes nothing; one that had gone is
 * taken up anew, with its history.
 */
export async function enrolDevice(tx: Transaction, outbox: Outbox, wanted: Enrolment): Promise<EnrolmentAnswer> {
  const living = await findDevice(tx, wanted, 'living');
  if (living) return { enrolled: true, created: false, device: living };
  const { failures, entry } = await consultEligibility(tx, wanted);
  if (failures.length > 0 || !entry) return { enrolled: false, failures };
  const gone = await findDevice(tx, wanted, 'gone');
  const device = gone ? await takeUpAgain(tx, gone, wanted, entry) : await insertDevice(tx, wanted, entry);
  await makeSlots(tx, device, wanted, entry, gone === undefined);
  await recordAudit(tx, {
    accountId: device.accountId,
    at: wanted.now,
    actor: wanted.actor,
    action: 'device.enrol',
    entity: 'device',
    entityId: device.id,
    before: gone ?? null,
    after: device,
    requestId: wanted.requestId,
  });
  await outbox.queue(device.accountId, {
    kind: 'device.enrol',
    deviceId: device.id,
    siteId: device.siteId,
    enrolment: device.enrolment,
    label: `${device.maker} ${entry.model.name} ${device.serial}`,
  });
  await tellEnrolled(tx, outbox, device, wanted, entry);
  return { enrolled: true, created: true, device };
}

/** A02, A10: every condition that fails, and what the catalogue knows of the model (null: nothing). Changes nothing. */
export async function consultEligibility(
  tx: Transaction,
  asked: EligibilityQuestion,
): Promise<{ failures: Reason[]; entry: CatalogueEntry | null }> {
  const entry = await catalogueEntry(tx, asked);
  return { failures: await failedConditions(tx, asked, entry), entry };
}

async function findDevice(
  tx: Transaction,
  wanted: Enrolment,
  which: 'living' | 'gone',
): Promise<DeviceRow | undefined> {
  const [device] = await tx
    .select()
    .from(devices)
    .where(
      and(
        eq(devices.accountId, wanted.accountId),
        sql`lower(${devices.maker}) = lower(${wanted.maker.trim()})`,
        eq(devices.serial, wanted.serial.trim()),
        which === 'living' ? isNull(devices.endedAt) : isNotNull(devices.endedAt),
      ),
    )
    .limit(1);
  return device;
}

async function catalogueEntry(tx: Transaction, wanted: EligibilityQuestion): Promise<CatalogueEntry | null> {
  const [model] = await tx
    .select()
    .from(models)
    .where(
      and(
        sql`lower(${models.maker}) = lower(${wanted.maker.trim()})`,
        sql`lower(${models.name}) = lower(${wanted.model.trim()})`,
      ),
    );
  if (!model) return null;
  const rows = await tx
    .select({ slot: modelSlots, supply: supplies })
    .from(modelSlots)
    .innerJoin(supplies, eq(supplies.id, modelSlots.supplyId))
    .where(eq(modelSlots.modelId, model.id))
    .orderBy(modelSlots.key);
  return { model, slots: rows };
}

async function failedConditions(
  tx: Transaction,
  wanted: EligibilityQuestion,
  entry: CatalogueEntry | null,
): Promise<Reason[]> {
  const [contract] = await tx
    .select()
    .from(contracts)
    .where(and(eq(contracts.id, wanted.contractId), eq(contracts.accountId, wanted.accountId)));
  const [site] = await tx.select().from(sites).where(eq(sites.id, wanted.siteId));
  const { failures } = eligibility({
    model: entry && {
      replenished: entry.model.replenishable,
      connections: entry.model.connections,
      slots: entry.slots.map(({ slot, supply }) => ({
        label: slot.label,
        kind: supply.kind,
        ratedYieldPages: supply.ratedYieldPages,
      })),
    },
    connection: wanted.connection,
    contract: contract
      ? { includesSupplies: contract.includesSupplies, beginsOn: contract.startsOn, endsOn: contract.endsOn }
      : null,
    today: localDate(site!.timeZone, wanted.now),
    declaredPagesPerWeek: wanted.declaredPagesPerWeek ?? null,
    settings: await loadSettings(tx, { accountId: wanted.accountId, siteId: wanted.siteId }),
  });
  return failures;
}

async function insertDevice(tx: Transaction, wanted: Enrolment, { model }: CatalogueEntry): Promise<DeviceRow> {
  const [device] = await tx
    .insert(devices)
    .values({
      accountId: wanted.accountId,
      siteId: wanted.siteId,
      contractId: wanted.contractId,
      modelId: model.id,
      maker: model.maker,
      serial: wanted.serial.trim(),
      place: wanted.place ?? null,
      connection: wanted.connection,
      state: 'enrolled',
      enrolledAt: wanted.now,
      declaredPagesPerWeek: wanted.declaredPagesPerWeek ?? null,
    })
    .returning();
  return device!;
}

async function takeUpAgain(
  tx: Transaction,
  gone: DeviceRow,
  wanted: Enrolment,
  { model }: CatalogueEntry,
): Promise<DeviceRow> {
  const [device] = await tx
    .update(devices)
    .set({
      siteId: wanted.siteId,
      contractId: wanted.contractId,
      modelId: model.id,
      place: wanted.place ?? null,
      connection: wanted.connection,
      state: 'enrolled',
      enrolledAt: wanted.now,
      enrolment: gone.enrolment + 1,
      endedAt: null,
      plannedEndOn: null,
      replacedBy: null,
      veryHighUseAllowed: false,
      silentSince: null,
      declaredPagesPerWeek: wanted.declaredPagesPerWeek ?? null,
      version: gone.version + 1,
    })
    .where(eq(devices.id, gone.id))
    .returning();
  return device!;
}

/** The slots that the catalogue lists, and what is on the shelf and in the machine to begin with (A15). */
async function makeSlots(
  tx: Transaction,
  device: DeviceRow,
  wanted: Enrolment,
  entry: CatalogueEntry,
  firstTime: boolean,
): Promise<void> {
  for (const { slot, supply } of entry.slots) {
    const startingStock = wanted.startingStock?.[slot.key] ?? null;
    await tx
      .insert(slots)
      .values({
        accountId: device.accountId,
        deviceId: device.id,
        key: slot.key,
        label: slot.label,
        kind: supply.kind,
        colour: supply.colour,
        supplyId: supply.id,
        startingStock,
      })
      .onConflictDoUpdate({
        target: [slots.deviceId, slots.key],
        set: { startingStock, supplyId: supply.id, label: slot.label, cancelledAtCoverDays: null },
      });
    if (!isCovered(supply.kind)) continue;
    const at = { supplyId: supply.id, deviceId: device.id };
    const key = (what: string) => `enrol/${device.id}/${device.enrolment}/${slot.key}/${what}`;
    await postMoves(
      tx,
      device.accountId,
      [
        ...(firstTime ? [{ ...ledgerMove('starting-cartridge', { ...at, units: 1 }), key: key('installed') }] : []),
        ...(startingStock
          ? [{ ...ledgerMove('starting-stock', { ...at, units: startingStock }), key: key('shelf') }]
          : []),
      ],
      wanted.actor,
      wanted.now,
    );
  }
}

async function tellEnrolled(
  tx: Transaction,
  outbox: Outbox,
  device: DeviceRow,
  wanted: Enrolment,
  { model, slots: entries }: CatalogueEntry,
): Promise<void> {
  const [site] = await tx.select({ name: sites.name }).from(sites).where(eq(sites.id, device.siteId));
  const [account] = await tx
    .select({ shadow: accounts.shadow })
    .from(accounts)
    .where(eq(accounts.id, device.accountId));
  const described = entries.map(({ slot, supply }) => ({
    covered: isCovered(supply.kind),
    key: slot.key,
    slot: { label: slot.label, supplyName: supply.name, partNumber: supply.partNumber, colour: supply.colour },
  }));
  const covered = described.filter((each) => each.covered);
  await queueNotice(
    tx,
    outbox,
    {
      accountId: device.accountId,
      siteId: device.siteId,
      kind: 'enrolled',
      factKey: factKey.enrolled(device.id, wanted.now),
      thread: `device/${device.id}`,
      data: {
        siteName: site!.name,
        device: { maker: device.maker, model: model.name, serial: device.serial, place: device.place },
        covered: covered.map(({ slot }) => slot),
        notCovered: described.filter((each) => !each.covered).map(({ slot }) => slot),
        startingStock: covered.map(({ key, slot }) => ({
          label: slot.label,
          quantity: wanted.startingStock?.[key] ?? null,
        })),
        shadow: account!.shadow,
      },
      leavesAt: wanted.now,
    },
    wanted.now,
  );
}
