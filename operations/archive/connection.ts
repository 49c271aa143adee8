import { Client } from 'pg';

/**
 * Values read the same wherever the server stands, since a backup is restored elsewhere; row-level security that would hide rows is
 * an error, not a smaller backup; nothing takes too long, but nobody is waited for without end.
 */
const session = `
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'; set extra_float_digits = 1;
  set client_encoding = 'UTF8'; set row_security = off; set statement_timeout = 0; set lock_timeout = '10s'`;

/**
 * Does `work` in one transaction of `kind`, on a connection of its own as the owner. When it fails nothing of it stays, even in the
 * middle of a COPY. By node-postgres, since errors and ends of COPY do not always come through with postgres.js 3.4
 * (porsager/postgres#1173, #917).
 */
export async function inOneTransaction<T>(
  {
    ownerUrl,
    name,
    kind,
  }: { ownerUrl: string; name: string; kind: 'read write' | 'isolation level repeatable read read only' },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: withLibpqMeaning(ownerUrl),
    application_name: name,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks fails the query at hand; that is where it is dealt with.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(session);
    await client.query(`begin ${kind}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } finally {
    // In the middle of a transaction, the server takes everything back.
    await client.end();
  }
}

/** `sslmode` means what it does everywhere else. */
function withLibpqMeaning(url: string): string {
  const changed = new URL(url);
  if (changed.searchParams.has('sslmode')) changed.searchParams.set('uselibpqcompat', 'true');
  return changed.href;
}
