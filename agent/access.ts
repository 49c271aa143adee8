import { toIppAccess } from './ipp/access.ts';
import type { PrinterAccess } from './poll.ts';
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
  v1?: boolean;
  ipp?: string;
  user?: string;
  auth?: string;
  priv?: string;
  context?: string;
  timeout: string;
}

/** How to reach the printer that was typed. Throws a UsageError or RangeError that says what is expected. */
export function toAccess(target: string | undefined, options: AccessOptions): PrinterAccess {
  const { community, v1, user, auth, priv, context, timeout, ipp } = options;
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS))
    throw new UsageError(`--timeout ${timeout}: give seconds, up to ${MAX_TIMEOUT_SECONDS}.`);
  if (!user && (auth || priv || context))
    throw new UsageError('--auth, --priv and --context belong to --user (SNMP v3).');
  if (priv && !auth) throw new UsageError('--priv needs --auth: SNMP v3 does not encrypt what it cannot verify.');
  const timeoutMs = seconds * 1000;
  // One answer has to come over a connection that is made first.
  if (ipp !== undefined) return { ipp: toIppAccess(ipp, timeoutMs * (RETRIES + 1)) };
  if (!target) throw new UsageError('Say which printer to read: HOST, or --ipp URL.');
  if (user && v1) throw new UsageError('--v1 has no users: leave out --user.');
  const snmp: SnmpAccess = {
    ...parseTarget(target),
    community,
    ...(v1 && { v1 }),
    ...(user && { user: toUser(user, auth, priv) }),
    context,
    timeoutMs,
    retries: RETRIES,
  };
  return { snmp };
}

/** An SNMPv3 user as typed or written in a file. Throws a UsageError that says what is expected. */
export function toUser(name: string, auth: string | undefined, priv: string | undefined): SnmpUser {
  return {
    name,
    ...(auth && { auth: toSecret<AuthProtocol>('--auth', auth, authProtocols, 'SHA') }),
    ...(priv && { privacy: toSecret<PrivacyProtocol>('--priv', priv, privacyProtocols, 'AES') }),
  };
}

/** SNMPv3 wants passwords of eight characters (RFC 3414, 11.2). */
const MIN_PASSWORD_LENGTH = 8;

/** PROTOCOL:PASSWORD, or the password alone for the protocol that most printers are set to. */
function toSecret<P extends string>(option: string, text: string, protocols: Readonly<Record<P, unknown>>, usual: P) {
  const known = Object.keys(protocols) as P[];
  const [, name, rest = ''] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  const protocol = known.find((each) => each === name?.toUpperCase().replaceAll('-', ''));
  if (name !== undefined && !protocol) {
    throw new UsageError(`${option}: give PASSWORD or PROTOCOL:PASSWORD, PROTOCOL one of ${known.join(', ')}.`);
  }
  const password = protocol ? rest : text;
  if (password.length < MIN_PASSWORD_LENGTH) {
    throw new UsageError(`${option}: an SNMP v3 password has at least ${MIN_PASSWORD_LENGTH} characters.`);
  }
  return { protocol: protocol ?? usual, password };
}
