import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settings } from './config/settings.ts';
import { ConfigError, type Environment, loadConfig, rolePassword } from './config.ts';
import { SetupError } from './servers/setup-error.ts';

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://owner:pw@db.example:5432/replenish',
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  SMTP_URL: 'smtps://user:pw@smtp.example',
  MAIL_FROM: 'supplies@printing.example',
  PROVIDER_NAME: 'Printing Example',
  PUBLIC_URL: 'https://supplies.printing.example/',
  REPLENISH_SECRET: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
} satisfies Environment;

const problemsOf = (env: Environment): readonly string[] => {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('in production', () => {
  test('what is given is what is used', () => {
    const config = loadConfig(production);
    expect(config).toMatchObject({
      production: true,
      temporal: { address: 'temporal.example:7233', namespace: 'default', tls: false },
      api: { publicUrl: 'https://supplies.printing.example', host: '127.0.0.1', port: 3000, trustedProxies: [] },
      mail: {
        fromAddress: 'supplies@printing.example',
        replyTo: 'supplies@printing.example',
        domain: 'printing.example',
      },
      local: { postgres: false, temporal: false, mail: false },
      seed: false,
    });
  });

  test('every missing setting is named at once', () => {
    const problems = problemsOf({ NODE_ENV: 'production' });
    const missing = Object.keys(production).filter((name) => name !== 'NODE_ENV');
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual(missing.sort());
  });

  test('API and worker need no more than the logins of their roles; what is the owner’s says so', () => {
    const { DATABASE_URL: _, ...others } = production;
    const roles = {
      DATABASE_APP_URL: 'postgres://replenish_app:a@db.example/replenish',
      DATABASE_SYSTEM_URL: 'postgres://replenish_system:s@db.example/replenish',
    };
    const { database } = loadConfig({ ...others, ...roles });
    expect(database.appUrl).toBe(roles.DATABASE_APP_URL);
    expect(() => database.ownerUrl).toThrow(/DATABASE_URL is needed here/);
    expect(problemsOf({ ...others, DATABASE_APP_URL: roles.DATABASE_APP_URL })).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing.*DATABASE_SYSTEM_URL/),
    ]);
  });

  test('a secret out of an example is refused', () => {
    const env = { ...production, REPLENISH_SECRET: 'change-me-change-me-0123456789-abcdef' };
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^REPLENISH_SECRET is one out of an example/)]);
  });
});

test('wrong settings are named together, secret ones without their value', () => {
  const problems = problemsOf({ API_PORT: '99999', DATABASE_URL: 'mysql://root:hunter2@h/x', LOG_LEVEL: 'loud' });
  expect(problems).toHaveLength(3);
  expect(problems.join()).toMatch(/API_PORT: "99999" does not do, expected a whole number from 1 to 65535/);
  expect(problems.join()).not.toContain('hunter2');
});

test('an empty setting counts as not given', () => {
  expect(loadConfig({ ...production, API_PORT: ' ', MAIL_REPLY_TO: '' }).api.port).toBe(3000);
});

test('every setting does something', () => {
  const changed: Record<keyof typeof settings, string> = {
    NODE_ENV: 'development',
    REPLENISH_SECRET: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
    REPLENISH_HOME: '/elsewhere',
    REPLENISH_CACHE: '/cache',
    LOG_LEVEL: 'debug',
    DATABASE_URL: 'postgres://o:p@other.example/replenish',
    DATABASE_APP_URL: 'postgres://a:p@db.example/replenish',
    DATABASE_SYSTEM_URL: 'postgres://s:p@db.example/replenish',
    TEMPORAL_ADDRESS: 'other.example:7233',
    TEMPORAL_NAMESPACE: 'fleet',
    TEMPORAL_TASK_QUEUE: 'queue',
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_NAME: 'name.example',
    TEMPORAL_TLS_CLIENT_CERT_PATH: 'cert.pem',
    TEMPORAL_TLS_CLIENT_KEY_PATH: 'key.pem',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'ca.pem',
    TEMPORAL_API_KEY: 'key',
    TEMPORAL_CODEC_KEYS: `k1:${'A'.repeat(43)}=`,
    SMTP_URL: 'smtp://other.example',
    MAIL_FROM: 'a@b.example',
    MAIL_REPLY_TO: 'c@d.example',
    MAIL_DOMAIN: 'mail.example',
    PROVIDER_NAME: 'Other',
    PROVIDER_ADDRESS: '3 rue du Port; 59000 Lille',
    PROVIDER_LOGO_URL: 'https://logo.example/l.png',
    PROVIDER_SUPPORT_URL: 'https://help.example',
    API_HOST: '0.0.0.0',
    API_PORT: '3001',
    PUBLIC_URL: 'https://other.example',
    TRUSTED_PROXIES: '10.0.0.0/8',
    API_REQUESTS_PER_ADDRESS: '60',
    API_REQUESTS_PER_CREDENTIAL: '61',
    API_REFUSALS_PER_ADDRESS: '62',
    WORKER_MAX_CACHED_WORKFLOWS: '7',
    WORKFLOW_BUNDLE_PATH: 'bundle.js',
    METRICS_HOST: '0.0.0.0',
    API_METRICS_PORT: '9464',
    WORKER_METRICS_PORT: '9465',
    TEMPORAL_METRICS_PORT: '9466',
    OUTGOING_NETWORKS: '10.0.0.0/8',
    OUTGOING_HTTP: 'true',
    POSTGRES_PORT: '5434',
    TEMPORAL_PORT: '7234',
    TEMPORAL_UI_PORT: '8234',
    TEMPORAL_RETENTION_DAYS: '7',
    SMTP_PORT: '1026',
    MAIL_PAGE_PORT: '8026',
    SEED: 'true',
  };
  expect(Object.keys(changed)).toEqual(Object.keys(settings));
  const both = { TEMPORAL_TLS_CLIENT_CERT_PATH: 'c', TEMPORAL_TLS_CLIENT_KEY_PATH: 'k' };
  const without = Object.entries(changed).filter(([name, value]) => {
    const env = name in both ? { ...production, ...both } : production;
    return JSON.stringify(loadConfig({ ...env, [name]: value })) === JSON.stringify(loadConfig(env));
  });
  expect(without).toEqual([]);
});

describe('Temporal’s TLS', () => {
  const tls = (env: Environment) => loadConfig({ ...production, ...env }).temporal.tls;
  test('is on when a key, a certificate or a name asks for it', () => {
    expect(tls({})).toBe(false);
    expect(tls({ TEMPORAL_API_KEY: 'k' })).toEqual({});
    expect(tls({ TEMPORAL_TLS_SERVER_NAME: 'n' })).toEqual({ serverName: 'n' });
    expect(tls({ TEMPORAL_TLS: 'true' })).toEqual({});
  });
  test('contradictions are named', () => {
    expect(problemsOf({ ...production, TEMPORAL_TLS_CLIENT_KEY_PATH: 'k' })).toHaveLength(1);
    expect(problemsOf({ ...production, TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' })).toHaveLength(1);
  });
});

describe('the database’s roles', () => {
  test('have passwords of their own that only the secret tells', () => {
    const { database } = loadConfig(production);
    const app = new URL(database.appUrl);
    expect([app.username, app.password]).toEqual([
      'replenish_app',
      rolePassword(production.REPLENISH_SECRET, 'replenish_app'),
    ]);
    expect(new URL(database.systemUrl).password).not.toBe(app.password);
    expect(app.password).not.toBe(rolePassword(`${production.REPLENISH_SECRET}x`, 'replenish_app'));
    expect(app.host).toBe('db.example:5432');
  });
});

describe('on one’s own machine', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'replenish-config-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  test('nothing needs to be set, and the secret stays the same', () => {
    const first = loadConfig({ REPLENISH_HOME: home });
    expect(first).toMatchObject({
      production: false,
      temporal: { address: '127.0.0.1:7233' },
      smtpUrl: 'smtp://127.0.0.1:1025',
      local: { postgres: true, temporal: true, mail: true },
      seed: true,
    });
    expect(loadConfig({ REPLENISH_HOME: home })).toEqual(first);
    expect(statSync(join(home, 'secret')).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
    expect(first.secret).toBe(readFileSync(join(home, 'secret'), 'utf8'));
  });

  test('a data folder that is none is said in a sentence', () => {
    const REPLENISH_HOME = join(home, 'file');
    writeFileSync(REPLENISH_HOME, '');
    expect(() => loadConfig({ REPLENISH_HOME })).toThrow(
      new SetupError(`${REPLENISH_HOME} is not a folder. Choose another one: REPLENISH_HOME=…`),
    );
  });

  test('the local database opens with the same password when the secret is set later', () => {
    const before = new URL(loadConfig({ REPLENISH_HOME: home }).database.ownerUrl);
    const after = loadConfig({ REPLENISH_HOME: home, REPLENISH_SECRET: production.REPLENISH_SECRET }).database;
    expect(new URL(after.ownerUrl).password).toBe(before.password);
    expect(new URL(after.appUrl).password).toBe(rolePassword(production.REPLENISH_SECRET, 'replenish_app'));
  });
});
