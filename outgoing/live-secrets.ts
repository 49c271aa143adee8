import type { Seal } from './sealed.ts';

/** Signing secrets as they lie in the database: the present one, and until an instant the one before. */
export interface StoredSecrets {
  secret: string;
  previousSecret: string | null;
  previousUntil: Date | null;
}

/** What a secret is closed for: in another row it does not open. */
export const sealedFor = {
  erp: (connectionId: string): string => `erp/${connectionId}`,
  webhook: (webhookId: string): string => `webhook/${webhookId}`,
};

/** The secrets that sign now, the present one first. `belongsTo`: what they were closed for. */
export function liveSecrets(seal: Seal, belongsTo: string, stored: StoredSecrets, now: Date): string[] {
  const { secret, previousSecret, previousUntil } = stored;
  const both = previousSecret && previousUntil && previousUntil > now ? [secret, previousSecret] : [secret];
  try {
    return both.map((sealed) => seal.open(sealed, belongsTo));
  } catch (cause) {
    throw new Error('its signing secret was stored under another REPLENISH_SECRET: rotate it with graceHours 0', {
      cause,
    });
  }
}
