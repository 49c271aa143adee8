import dgram from 'node:dgram';
import { lookup } from 'node:dns/promises';
import snmp, { type User, type Varbind } from 'net-snmp';
import { PrinterError, rubbish, silent, unreachable } from '../printer-error.ts';

/** How to speak with one printer. Without `user`: SNMPv2c with `community`; with it: SNMPv3. */
export interface SnmpAccess {
  host: string;
  port: number;
  community: string;
  /** SNMPv1 instead of v2c: printers from before 1996 and some print servers know no other. */
  v1?: boolean;
  user?: SnmpUser;
  /** SNMPv3 context. With v2c the community itself names one, as in `public@Jetdirect`. */
  context?: string;
  /** Wait for one answer, milliseconds; it is asked `retries` times more. */
  timeoutMs: number;
  retries: number;
}

export interface SnmpUser {
  name: string;
  auth?: { protocol: AuthProtocol; password: string };
  privacy?: { protocol: PrivacyProtocol; password: string };
}

export const authProtocols = {
  MD5: snmp.AuthProtocols.md5,
  SHA: snmp.AuthProtocols.sha,
  SHA224: snmp.AuthProtocols.sha224,
  SHA256: snmp.AuthProtocols.sha256,
  SHA384: snmp.AuthProtocols.sha384,
  SHA512: snmp.AuthProtocols.sha512,
} as const;
export type AuthProtocol = keyof typeof authProtocols;

/** No DES: OpenSSL 3, and with it Node, has given it up. AES256B and AES256R: the two ways to lengthen the key. */
export const privacyProtocols = {
  AES: snmp.PrivProtocols.aes,
  AES256B: snmp.PrivProtocols.aes256b,
  AES256R: snmp.PrivProtocols.aes256r,
} as const;
export type PrivacyProtocol = keyof typeof privacyProtocols;

/** Integers of all sizes, bytes, or an object identifier. */
export type SnmpValue = number | Buffer | { oid: string };

export interface SnmpObject {
  oid: string;
  /** undefined: there is no such object, or it is of a type that no printer object has. */
  value: SnmpValue | undefined;
  /** There is nothing behind `oid` any more. */
  end?: true;
}

/** Reads from one printer. There is no way to write. Every method throws PrinterError. */
export interface SnmpSession {
  /** Those asked for; what a printer answers to may be something else, so go by the OID. */
  get(oids: readonly string[]): Promise<SnmpObject[]>;
  /** Up to `count` objects behind `oid`. */
  getBulk(oid: string, count: number): Promise<SnmpObject[]>;
  getNext(oid: string): Promise<SnmpObject[]>;
  /** A session with the same printer in another SNMP context. */
  inContext(name: string): Promise<SnmpSession>;
  close(): void;
}

export async function openSession(access: SnmpAccess): Promise<SnmpSession> {
  const where = `${access.host}, UDP port ${access.port}`;
  const { address, family } = await lookup(access.host).catch((error: Error & { code?: string }) => {
    throw unreachable(where, error, error.code);
  });
  /** What stands open now: a request that the library forgot is refused instead of waited for forever. */
  let refuse: ((error: Error) => void) | undefined;
  let nonsense = false;
  const options = {
    port: access.port,
    transport: family === 6 ? ('udp6' as const) : ('udp4' as const),
    timeout: access.timeoutMs,
    retries: access.retries,
    dgramModule: guardedSockets((error) => refuse?.(error)),
  };
  const session = access.user
    ? snmp.createV3Session(address, toLibraryUser(access.user), { ...options, context: access.context ?? '' })
    : snmp.createSession(address, access.community, {
        ...options,
        version: access.v1 ? snmp.Version1 : snmp.Version2c,
      });
  session.on('error', () => {
    nonsense = true;
  });

  function ask<T>(start: (done: (error: Error | null, answer?: T) => void) => void): Promise<T> {
    nonsense = false;
    return new Promise<T>((resolve, reject) => {
      refuse = reject;
      start((error, answer) => (error || answer === undefined ? reject(error) : resolve(answer)));
    }).catch((error: Error) => {
      throw explain(error, where, access, nonsense);
    });
  }

  /** SNMPv1 has one error for an object that is not there and for the end of all, where later versions have an answer. */
  const orNone = (oid: string, none: SnmpObject) => (error: unknown) => {
    if (access.v1 && error instanceof PrinterError && isNoSuchName(error.cause)) return [{ ...none, oid }];
    throw error;
  };

  const getNext = (oid: string) =>
    ask<Varbind[]>((done) => session.getNext([oid], done)).then(
      (objects) => objects.map(toObject),
      orNone(oid, { oid: '', value: undefined, end: true }),
    );

  return {
    get: async (oids) => {
      const answer = ask<Varbind[]>((done) => session.get([...oids], done)).then((objects) => objects.map(toObject));
      return oids.length === 1 ? answer.catch(orNone(oids[0]!, { oid: '', value: undefined })) : answer;
    },
    getBulk: async (oid, count) => {
      // It came with v2.
      if (access.v1) return getNext(oid);
      const [objects = []] = await ask<Varbind[][]>((done) =>
        session.getBulk([oid], 0, count, (error, answer) => done(error, answer as Varbind[][])),
      );
      return objects.map(toObject);
    },
    getNext,
    inContext: (name) =>
      openSession(
        access.user
          ? { ...access, context: name }
          : { ...access, community: `${withoutContext(access.community)}@${name}` },
      ),
    close: () => session.close(),
  };
}

const NO_SUCH_NAME = 2;

function isNoSuchName(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === NO_SUCH_NAME;
}

function withoutContext(community: string): string {
  return community.replace(/@[^@]*$/, '');
}

/**
 * A datagram that makes the library throw must end one request, not this process. `onThrow` gets the error.
 */
function guardedSockets(onThrow: (error: Error) => void) {
  return {
    createSocket(type: dgram.SocketType): dgram.Socket {
      const socket = dgram.createSocket(type);
      const emit = socket.emit.bind(socket) as (event: string, ...values: unknown[]) => boolean;
      socket.emit = (event: string, ...values: unknown[]) => {
        try {
          return emit(event, ...values);
        } catch (error) {
          onThrow(error as Error);
          return true;
        }
      };
      return socket;
    },
  };
}

function toLibraryUser(user: SnmpUser): User {
  const { auth, privacy } = user;
  const level = auth && privacy ? 'authPriv' : auth ? 'authNoPriv' : 'noAuthNoPriv';
  return {
    name: user.name,
    level: snmp.SecurityLevel[level],
    ...(auth && { authProtocol: authProtocols[auth.protocol], authKey: auth.password }),
    ...(auth && privacy && { privProtocol: privacyProtocols[privacy.protocol], privKey: privacy.password }),
  };
}

const INTEGERS = new Set<number | undefined>([
  snmp.ObjectType.Integer,
  snmp.ObjectType.Counter,
  snmp.ObjectType.Gauge,
  snmp.ObjectType.TimeTicks,
]);

function toObject({ oid, type, value }: Varbind): SnmpObject {
  if (type === snmp.ObjectType.EndOfMibView) return { oid, value: undefined, end: true };
  if (INTEGERS.has(type)) return { oid, value: typeof value === 'number' ? value : undefined };
  if (type === snmp.ObjectType.OctetString && Buffer.isBuffer(value)) return { oid, value };
  if (type === snmp.ObjectType.OID && typeof value === 'string') return { oid, value: { oid: value } };
  if (type === snmp.ObjectType.Counter64 && Buffer.isBuffer(value)) {
    const number = Number(BigInt(`0x0${value.toString('hex')}`));
    return { oid, value: Number.isSafeInteger(number) ? number : undefined };
  }
  return { oid, value: undefined };
}

function explain(error: Error & { code?: string | number }, where: string, access: SnmpAccess, nonsense: boolean) {
  if (error instanceof PrinterError) return error;
  if (error.name === 'RequestTimedOutError') {
    if (nonsense) return rubbish(where, 'SNMP');
    return silent(where, access.timeoutMs * (access.retries + 1), access.user ? '3' : access.v1 ? '1' : '2c');
  }
  if (error instanceof snmp.ResponseInvalidError && error.code === snmp.ResponseInvalidCode.EAuthFailure) {
    return new PrinterError(
      'refused',
      `${where} refuses the SNMPv3 user (${error.message}). Check user name, passwords and protocols against the printer’s own.`,
      { cause: error },
    );
  }
  if (typeof error.code === 'string') return unreachable(where, error, error.code);
  return new PrinterError('answer', `${where} answered with an error: ${error.message}.`, { cause: error });
}
