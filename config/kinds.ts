import { BlockList, isIP } from 'node:net';

/** How the text of a setting becomes a value: `read` returns it or throws an Error that says what is expected. */
export interface Kind<T> {
  label: string;
  read(text: string): T;
}

function kind<T>(label: string, read: (text: string) => T | undefined): Kind<T> {
  return {
    label,
    read(text) {
      const value = read(text);
      if (value === undefined) throw new Error(`expected ${label}`);
      return value;
    },
  };
}

export const text = kind('text', (value) => value);

export const path = kind('a path', (value) => value);

export const flag = kind('true or false', (value) => ({ true: true, '1': true, false: false, '0': false })[value]);

export const integer = (min: number, max: number): Kind<number> =>
  kind(`a whole number from ${min} to ${max}`, (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  });

export const port = integer(1, 65_535);

export const oneOf = <const T extends string>(...allowed: readonly T[]): Kind<T> =>
  kind(allowed.join(', '), (value) => allowed.find((candidate) => candidate === value));

/** A URL without a trailing slash. `schemes` without colon; the host must be there. */
export const url = (...schemes: readonly string[]): Kind<string> =>
  kind(`a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`, (value) => {
    if (!URL.canParse(value)) return undefined;
    const parsed = new URL(value);
    if (!schemes.includes(parsed.protocol.slice(0, -1)) || parsed.hostname === '') return undefined;
    return value.replace(/\/+$/, '');
  });

export const hostAndPort = kind('host:port', (value) => {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^\s:/]+):(\d{1,5})$/.exec(value);
  return match && Number(match[2]) >= 1 && Number(match[2]) <= 65_535 ? value : undefined;
});

export const mailAddress = kind('an e-mail address', (value) =>
  /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(value) ? value : undefined,
);

/** IP addresses or CIDR ranges, separated by commas. */
export const networks = kind('IP addresses or ranges (10.0.0.0/8), separated by commas', (value) => {
  const entries = value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return entries.every(isNetwork) ? entries : undefined;
});

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  if (!/^\d{1,3}$/.test(prefix)) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 6 ? 'ipv6' : 'ipv4');
    return true;
  } catch {
    return false;
  }
}

/** Lines of text on one, separated by semicolons. */
export const lines = kind('lines of text, separated by semicolons', (value) =>
  value
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
);

/** Key material: HMAC-SHA256 and HKDF want at least as many bytes as the hash gives. */
export const keyMaterial = kind(
  'at least 32 bytes that nobody can guess, such as those of `openssl rand -hex 32`',
  (value) => (Buffer.byteLength(value) >= 32 && new Set(value).size >= 10 ? value : undefined),
);

/** Names and AES-256 keys, the first one the present one. */
export const codecKeys = kind(
  'name:KEY, separated by commas, each KEY the base64 of 32 bytes (`openssl rand -base64 32`)',
  (value) => {
    const keys = value.split(',').map((entry) => {
      const [, name, base64] = /^([\w.-]{1,40}):([A-Za-z0-9+/]{43}=)$/.exec(entry.trim()) ?? [];
      return name && base64 ? { name, key: Buffer.from(base64, 'base64') } : undefined;
    });
    const all = keys.filter((each) => each !== undefined);
    const [first, ...others] = all;
    const distinct = new Set(all.map(({ name }) => name)).size === keys.length;
    return first && distinct ? ([first, ...others] as const) : undefined;
  },
);
