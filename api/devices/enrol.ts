import { and, asc, eq, gte, isNull, lte, or } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { contracts, sites } from '../../db/schema/index.ts';
import { localDate } from '../../domain/calendar.ts';
import { type Reason, type ReasonCode, sayReason } from '../../domain/reasons.ts';
import { type Caller, withinSite } from '../auth/caller.ts';
import { Problem, unprocessable } from '../errors/problem.ts';

type Site = typeof sites.$inferSelect;

/** No contract has this id: the condition that one covers the device then fails, and says so. */
const noContract = '00000000-0000-0000-0000-000000000000';

/** The site that a device shall stand at. Locked, so that the same device enrolled twice at once is enrolled once. */
export async function siteForDevice(
  tx: Transaction,
  caller: Caller,
  siteId: string,
  accountId?: string,
): Promise<Site> {
  const [site] = await tx
    .select()
    .from(sites)
    .where(and(eq(sites.id, siteId), withinSite(caller, sites.id)))
    .for('update');
  if (!site) {
    throw unprocessable({
      pointer: '/siteId',
      detail: { en: 'must be a site that you see', fr: 'doit être un site que vous voyez' },
    });
  }
  if (accountId !== undefined && accountId !== site.accountId) {
    throw unprocessable({
      pointer: '/accountId',
      detail: { en: 'must be the account of the site', fr: 'doit être le compte du site' },
    });
  }
  return site;
}

/** The contract named, or else the only one of the account that is in force and includes supplies. */
export async function contractForDevice(
  tx: Transaction,
  site: Site,
  contractId: string | undefined,
  now: Date,
): Promise<string> {
  if (contractId) return contractId;
  const today = localDate(site.timeZone, now);
  const found = await tx
    .select({ id: contracts.id, number: contracts.number })
    .from(contracts)
    .where(
      and(
        eq(contracts.accountId, site.accountId),
        eq(contracts.includesSupplies, true),
        lte(contracts.startsOn, today),
        or(isNull(contracts.endsOn), gte(contracts.endsOn, today)),
      ),
    )
    .orderBy(asc(contracts.id));
  if (found.length > 1) {
    const numbers = found.map(({ number }) => number).join(', ');
    throw unprocessable({
      pointer: '/contractId',
      detail: {
        en: `is needed, since several are in force: ${numbers}`,
        fr: `est nécessaire, car plusieurs sont en vigueur : ${numbers}`,
      },
    });
  }
  return found[0]?.id ?? noContract;
}

/** Which field each condition (A02, A10) is about. */
const fieldOf: Partial<Record<ReasonCode, string>> = {
  'model-unknown': '/model',
  'model-not-replenished': '/model',
  'connection-not-supported': '/connection',
  'contract-missing': '/contractId',
  'contract-not-begun': '/contractId',
  'contract-ended': '/contractId',
  'contract-without-supplies': '/contractId',
  'declared-use-very-high': '/declaredPagesPerWeek',
};

/** A refused enrolment says which of the conditions failed. */
export function notEligible(failures: readonly Reason[]): Problem {
  return new Problem(
    'unprocessable',
    { en: 'The device cannot be enrolled.', fr: 'L’appareil ne peut être inscrit.' },
    {
      errors: failures.map((failure) => ({
        in: 'body',
        pointer: fieldOf[failure.code] ?? '',
        detail: { en: sayReason(failure, 'en'), fr: sayReason(failure, 'fr') },
        reason: failure.code,
      })),
    },
  );
}

/** Spares are told by slots that the device has. */
export function checkStartingStock(stock: Record<string, unknown> | undefined, keys: readonly string[]): void {
  const unknown = Object.keys(stock ?? {}).filter((key) => !keys.includes(key));
  if (unknown.length === 0) return;
  const known = keys.join(', ');
  throw unprocessable(
    ...unknown.map((key) => ({
      pointer: `/startingStock/${key}`,
      detail: {
        en: `is no slot of this model; it has ${known}`,
        fr: `n’est pas un emplacement de ce modèle ; il a ${known}`,
      },
    })),
  );
}
