import { contradictingSlots } from '../doubtful.ts';
import { type Identity, identify, type SelfDescription } from '../identity.ts';
import type { Maker } from '../makers/maker.ts';
import type { NormalForm, Supply } from '../normal-form.ts';
import { withPrivateLevels } from '../supply/private-levels.ts';
import { charsetName, decodeText, decodeUpToControl, isUtf8, LONG_TEXT_LENGTH } from '../text.ts';
import { readAlerts, readDetectedErrors } from './alerts.ts';
import { type Answers, collect, getEach, isAlive, type Tables, walkTables } from './collect.ts';
import {
  columns,
  deviceIdObjects,
  hrDevicePrinter,
  localizationCharacterSet,
  markTechnologies,
  sysDescr,
  sysObjectID,
  type TableName,
  units,
} from './printer-mib.ts';
import { openSession, type SnmpAccess, type SnmpSession, type SnmpValue } from './session.ts';
import { readSupplies } from './supplies.ts';
import { bytesAt, deviceIndexOf, integerAt, oidAt, type Row } from './tables.ts';

/** Reads one printer, once. Throws PrinterError when it does not answer. `takenAt`: the instant of the reading. */
export async function pollSnmp(access: SnmpAccess, takenAt: Date, signal?: AbortSignal): Promise<NormalForm> {
  const session = await openSession(access);
  // What is waited for fails, and so does what would be asked next.
  const stop = () => session.close();
  signal?.addEventListener('abort', stop);
  try {
    return await readPrinter(session, takenAt);
  } finally {
    signal?.removeEventListener('abort', stop);
    session.close();
  }
}

/** Reads the printer at the other end of an open session. */
export async function readPrinter(session: SnmpSession, takenAt: Date): Promise<NormalForm> {
  const answers = await collect(session);
  const general = describeSelf(answers, new Map());
  const { makers } = identify(general).origin;
  const identity = identify({ ...general, ...(await readPrivate(session, makers, general.deviceIds)) });
  const context = makers.find(({ supplyContext }) => supplyContext)?.supplyContext;
  const complete = answers.problems.length === 0;
  if (complete && context && answers.tables.supplies.size === 0) await addFromContext(session, context, answers);
  const charset = await readCharset(session, answers.tables);
  const printer = toNormalForm(answers, identity, charset, takenAt);
  return {
    ...printer,
    supplies: withPrivateLevels(printer.supplies, await readPrivateLevels(session, makers, printer)),
  };
}

/** Asked for only where the usual table leaves something open. */
async function readPrivateLevels(session: SnmpSession, makers: readonly Maker[], { supplies }: NormalForm) {
  if (supplies.every(({ level }) => 'percent' in level)) return [];
  const found = makers.flatMap(({ levels = [] }) => levels);
  const values = await getEach(
    session,
    found.map(({ oid }) => oid),
  );
  return found.flatMap(({ oid, read }) => {
    const value = values.get(oid);
    return Buffer.isBuffer(value) ? read(value) : [];
  });
}

function toNormalForm(answers: Answers, identity: Identity, charset: string | undefined, takenAt: Date): NormalForm {
  const { tables } = answers;
  const deviceIndex = printerIndex(tables);
  const marker = [...tables.marker].find(([index]) => deviceIndexOf(index) === deviceIndex)?.[1];
  const technology = markTechnologies[integerAt(marker, columns.marker.markTech) ?? 0] ?? identity.technology;
  const count = integerAt(marker, columns.marker.lifeCount);
  const hasCount = count !== null && count >= 0;
  const supplies = readSupplies(tables.supplies, { deviceIndex, colorants: tables.colorant, charset, technology });
  return {
    takenAt: takenAt.toISOString(),
    maker: identity.maker,
    model: identity.model,
    serial: identity.serial,
    pages: {
      count: hasCount ? count : null,
      unit: hasCount ? (units[integerAt(marker, columns.marker.counterUnit) ?? 0] ?? null) : null,
    },
    supplies,
    alerts: readAlerts(tables.alert, deviceIndex, charset),
    detectedErrors: readDetectedErrors(bytesAt(tables.printer.get(deviceIndex), columns.printer.detectedErrorState)),
    notices: notices(answers, deviceIndex, supplies),
  };
}

/** hrDeviceIndex of the printer: that of its supplies. Of several printers behind one address, the first. */
function printerIndex({ supplies, general, device }: Tables): string {
  const printers = [...device].filter(([, row]) => oidAt(row, columns.device.type) === hrDevicePrinter);
  const indexes = [supplies, general, new Map(printers)].flatMap((table) => [...table.keys()].slice(0, 1));
  return deviceIndexOf(indexes[0] ?? '1');
}

function describeSelf({ scalars, tables }: Answers, privateTexts: SelfDescription['privateTexts']): SelfDescription {
  const deviceIndex = printerIndex(tables);
  const device = printerDevice(tables, deviceIndex);
  const objectID = scalars.get(sysObjectID);
  return {
    sysObjectID: typeof objectID === 'object' && 'oid' in objectID ? objectID.oid : null,
    sysDescr: textOf(scalars.get(sysDescr)),
    hrDeviceDescr: textOf(device?.get(columns.device.description)),
    prtGeneralSerialNumber: textOf(tables.general.get(deviceIndex)?.get(columns.general.serialNumber)),
    deviceIds: deviceIdObjects.flatMap((oid) => textOf(scalars.get(oid), LONG_TEXT_LENGTH) ?? []),
    privateTexts,
  };
}

/** The row of hrDeviceTable that is a printer; one that does not say what it is passes where it has the printer's index. */
function printerDevice({ device }: Tables, deviceIndex: string): Row | undefined {
  const printers = [...device].filter(([, row]) => oidAt(row, columns.device.type) === hrDevicePrinter);
  const same = device.get(deviceIndex);
  const untyped = same && oidAt(same, columns.device.type) === null ? same : undefined;
  return printers.find(([index]) => index === deviceIndex)?.[1] ?? printers[0]?.[1] ?? untyped;
}

function textOf(value: SnmpValue | undefined, maxLength?: number): string | null {
  return (Buffer.isBuffer(value) && decodeText(value, undefined, maxLength)) || null;
}

/** What the makers' files say where to find. */
async function readPrivate(session: SnmpSession, makers: readonly Maker[], deviceIds: readonly string[]) {
  const texts = makers.flatMap(({ serialObjects = [], modelObjects = [] }) => [...serialObjects, ...modelObjects]);
  const ids = makers.flatMap(({ deviceIdObjects: own = [] }) => own);
  const values = await getEach(session, [...new Set([...texts.map(({ oid }) => oid), ...ids])]);
  const privateTexts = new Map<string, string>();
  for (const { oid, prefixBytes = 0 } of texts) {
    const value = values.get(oid);
    if (Buffer.isBuffer(value)) privateTexts.set(oid, decodeUpToControl(value.subarray(prefixBytes)));
  }
  return {
    privateTexts,
    deviceIds: [...ids.flatMap((oid) => textOf(values.get(oid), LONG_TEXT_LENGTH) ?? []), ...deviceIds],
  };
}

/** Tables that some makers keep in an SNMP context of their own. */
async function addFromContext(session: SnmpSession, context: string, answers: Answers): Promise<void> {
  const names: TableName[] = ['general', 'marker', 'supplies', 'colorant', 'alert'];
  const inside = await session.inContext(context);
  try {
    if (!(await isAlive(inside))) return;
    const found = await walkTables(inside, names);
    if (found.tables.supplies.size === 0) return;
    for (const name of names) if (found.tables[name].size > 0) answers.tables[name] = found.tables[name];
    answers.problems = [...answers.problems.filter(({ table }) => !names.includes(table)), ...found.problems];
  } finally {
    inside.close();
  }
}

/** The character set of a printer whose texts are not all UTF-8. */
async function readCharset(session: SnmpSession, tables: Tables): Promise<string | undefined> {
  const texts = [...tables.supplies.values()].map((row) => bytesAt(row, columns.supplies.description));
  if (texts.every((text) => !text || isUtf8(text))) return undefined;
  const [index, row] = [...tables.general][0] ?? [];
  const localization = integerAt(row, columns.general.currentLocalization);
  const oid = `${localizationCharacterSet}.${index}.${localization}`;
  const mibEnum = localization === null ? undefined : (await getEach(session, [oid])).get(oid);
  return typeof mibEnum === 'number' ? charsetName(mibEnum) : undefined;
}

const TABLE_WORDS: Record<TableName, string> = {
  device: 'The list of devices',
  printer: 'The printer’s state',
  general: 'The general table (serial number)',
  marker: 'The page counter',
  supplies: 'The supplies',
  colorant: 'The colours',
  alert: 'The alerts',
};

function notices({ problems, tables }: Answers, deviceIndex: string, supplies: readonly Supply[]): string[] {
  const others = new Set([...tables.supplies.keys()].map(deviceIndexOf));
  others.delete(deviceIndex);
  const doubtful = [...contradictingSlots(supplies)].map(([index, same]) => [index, ...same].sort().join(', '));
  return [
    ...problems.map(({ table, error }) => `${TABLE_WORDS[table]} could not be read to the end. ${error.message}`),
    ...(others.size > 0 ? [`${others.size} more printer(s) answer at this address; only the first is read.`] : []),
    ...[...new Set(doubtful)].map((slots) => `Slots ${slots} have one name and contradict each other.`),
  ];
}
