import { findOrigin, makers, type Origin, withoutBrand } from './makers/index.ts';
import type { Maker } from './makers/maker.ts';
import { technologyFromName } from './supply/words.ts';

/** What a printer says of itself, as text; private objects by their OID. */
export interface SelfDescription {
  sysObjectID: string | null;
  sysDescr: string | null;
  hrDeviceDescr: string | null;
  prtGeneralSerialNumber: string | null;
  /** IEEE 1284 device ids, in the order in which they count. */
  deviceIds: readonly string[];
  /** Objects that the makers' files name. */
  privateTexts: ReadonlyMap<string, string>;
}

export interface Identity {
  maker: string | null;
  model: string | null;
  serial: string | null;
  technology: 'toner' | 'ink' | null;
  origin: Origin;
}

export function identify(self: SelfDescription): Identity {
  const deviceId = parseDeviceId(self.deviceIds);
  const origin = findOrigin({
    ...self,
    manufacturer: manufacturerOf(deviceId),
  });
  const serial = findSerial(self, deviceId, origin.makers);
  const model = findModel(self, deviceId, origin, serial);
  return { maker: origin.brand?.name ?? null, model, serial, technology: technologyOf(model, origin), origin };
}

/** What a printer says of itself by IPP: its name has the maker in front, and its device id is its own. */
export function identifyByIpp(self: {
  makeAndModel: string | null;
  serialNumber: string | null;
  deviceIds: readonly string[];
}): Omit<Identity, 'origin'> {
  const deviceId = parseDeviceId(self.deviceIds);
  const nothing = { sysObjectID: null, sysDescr: null };
  const manufacturer = manufacturerOf(deviceId);
  const found = findOrigin({ ...nothing, hrDeviceDescr: self.makeAndModel, manufacturer });
  // `ECOSYS M2540dn`: the name begins with a series, which several makers sell.
  const series =
    manufacturer === null &&
    makers.some(({ technologies = [] }) => technologies.some(([, models]) => models.test(self.makeAndModel ?? '')));
  const origin = found.makers.length === 0 && series ? { ...found, brand: null } : found;
  const name = deviceId.get('MDL') ?? deviceId.get('MODEL') ?? self.makeAndModel;
  const model = name ? withoutBrand(name, origin.brand).slice(0, MAX_MODEL_LENGTH) || null : null;
  const serial = findSerial(
    { ...nothing, prtGeneralSerialNumber: self.serialNumber, privateTexts: new Map() },
    deviceId,
    [],
  );
  return { maker: origin.brand?.name ?? null, model, serial, technology: technologyOf(model, origin) };
}

/** What it prints with, by its maker's series or the words of its name. */
function technologyOf(model: string | null, { makers: family }: Origin): Identity['technology'] {
  if (!model) return null;
  const series = family.flatMap(({ technologies = [] }) => technologies);
  return series.find(([, models]) => models.test(model))?.[0] ?? technologyFromName(model);
}

const manufacturerOf = (deviceId: ReadonlyMap<string, string>): string | null =>
  ['MFG', 'MANUFACTURER', 'MANUFACTURE'].map((key) => deviceId.get(key)).find(Boolean) ?? null;

/** `MFG:…;MDL:…;` as a map; of several, the first that names a key counts. */
export function parseDeviceId(texts: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (const field of texts.flatMap((text) => text.split(';'))) {
    const [, key, value] = /^\s*([\w -]+?)\s*:\s*(.*?)\s*$/.exec(field) ?? [];
    if (key && value && !fields.has(key.toUpperCase())) fields.set(key.toUpperCase(), value);
  }
  return fields;
}

function findSerial(
  self: Pick<SelfDescription, 'prtGeneralSerialNumber' | 'privateTexts' | 'sysDescr'>,
  deviceId: ReadonlyMap<string, string>,
  makers: readonly Maker[],
): string | null {
  const candidates = [
    self.prtGeneralSerialNumber,
    ...makers.flatMap(({ serialObjects = [] }) => serialObjects.map(({ oid }) => self.privateTexts.get(oid))),
    ...makers.map(({ serialInSysDescr }) => serialInSysDescr?.exec(self.sysDescr ?? '')?.groups?.value),
    ...['SN', 'SERN', 'SERIALNUMBER'].map((key) => deviceId.get(key)),
  ];
  return candidates.map((text) => text?.trim()).find((text) => text && isSerial(text)) ?? null;
}

/** What stands in for a serial number where there is none. */
const NO_SERIAL =
  /^(?:unknown|none|null|n\/?a|not (?:available|set|specified)|default|serial(?: ?number)?|undefined)$/i;

const MAX_SERIAL_LENGTH = 100;

/** One character over and over is a field that nobody filled. */
export function isSerial(text: string): boolean {
  if (text.length > MAX_SERIAL_LENGTH) return false;
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '');
  return letters.length >= 3 && new Set(letters.toUpperCase()).size > 1 && !NO_SERIAL.test(text);
}

function findModel(self: SelfDescription, deviceId: Map<string, string>, origin: Origin, serial: string | null) {
  const { makers, brand } = origin;
  const tails = makers.flatMap(({ modelTail }) => (modelTail ? [modelTail] : []));
  const models = [
    self.hrDeviceDescr,
    ...makers.map(({ modelInSysDescr }) => modelInSysDescr?.exec(self.sysDescr ?? '')?.groups?.value),
    self.sysDescr,
    ...makers.flatMap(({ modelObjects = [] }) => modelObjects.map(({ oid }) => self.privateTexts.get(oid))),
    deviceId.get('MDL') ?? deviceId.get('MODEL'),
  ]
    .filter((text) => text !== undefined && text !== null)
    .filter((text) => !NOT_A_MODEL.test(text) && !makers.some(({ notAModel }) => notAModel?.test(text)))
    .map((text) => ({ text, model: withoutTails(withoutBrand(text, brand), serial, tails) }))
    .filter(({ model }) => model !== '');
  return (models.find(({ text }) => !A_WHOLE_SERIES.test(text)) ?? models[0])?.model.slice(0, MAX_MODEL_LENGTH) ?? null;
}

const MAX_MODEL_LENGTH = 200;

/** `M408x Series`: the x stands for what its models differ by. */
const A_WHOLE_SERIES = /\dx+ series$/i;

/** Descriptions that say no more than that it is a printer, or name what it is connected by. */
const NOT_A_MODEL =
  /^(?:network |laser )?printer$|^generic\b|^unknown|^none$|print ?server|^(?:linux|vxworks|windows)\b/i;

/** What follows the model's name, or hangs on to it. */
const TAILS: readonly RegExp[] = [
  /[;,\t].*$/,
  /\s+[/[].*$/,
  /\s+(?:version|revision|firmware)\b.*$/i,
  // A token of three or more parts with dots is a firmware version; so is a number behind its word, or at the end.
  /(?:\s+(?:os|v|ver|rev|fw)\.?)?\s+[^\s.]+\.[^\s.]+\.\S*.*$/i,
  /\s+(?:v|ver|rev|fw)[.:]?\s*\d+\.\d.*$/i,
  /\s+\d+\.\d+$/,
  /\s+series$/i,
  /(?:\s+(?:colou?r|laser|led|ink ?jet|multifunction|network))*\s+printer$/i,
];

function withoutTails(text: string, serial: string | null, tails: readonly RegExp[]): string {
  const known = serial ? text.split(serial, 1)[0]! : text;
  const rest = [...tails, ...TAILS].reduce((model, tail) => model.replace(tail, ''), known).trim();
  // A service tag is the beginning of the serial number.
  const tag = /\s+(\S{5,})$/.exec(rest)?.[1];
  return tag && serial?.startsWith(tag) ? rest.slice(0, -tag.length).trim() : rest;
}
