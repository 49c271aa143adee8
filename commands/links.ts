import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a mail's link carries: the id of its row, signed, so that ids cannot be guessed and nothing secret is stored. */
export function linkToken(secret: string, linkId: string): string {
  return `${linkId}.${signature(secret, linkId)}`;
}

/** The id that a token carries; null when it was not made by us. */
export function readLinkToken(secret: string, token: string): string | null {
  const [linkId = '', given = ''] = token.split('.');
  const expected = Buffer.from(signature(secret, linkId));
  const got = Buffer.from(given);
  return got.length === expected.length && timingSafeEqual(got, expected) ? linkId : null;
}

const signature = (secret: string, linkId: string) =>
  createHmac('sha256', secret).update(`link ${linkId}`).digest('base64url');
