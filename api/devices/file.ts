import { eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { enrolDevice } from '../../commands/enrol-device.ts';
import type { Transaction } from '../../db/database.ts';
import { Outbox } from '../../db/outbox.ts';
import { contracts, sites } from '../../db/schema/index.ts';
import { type Language, sayReason } from '../../domain/reasons.ts';
import type { Caller } from '../auth/caller.ts';
import { type Column, cell, fileError, readCsv, refuseFile } from '../catalogue/csv.ts';
import { toProblem } from '../errors/to-problem.ts';
import { line, nullable, object, oneOf } from '../schemas/common.ts';
import type { DeviceImportResult } from '../schemas/devices.ts';
import { said } from '../work/said.ts';
import { contractForDevice, siteForDevice } from './enrol.ts';

/** Each line is a transaction of its own kind: more would keep a request too long. */
export const mostDevices = 2000;

/** `1.1=2|1.2=0`: spares by slot key. What is no such text is left for the schema to refuse. */
function stockCell(text: string): Record<string, number> | string {
  const parts = text.split('|').map((part) => /^\s*([^=]+?)\s*=\s*(\d{1,4})\s*$/.exec(part));
  return parts.every((part) => part !== null)
    ? Object.fromEntries(parts.map(([, key, units]) => [key, Number(units)]))
    : text;
}

/** The columns of a file of devices; the description of the API is made from them. */
export const deviceColumnsOfFile = {
  site: { field: 'site', read: cell.text, required: true, meaning: 'name or id of a site of the account' },
  contract: {
    field: 'contract',
    read: cell.text,
    required: false,
    meaning: 'its number; empty: the only one in force',
  },
  maker: { field: 'maker', read: cell.text, required: true, meaning: 'as in the catalogue' },
  model: { field: 'model', read: cell.text, required: true, meaning: 'as in the catalogue' },
  serial: { field: 'serial', read: cell.text, required: true, meaning: 'serial number' },
  connection: { field: 'connection', read: cell.text, required: true, meaning: 'agent or direct' },
  place: { field: 'place', read: cell.text, required: false, meaning: 'building, floor, room' },
  declared_pages_per_week: {
    field: 'declaredPagesPerWeek',
    read: cell.number,
    required: false,
    meaning: 'what the customer says it prints',
  },
  starting_stock: {
    field: 'startingStock',
    read: stockCell,
    required: false,
    meaning: 'spares by slot key, such as 1.1=2|1.2=0; what is left out is not known',
  },
} as const satisfies Record<string, Column>;

const DeviceLine = object({
  site: line(100),
  contract: nullable(line(50)),
  maker: line(100),
  model: line(100),
  serial: line(100),
  connection: oneOf(['agent', 'direct']),
  place: nullable(line(200)),
  declaredPagesPerWeek: nullable(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
  startingStock: Type.Unsafe<Record<string, number> | null>({
    type: ['object', 'null'],
    additionalProperties: { type: 'integer', minimum: 0, maximum: 1000 },
  }),
});
type DeviceLine = Static<typeof DeviceLine>;

type Result = Omit<Static<typeof DeviceImportResult>, 'dryRun'>;
type LineProblem = Result['problems'][number];

export interface DeviceImport {
  accountId: string;
  caller: Caller;
  actor: string;
  requestId: string;
  language: Language;
  now: Date;
}

/**
 * Enrols the devices of a file (A03). What is no proper file is refused as a whole; of a proper one, a line that fails a condition is
 * told and the others are enrolled. The relay tells the workflows: a file of many does not keep its sender waiting.
 */
export async function importDevices(tx: Transaction, text: string, by: DeviceImport): Promise<Result> {
  const lines = readCsv(text, deviceColumnsOfFile, DeviceLine);
  if (lines.length > mostDevices) {
    throw refuseFile([
      fileError(mostDevices + 2, '', { en: `more than ${mostDevices} lines`, fr: `plus de ${mostDevices} lignes` }),
    ]);
  }
  const names = await namesOf(tx, by.accountId);
  const result: Result = { lines: lines.length, enrolled: 0, unchanged: 0, refused: 0, problems: [] };
  for (const { line: number, value } of lines) {
    const problems = await enrolLine(tx, value, names, by);
    if (Array.isArray(problems)) {
      result.refused += 1;
      result.problems.push(...problems.map((problem) => ({ line: number, ...problem })));
    } else result[problems] += 1;
  }
  return result;
}

interface Names {
  siteIds: (name: string) => string[];
  contractId: (number: string) => string | undefined;
}

async function namesOf(tx: Transaction, accountId: string): Promise<Names> {
  const [siteRows, contractRows] = await Promise.all([
    tx.select({ id: sites.id, name: sites.name }).from(sites).where(eq(sites.accountId, accountId)),
    tx.select({ id: contracts.id, number: contracts.number }).from(contracts).where(eq(contracts.accountId, accountId)),
  ]);
  return {
    siteIds: (name) => siteRows.filter((site) => site.id === name || site.name === name).map(({ id }) => id),
    contractId: (number) => contractRows.find((contract) => contract.number === number)?.id,
  };
}

async function enrolLine(
  tx: Transaction,
  { site: siteName, contract: contractNumber, ...device }: DeviceLine,
  names: Names,
  by: DeviceImport,
): Promise<'enrolled' | 'unchanged' | Omit<LineProblem, 'line'>[]> {
  const say = (en: string, fr: string) => ({ en, fr })[by.language];
  const siteIds = names.siteIds(siteName);
  if (siteIds.length !== 1) {
    const many = siteIds.length > 1;
    return [
      {
        column: 'site',
        detail: many
          ? say('is the name of several sites: give the id', 'est le nom de plusieurs sites : donnez l’identifiant')
          : say('is no site of this account', 'n’est pas un site de ce compte'),
      },
    ];
  }
  const contractId = contractNumber === null ? undefined : names.contractId(contractNumber);
  if (contractNumber !== null && contractId === undefined) {
    return [{ column: 'contract', detail: say('is no contract of this account', 'n’est pas un contrat de ce compte') }];
  }
  try {
    // Of its own: what fails here costs the other lines nothing.
    return await tx.transaction(async (inner) => {
      const site = await siteForDevice(inner, by.caller, siteIds[0]!, by.accountId);
      const answer = await enrolDevice(inner, new Outbox(inner, by.now), {
        ...device,
        startingStock: device.startingStock ?? undefined,
        accountId: by.accountId,
        siteId: site.id,
        contractId: await contractForDevice(inner, site, contractId, by.now),
        actor: by.actor,
        requestId: by.requestId,
        now: by.now,
      });
      if (answer.enrolled) return answer.created ? 'enrolled' : 'unchanged';
      return answer.failures.map((failure) => ({
        column: '',
        reason: said(failure, by.language),
        detail: sayReason(failure, by.language),
      }));
    });
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status >= 500) throw error;
    const errors = problem.errors.length > 0 ? problem.errors : [problem];
    return errors.map(({ detail }) => ({ column: '', detail: detail[by.language] }));
  }
}
