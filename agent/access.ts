import {
  type AuthProtocol,
  authProtocols,
  type PrivacyProtocol,
  privacyProtocols,
  type SnmpAccess,
  type SnmpUser,
} from './snmp/session.ts';
import { parseTarget } from './snmp/target.ts';

/** A printer that wakes up takes a moment. */
const RETRIES = 2;
const MAX_TIMEOUT_SECONDS = 60;

/** A mistake in what was typed: shown with the usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** As typed, all text. */
export interface AccessOptions {
  community: string;
  user?: string;
  auth?: string;
  priv?: string;
  context?: string;
  timeout: string;
}

/** How to reach the printer that was typed. Throws a UsageError or RangeError that says what is expected. */
export function toAccess(target: string, { community, user, auth, priv, context, timeout }: AccessOptions): SnmpAccess {
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS))
    throw new UsageError(`--timeout ${timeout}: give seconds, up to ${MAX_TIMEOUT_SECONDS}.`);
  if (!user && (auth || priv || context))
    throw new UsageError('--auth, --priv and --context belong to --user (SNMP v3).');
  if (priv && !auth) throw new UsageError('--priv needs --auth: SNMP v3 does not encrypt what it cannot verify.');
  return {
    ...parseTarget(target),
    community,
    ...(user && { user: toUser(user, auth, priv) }),
    context,
    timeoutMs: seconds * 1000,
    retries: RETRIES,
  };
}

function toUser(name: string, auth: string | undefined, priv: string | undefined): SnmpUser {
  return {
    name,
    ...(auth && { auth: toSecret<AuthProtocol>('--auth', auth, authProtocols) }),
    ...(priv && { privacy: toSecret<PrivacyProtocol>('--priv', priv, privacyProtocols) }),
  };
}

/** SNMPv3 wants passwords of eight characters (RFC 3414, 11.2). */
const MIN_PASSWORD_LENGTH = 8;

function toSecret<P extends string>(option: string, text: string, protocols: Readonly<Record<P, unknown>>) {
  const [, protocol = '', password = ''] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  const known = Object.keys(protocols) as P[];
  const found = known.find((name) => name === protocol.toUpperCase());
  if (!found) throw new UsageError(`${option}: give PROTOCOL:PASSWORD, PROTOCOL one of ${known.join(', ')}.`);
  if (password.length < MIN_PASSWORD_LENGTH) {
    throw new UsageError(`${option}: an SNMP v3 password has at least ${MIN_PASSWORD_LENGTH} characters.`);
  }
  return { protocol: found, password };
}
