import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Secrets that we must be able to use again, as they lie in the database: encrypted, and bound to what they belong to. */
export interface Seal {
  close(plain: string, belongsTo: string): string;
  /** @throws when REPLENISH_SECRET is another than it was closed with, or the text was closed for something else. */
  open(sealed: string, belongsTo: string): string;
}

const version = 'v1';

/** AES-256-GCM (NIST SP 800-38D) under a key derived from the installation's secret (HKDF-SHA256, RFC 5869). */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, 'replenish', 'secrets of outgoing calls', 32));
  return {
    close(plain, belongsTo) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(belongsTo));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [version, ...[nonce, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
    },
    open(sealed, belongsTo) {
      const [found, ...parts] = sealed.split('.');
      const [nonce, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (found !== version || !nonce || !text || !tag) throw new Error('this is not a sealed secret');
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
        .setAAD(Buffer.from(belongsTo))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    },
  };
}
