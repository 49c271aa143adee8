import type { MibSupplyKind } from '../normal-form.ts';

/**
 * What is peculiar to the printers of one maker and of those who sell them under other names. A new maker is one file
 * beside this one and its row in the table of index.ts; a maker without peculiarities is a row of plain.ts.
 */
export interface Maker {
  /** Names they are sold under; the first is assumed when a printer does not say. */
  brands: readonly Brand[];
  /** IANA enterprise numbers under which sysObjectID stands. */
  enterprises: readonly number[];
  /** Serial number where prtGeneralSerialNumber has none, best first. */
  serialObjects?: readonly TextObject[];
  /** Model where hrDeviceDescr has none, best first. */
  modelObjects?: readonly TextObject[];
  /** IEEE 1284 device id, beside the usual places. */
  deviceIdObjects?: readonly string[];
  /** Serial number and model inside sysDescr, as the group `value`. */
  serialInSysDescr?: RegExp;
  modelInSysDescr?: RegExp;
  /** Descriptions that name a network card or the system, not the model. */
  notAModel?: RegExp;
  /** What stands behind the model in a description, in addition to versions and serial numbers. */
  modelTail?: RegExp;
  /** What series of models print with: a mere “cartridge” is then toner or ink. */
  technologies?: readonly (readonly ['toner' | 'ink', RegExp])[];
  /** A private object that tells levels in percent where the usual table has none. */
  levels?: { oid: string; read(bytes: Buffer): PrivateLevel[] };
  /** SNMP context in which the supplies are when the usual one has none. */
  supplyContext?: string;
}

export interface PrivateLevel {
  /** `toner` stands for whatever the printer prints with. */
  kind: MibSupplyKind;
  /** null: the object tells none. */
  colour: string | null;
  /** What remains. */
  percent: number;
}

export interface Brand {
  /** As the product writes it: part of a device's identity, so it never changes. */
  name: string;
  /** Other ways in which the printers write it; upper and lower case are the same. */
  aliases: readonly string[];
}

interface TextObject {
  oid: string;
  /** Bytes in front of the text. */
  prefixBytes?: number;
}
