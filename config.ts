import { hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Setting, type SettingName, settings, type Values } from './config/settings.ts';
import { fileTrouble, SetupError } from './servers/setup-error.ts';

/** The product's configuration. Built by `loadConfig`, passed on from there: nothing else reads the environment. */
export interface Config {
  production: boolean;
  /** Absolute path of the folder that holds what `npm start` keeps on this machine. */
  home: string;
  /** Absolute path of the folder for fetched programs, shared by every copy of the project. */
  cache: string;
  /** At least 32 bytes. Keys of signed links and passwords of database roles are derived from it. */
  secret: string;
  logLevel: Values['LOG_LEVEL'];
  /** `ownerUrl` throws a ConfigError where a process has been given its roles’ logins alone. */
  database: { readonly ownerUrl: string; appUrl: string; systemUrl: string };
  temporal: {
    address: string;
    namespace: string;
    taskQueue: string;
    tls: false | { serverName?: string; clientCertPath?: string; clientKeyPath?: string; caPath?: string };
    apiKey?: string;
    /** Of the server that `npm start` runs. */
    retentionDays: number;
    /** The first encrypts payloads, all decrypt; none: they stay as they are. */
    codecKeys?: readonly [CodecKey, ...CodecKey[]];
  };
  smtpUrl: string;
  /** `domain` is the right-hand side of Message-IDs. */
  mail: { fromAddress: string; replyTo: string; domain: string };
  provider: { name: string; addressLines: string[]; logoUrl?: string; supportUrl?: string };
  api: { host: string; port: number; publicUrl: string; trustedProxies: string[]; limits: RequestLimits };
  worker: { maxCachedWorkflows?: number; workflowBundlePath?: string };
  /** What calls to other people's servers may reach beyond the internet over https. */
  outgoing: { networks: string[]; http: boolean };
  /** A port that is not given serves nothing. */
  metrics: { host: string; apiPort?: number; workerPort?: number; temporalPort?: number };
  /** What `npm start` has to run on this machine, since no address names another. */
  local: { postgres: boolean; temporal: boolean; mail: boolean };
  ports: { postgres: number; temporal: number; temporalUi: number; smtp: number; mailPage: number };
  /** Make the demo customer when the database holds no account. */
  seed: boolean;
}

/** A key (AES-256) and the name under which payloads say that it locks them. */
export interface CodecKey {
  name: string;
  key: Buffer;
}

/** Requests a minute, counted by each process of the API. */
export interface RequestLimits {
  /** From one address, whoever calls. A site's devices may share one. */
  perAddress: number;
  /** By one credential. */
  perCredential: number;
  /** Refused tokens from one address: after that, none from there is looked up. */
  refusedPerAddress: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The database roles besides the owner; see `rolePassword`. */
export const databaseRoles = { app: 'replenish_app', system: 'replenish_system' } as const;

/** Every problem of a configuration at once, each naming its setting. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The settings need a change (docs/settings.md explains each):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/**
 * Password of a database role: HKDF-SHA256 (RFC 5869) of the secret, so that migrating and connecting agree without
 * another setting. Give DATABASE_APP_URL and DATABASE_SYSTEM_URL where passwords are managed elsewhere.
 */
export function rolePassword(secret: string, role: string): string {
  return Buffer.from(hkdfSync('sha256', secret, 'replenish', `database role ${role}`, 24)).toString('base64url');
}

/** Builds the configuration from the environment. Throws a ConfigError that names every missing or wrong setting. */
export function loadConfig(env: Environment = process.env): Config {
  const { values: v, problems } = readSettings(env);
  const production = v.NODE_ENV === 'production';
  problems.push(...contradictions(v, production));
  if (problems.length > 0) throw new ConfigError(problems);

  const home = resolve(import.meta.dirname, v.REPLENISH_HOME);
  const secret = v.REPLENISH_SECRET ?? localSecret(home);
  // Who names both roles' logins need not know the owner: an API or a worker that is broken into cannot become it.
  const roleUrls = v.DATABASE_APP_URL && v.DATABASE_SYSTEM_URL;
  const ownerUrl = v.DATABASE_URL ?? (production && roleUrls ? undefined : localDatabaseUrl(home, v.POSTGRES_PORT));
  const as = (role: string) => withUser(ownerUrl!, role, rolePassword(secret, role));
  const publicHost = v.API_HOST.includes(':') ? `[${v.API_HOST}]` : v.API_HOST;
  return {
    production,
    home,
    cache: v.REPLENISH_CACHE ? resolve(v.REPLENISH_CACHE) : userCacheFolder(env),
    secret,
    logLevel: v.LOG_LEVEL,
    database: {
      get ownerUrl() {
        if (ownerUrl === undefined) throw new ConfigError([`DATABASE_URL ${neededByOwner}`]);
        return ownerUrl;
      },
      appUrl: v.DATABASE_APP_URL ?? as(databaseRoles.app),
      systemUrl: v.DATABASE_SYSTEM_URL ?? as(databaseRoles.system),
    },
    temporal: {
      address: v.TEMPORAL_ADDRESS ?? `127.0.0.1:${v.TEMPORAL_PORT}`,
      namespace: v.TEMPORAL_NAMESPACE,
      taskQueue: v.TEMPORAL_TASK_QUEUE,
      tls: temporalTls(v),
      apiKey: v.TEMPORAL_API_KEY,
      retentionDays: v.TEMPORAL_RETENTION_DAYS,
      codecKeys: v.TEMPORAL_CODEC_KEYS,
    },
    smtpUrl: v.SMTP_URL ?? `smtp://127.0.0.1:${v.SMTP_PORT}`,
    mail: {
      fromAddress: v.MAIL_FROM,
      replyTo: v.MAIL_REPLY_TO ?? v.MAIL_FROM,
      domain: v.MAIL_DOMAIN ?? v.MAIL_FROM.slice(v.MAIL_FROM.lastIndexOf('@') + 1),
    },
    provider: {
      name: v.PROVIDER_NAME,
      addressLines: v.PROVIDER_ADDRESS,
      logoUrl: v.PROVIDER_LOGO_URL,
      supportUrl: v.PROVIDER_SUPPORT_URL,
    },
    api: {
      host: v.API_HOST,
      port: v.API_PORT,
      publicUrl: v.PUBLIC_URL ?? `http://${publicHost}:${v.API_PORT}`,
      trustedProxies: v.TRUSTED_PROXIES,
      limits: {
        perAddress: v.API_REQUESTS_PER_ADDRESS,
        perCredential: v.API_REQUESTS_PER_CREDENTIAL,
        refusedPerAddress: v.API_REFUSALS_PER_ADDRESS,
      },
    },
    worker: { maxCachedWorkflows: v.WORKER_MAX_CACHED_WORKFLOWS, workflowBundlePath: v.WORKFLOW_BUNDLE_PATH },
    outgoing: { networks: v.OUTGOING_NETWORKS, http: v.OUTGOING_HTTP },
    metrics: {
      host: v.METRICS_HOST,
      apiPort: v.API_METRICS_PORT,
      workerPort: v.WORKER_METRICS_PORT,
      temporalPort: v.TEMPORAL_METRICS_PORT,
    },
    local: { postgres: !v.DATABASE_URL, temporal: !v.TEMPORAL_ADDRESS, mail: !v.SMTP_URL },
    ports: {
      postgres: v.POSTGRES_PORT,
      temporal: v.TEMPORAL_PORT,
      temporalUi: v.TEMPORAL_UI_PORT,
      smtp: v.SMTP_PORT,
      mailPage: v.MAIL_PAGE_PORT,
    },
    seed: v.SEED ?? !v.DATABASE_URL,
  };
}

function readSettings(env: Environment): { values: Values; problems: string[] } {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings) as [SettingName, Setting][]) {
    const given = env[name]?.trim() || undefined;
    if (!given && setting.production && env.NODE_ENV === 'production') {
      problems.push(`${name} is missing: ${setting.meaning} Give ${setting.kind.label}.`);
      continue;
    }
    const text = given ?? setting.default;
    if (text === undefined) continue;
    try {
      values[name] = setting.kind.read(text);
    } catch (error) {
      const shown = setting.secret ? 'what is given' : `"${text}"`;
      problems.push(`${name}: ${shown} does not do, ${(error as Error).message}.`);
    }
  }
  return { values: values as Values, problems };
}

/** What each setting alone cannot show. */
const neededByOwner = 'is needed here: what changes the schema, backs up or restores does so as the owner.';

function contradictions(v: Values, production: boolean): string[] {
  const problems: string[] = [];
  if (production && !v.DATABASE_URL && !(v.DATABASE_APP_URL && v.DATABASE_SYSTEM_URL))
    problems.push('DATABASE_URL is missing: production needs it, or both DATABASE_APP_URL and DATABASE_SYSTEM_URL.');
  if (!v.TEMPORAL_TLS_CLIENT_CERT_PATH !== !v.TEMPORAL_TLS_CLIENT_KEY_PATH)
    problems.push('TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH are given together or not at all.');
  if (v.TEMPORAL_TLS === false && v.TEMPORAL_API_KEY)
    problems.push('TEMPORAL_TLS: an API key must not travel without TLS; leave TEMPORAL_TLS out or set it to true.');
  if (
    production &&
    v.REPLENISH_SECRET &&
    /change.?me|default|development|example|insecure|password/i.test(v.REPLENISH_SECRET)
  )
    problems.push('REPLENISH_SECRET is one out of an example; make your own, such as with `openssl rand -hex 32`.');
  return problems;
}

function temporalTls(v: Values): Config['temporal']['tls'] {
  const tls = {
    serverName: v.TEMPORAL_TLS_SERVER_NAME,
    clientCertPath: v.TEMPORAL_TLS_CLIENT_CERT_PATH,
    clientKeyPath: v.TEMPORAL_TLS_CLIENT_KEY_PATH,
    caPath: v.TEMPORAL_TLS_SERVER_CA_CERT_PATH,
  };
  const implied = Boolean(v.TEMPORAL_API_KEY) || Object.values(tls).some((value) => value !== undefined);
  return (v.TEMPORAL_TLS ?? implied) ? tls : false;
}

/** The environment for a program that we start: ours and what is added. */
export function environmentWith(added: Environment): NodeJS.ProcessEnv {
  return { ...process.env, ...added };
}

/** Where this platform keeps what may be fetched again (XDG base directories, and their like elsewhere). */
function userCacheFolder(env: Environment): string {
  const base = {
    darwin: join(homedir(), 'Library', 'Caches'),
    win32: env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'),
  }[process.platform as string];
  return join(base ?? env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'replenish');
}

/** The database that `npm start` runs: its owner's password hangs on the data folder, not on REPLENISH_SECRET. */
export function localDatabaseUrl(home: string, port: number): string {
  return `postgres://postgres:${rolePassword(localSecret(home), 'postgres')}@127.0.0.1:${port}/replenish`;
}

function withUser(databaseUrl: string, user: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = user;
  url.password = password;
  return url.href;
}

/** The data folder's secret, made at first use. Linked into place, so that two starts at once agree on one. */
function localSecret(home: string): string {
  try {
    return keptSecret(home);
  } catch (error) {
    const sentence = fileTrouble(error, home);
    throw sentence ? new SetupError(sentence) : error;
  }
}

function keptSecret(home: string): string {
  const file = join(home, 'secret');
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(home, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}
