import { readFileSync } from 'node:fs';
import { toUser, UsageError } from './access.ts';
import { addressesOf } from './discover/ranges.ts';
import type { Home } from './home.ts';
import { toIppAccess } from './ipp/access.ts';
import type { SnmpUser } from './snmp/session.ts';
import { parseTarget } from './snmp/target.ts';
import { writeWhole } from './write-whole.ts';

/** What people write in agent.json. Everything but `server` has a default. */
export interface Configuration {
  /** Base address of the server, https. */
  server: string;
  /** Printers by name or address, HOST or HOST:PORT, or ipp://… */
  hosts: string[];
  /** Networks in which printers are looked for, such as 192.0.2.0/24; nowhere else. */
  ranges: string[];
  /** Addresses in those that are left alone. */
  exclude: string[];
  /** SNMP v1 and v2c, in the order in which they are tried. */
  communities: string[];
  /** SNMP v3. */
  users: { name: string; auth?: string; priv?: string }[];
  /** Printers that do not answer SNMP are asked by IPP. */
  ipp: boolean;
  /** Hours between two rounds of reading. */
  everyHours: number;
  /** Hours between two looks for new printers. */
  discoverHours: number;
  /** Printers asked at the same time. */
  concurrency: number;
  /** Addresses asked in a second while looking for printers. */
  perSecond: number;
  /** Wait for one answer. */
  timeoutSeconds: number;
  /** The longest that one printer may take, however slowly it answers. */
  printerSeconds: number;
}

const DEFAULTS: Configuration = {
  server: '',
  hosts: [],
  ranges: [],
  exclude: [],
  communities: ['public'],
  users: [],
  ipp: true,
  everyHours: 6,
  discoverHours: 24,
  concurrency: 32,
  perSecond: 50,
  timeoutSeconds: 2,
  printerSeconds: 90,
};

/** Least and most of each number. */
const BOUNDS: Partial<Record<keyof Configuration, readonly [number, number]>> = {
  everyHours: [0.0001, 24],
  discoverHours: [0.0001, 720],
  concurrency: [1, 256],
  perSecond: [1, 1000],
  timeoutSeconds: [0.05, 30],
  printerSeconds: [1, 600],
};

/** The configuration. Throws an Error that names all that is wrong at once. */
export function readConfiguration(home: Home): Configuration {
  let text: string;
  try {
    text = readFileSync(home.configFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(`${home.configFile}: ${(error as Error).message}`);
    throw new Error(
      `There is no ${home.configFile}: enrol the agent first (replenish-agent enrol), or name its folder with --home.`,
    );
  }
  let found: Partial<Configuration>;
  try {
    found = JSON.parse(text) as Partial<Configuration>;
  } catch (error) {
    throw new Error(`${home.configFile} is no JSON: ${(error as Error).message}`);
  }
  const configuration = { ...DEFAULTS, ...found };
  const problems = problemsOf(configuration, found);
  if (problems.length > 0)
    throw new Error(`${home.configFile}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  return { ...configuration, server: toServer(configuration.server) };
}

/** Writes what differs from the defaults, so that later defaults reach this agent. */
export function writeConfiguration(home: Home, configuration: Partial<Configuration>): void {
  const own = Object.entries(configuration).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(DEFAULTS[name as keyof Configuration]),
  );
  writeWhole(home.configFile, `${JSON.stringify(Object.fromEntries(own), null, 2)}\n`);
}

function problemsOf(configuration: Configuration, found: object): string[] {
  const unknown = Object.keys(found).filter((name) => !(name in DEFAULTS));
  const wrong = Object.entries(DEFAULTS).flatMap(([name, standard]) => {
    const value: unknown = configuration[name as keyof Configuration];
    if (Array.isArray(standard) ? !Array.isArray(value) : typeof value !== typeof standard) {
      return [`${name}: must be ${Array.isArray(standard) ? 'a list' : `a ${typeof standard}`}`];
    }
    const [least, most] = BOUNDS[name as keyof Configuration] ?? [];
    const number = Number(value);
    return least !== undefined && most !== undefined && !(number >= least && number <= most)
      ? [`${name}: must be from ${least} to ${most}`]
      : [];
  });
  if (wrong.length > 0) return [...unknown.map(noSuch), ...wrong];
  return [
    ...unknown.map(noSuch),
    ...said(() => toServer(configuration.server)),
    ...configuration.hosts.flatMap((host) => said(() => checkHost(host))),
    ...said(() => addressesOf(configuration.ranges, configuration.exclude)),
    ...said(() => usersOf(configuration)),
  ];
}

const noSuch = (name: string) => `${name}: there is no such setting`;

function said(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

const checkHost = (host: string) => (host.includes('://') ? toIppAccess(host, 1) : parseTarget(host));

export const usersOf = ({ users }: Pick<Configuration, 'users'>): SnmpUser[] =>
  users.map(({ name, auth, priv }) => toUser(name, auth, priv));

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** The server's base address. https alone; to try it on one machine, also http. Throws a UsageError. */
export function toServer(text: string): string {
  if (!URL.canParse(text))
    throw new UsageError(`server “${text}”: give its address, such as https://replenish.example.`);
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname))) {
    throw new UsageError(`server “${text}”: the way to it must be https, since the agent’s key goes along.`);
  }
  return text.replace(/\/+$/, '').replace(/\/v1$/, '');
}
