import { isIP } from 'node:net';

/** What the operator allows beyond the internet over https. */
export interface OutgoingPolicy {
  /** Addresses or CIDR ranges that may be called although they are private. */
  networks: readonly string[];
  /** Plain http as well. */
  http: boolean;
}

export const targetFaults = ['not-a-url', 'not-https', 'with-credentials', 'with-fragment', 'private-address'] as const;
export type TargetFault = (typeof targetFaults)[number];

/**
 * What is wrong with a URL that we are to call, as far as the URL itself shows it; null: nothing. What its name resolves to is judged
 * at each call, on the address that is connected to. A user or password would end up in lists and logs.
 */
export function targetFault(
  text: string,
  policy: Pick<OutgoingPolicy, 'http'>,
  mayConnect: (address: string) => boolean,
): TargetFault | null {
  if (!URL.canParse(text)) return 'not-a-url';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(policy.http && url.protocol === 'http:')) return 'not-https';
  if (url.username || url.password) return 'with-credentials';
  if (url.hash) return 'with-fragment';
  const literal = literalAddress(url);
  return literal !== null && !mayConnect(literal) ? 'private-address' : null;
}

/** The address that a URL names instead of a host, whatever the notation: http://0x7f.1/ is 127.0.0.1. */
function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? host : null;
}
