import type { Database } from '../db/database.ts';
import { accounts, contacts, contracts } from '../db/schema/index.ts';

/** A self-service account with its contract and its Administrator, as the proofs of the database's own rules begin with one. */
export async function makeAccount(
  db: Database,
  name: string,
  createdAt: Date,
): Promise<{ accountId: string; contractId: string }> {
  const [account] = await db
    .insert(accounts)
    .values({ name, customerNumber: 'C-1', systemNumber: 'S-1', language: 'en', createdAt })
    .returning();
  const accountId = account!.id;
  const [contract] = await db
    .insert(contracts)
    .values({
      accountId,
      number: 'K-1',
      kind: 'self-service',
      includesSupplies: true,
      startsOn: '2020-01-01',
      createdAt,
    })
    .returning();
  const email = `ada@${name.toLowerCase()}.example`;
  await db
    .insert(contacts)
    .values({ accountId, role: 'administrator', name: 'Ada Martin', email, language: 'en', createdAt });
  return { accountId, contractId: contract!.id };
}

/** Where the sites of such an account are. */
export const addressOf = (company: string) => ({
  company,
  lines: ['1 rue des Lilas'],
  postcode: '69001',
  city: 'Lyon',
  country: 'FR',
});
