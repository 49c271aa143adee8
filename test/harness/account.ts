import type { Database } from '../../db/database.ts';
import { accounts, contacts, contracts } from '../../db/schema/index.ts';

export interface NewAccount {
  name: string;
  /** Ends its customer and system numbers; no two accounts have the same. */
  number?: string;
  language?: 'en' | 'fr';
  shadow?: boolean;
  contract?: 'managed' | 'self-service';
  /** Of its Administrator. */
  email?: string;
  createdAt: Date;
}

/** An account with its contract and its Administrator: what every customer of a test or a proof begins with. */
export async function makeAccount(
  db: Database,
  { name, number = '-1', language = 'en', shadow = false, contract = 'self-service', email, createdAt }: NewAccount,
): Promise<{ accountId: string; contractId: string }> {
  const [account] = await db
    .insert(accounts)
    .values({ name, customerNumber: `C${number}`, systemNumber: `S${number}`, language, shadow, createdAt })
    .returning();
  const accountId = account!.id;
  const [signed] = await db
    .insert(contracts)
    .values({ accountId, number: 'K-1', kind: contract, includesSupplies: true, startsOn: '2020-01-01', createdAt })
    .returning();
  await db.insert(contacts).values({
    accountId,
    role: 'administrator',
    name: 'Ada Martin',
    email: email ?? `ada@${name.toLowerCase()}.example`,
    language,
    createdAt,
  });
  return { accountId, contractId: signed!.id };
}

/** Where the sites of a proof's account are. */
export const addressOf = (company: string) => ({
  company,
  lines: ['1 rue des Lilas'],
  postcode: '69001',
  city: 'Lyon',
  country: 'FR',
});
