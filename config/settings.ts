import type { Kind } from './kinds.ts';
import {
  codecKeys,
  flag,
  hostAndPort,
  integer,
  keyMaterial,
  lines,
  mailAddress,
  networks,
  oneOf,
  path,
  port,
  text,
  url,
} from './kinds.ts';

/** One setting: an environment variable. An empty one counts as not given. */
export interface Setting<T = unknown> {
  group: string;
  meaning: string;
  kind: Kind<T>;
  /** As one would write it in the environment. */
  default?: string;
  /** What holds instead when it is not given and there is no fixed default. */
  otherwise?: string;
  /** Never printed, neither in errors nor in logs. */
  secret?: true;
  /** Must be given when NODE_ENV=production: the default only suits one's own machine. */
  production?: true;
}

const group = <const S extends Record<string, Omit<Setting, 'group'>>>(name: string, settings: S) =>
  Object.fromEntries(Object.entries(settings).map(([key, setting]) => [key, { group: name, ...setting }])) as {
    [K in keyof S]: S[K] & { group: string };
  };

/** Every setting of the product. docs/settings.md is made from this table. */
export const settings = {
  ...group('General', {
    NODE_ENV: {
      meaning: 'In production nothing is guessed: what suits only one’s own machine must be given.',
      kind: oneOf('development', 'production', 'test'),
      default: 'development',
    },
    REPLENISH_SECRET: {
      meaning: 'Signs the links in mails; the passwords of the database roles are derived from it.',
      kind: keyMaterial,
      otherwise: 'made once and kept in the data folder, in the file `secret`',
      secret: true,
      production: true,
    },
    REPLENISH_HOME: {
      meaning: 'Data folder of what `npm start` runs on this machine: database, Temporal, mails, logs.',
      kind: path,
      default: '.replenish',
    },
    REPLENISH_CACHE: {
      meaning: 'Where programs fetched for `npm start` and `npm test` are kept, for every copy of the project.',
      kind: path,
      otherwise: '`replenish` in the user’s cache folder',
    },
    LOG_LEVEL: {
      meaning: 'What is logged.',
      kind: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
      default: 'info',
    },
  }),
  ...group('Database', {
    DATABASE_URL: {
      meaning:
        'PostgreSQL, as the owner of the database. When given, `npm start` runs none of its own. In production only what migrates, backs up or restores needs it, where the next two are given.',
      kind: url('postgres', 'postgresql'),
      otherwise:
        'the one that `npm start` runs on this machine; in production one must be given, or both of the next two',
      secret: true,
    },
    DATABASE_APP_URL: {
      meaning: 'The same database as the role of the API, which row-level security binds to one account.',
      kind: url('postgres', 'postgresql'),
      otherwise: '`DATABASE_URL` as `replenish_app`, its password derived from `REPLENISH_SECRET`',
      secret: true,
    },
    DATABASE_SYSTEM_URL: {
      meaning: 'The same database as the role of the worker and the relay, which sees every account.',
      kind: url('postgres', 'postgresql'),
      otherwise: '`DATABASE_URL` as `replenish_system`, its password derived from `REPLENISH_SECRET`',
      secret: true,
    },
  }),
  ...group('Temporal', {
    TEMPORAL_ADDRESS: {
      meaning: 'Temporal’s frontend. When given, `npm start` runs none of its own.',
      kind: hostAndPort,
      otherwise: 'the one that `npm start` runs on this machine',
      production: true,
    },
    TEMPORAL_NAMESPACE: { meaning: 'Namespace of the workflows.', kind: text, default: 'default' },
    TEMPORAL_TASK_QUEUE: { meaning: 'Task queue that workers and API share.', kind: text, default: 'replenish' },
    TEMPORAL_TLS: {
      meaning: 'TLS towards Temporal.',
      kind: flag,
      otherwise: 'true when an API key, a certificate or a server name is given',
    },
    TEMPORAL_TLS_SERVER_NAME: { meaning: 'Name expected in the server’s certificate.', kind: text },
    TEMPORAL_TLS_CLIENT_CERT_PATH: { meaning: 'Client certificate (PEM).', kind: path },
    TEMPORAL_TLS_CLIENT_KEY_PATH: { meaning: 'Key of the client certificate (PEM).', kind: path },
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: { meaning: 'Authority that signed the server’s certificate (PEM).', kind: path },
    TEMPORAL_API_KEY: { meaning: 'API key of a Temporal Cloud namespace.', kind: text, secret: true },
    TEMPORAL_CODEC_KEYS: {
      meaning:
        'Keys that encrypt what workflows say to Temporal: inputs, results, details. The first encrypts, all decrypt. The same for API and workers; see docs/security.md.',
      kind: codecKeys,
      otherwise: 'nothing is encrypted beyond TLS',
      secret: true,
    },
  }),
  ...group('Mail', {
    SMTP_URL: {
      meaning: 'Server that takes the mails: smtp://user:password@host:port. When given, no catcher is started.',
      kind: url('smtp', 'smtps'),
      otherwise: 'the catcher that `npm start` runs on this machine',
      secret: true,
      production: true,
    },
    MAIL_FROM: {
      meaning: 'Sender of every mail.',
      kind: mailAddress,
      default: 'replenish@provider.example',
      production: true,
    },
    MAIL_REPLY_TO: { meaning: 'Where answers go.', kind: mailAddress, otherwise: '`MAIL_FROM`' },
    MAIL_DOMAIN: { meaning: 'Right-hand side of Message-IDs.', kind: text, otherwise: 'the domain of `MAIL_FROM`' },
  }),
  ...group('Provider', {
    PROVIDER_NAME: {
      meaning: 'Name of the provider, in mails and papers.',
      kind: text,
      default: 'Your print services provider',
      production: true,
    },
    PROVIDER_ADDRESS: {
      meaning: 'Where parcels come from, on labels and packing slips: `3 rue du Port; 59000 Lille; France`.',
      kind: lines,
      default: '',
    },
    PROVIDER_LOGO_URL: { meaning: 'Logo in mails.', kind: url('https', 'http') },
    PROVIDER_SUPPORT_URL: { meaning: 'Where a mail sends those who need help.', kind: url('https', 'http') },
  }),
  ...group('API', {
    API_HOST: { meaning: 'Address to listen on.', kind: text, default: '127.0.0.1' },
    API_PORT: { meaning: 'Port to listen on.', kind: port, default: '3000' },
    PUBLIC_URL: {
      meaning: 'The API’s address as its users see it; links in mails start with it.',
      kind: url('https', 'http'),
      otherwise: '`http://API_HOST:API_PORT`',
      production: true,
    },
    TRUSTED_PROXIES: {
      meaning: 'Reverse proxies whose X-Forwarded-For is believed.',
      kind: networks,
      default: '',
    },
    API_REQUESTS_PER_ADDRESS: {
      meaning:
        'Requests a minute from one address, counted by each process of the API. A site’s devices may share one.',
      kind: integer(1, 10_000_000),
      default: '6000',
    },
    API_REQUESTS_PER_CREDENTIAL: {
      meaning: 'Requests a minute by one credential, counted by each process of the API.',
      kind: integer(1, 10_000_000),
      default: '3000',
    },
    API_REFUSALS_PER_ADDRESS: {
      meaning: 'Refused tokens a minute from one address, after which none from there is looked up.',
      kind: integer(1, 10_000_000),
      default: '30',
    },
  }),
  ...group('Worker', {
    WORKER_MAX_CACHED_WORKFLOWS: {
      meaning: 'Workflows kept in memory, about 250 kB each.',
      kind: integer(1, 1_000_000),
      otherwise: 'what the SDK computes from the memory at hand',
    },
    WORKFLOW_BUNDLE_PATH: { meaning: 'Workflow bundle built beforehand.', kind: path, otherwise: 'bundled at start' },
  }),
  ...group('Metrics', {
    METRICS_HOST: {
      meaning: 'Address on which metrics are served, for Prometheus alone: who can reach it sees them.',
      kind: text,
      default: '127.0.0.1',
    },
    API_METRICS_PORT: { meaning: 'Port of the API’s metrics (`/metrics`).', kind: port, otherwise: 'none are served' },
    WORKER_METRICS_PORT: {
      meaning: 'Port of the worker’s metrics (`/metrics`).',
      kind: port,
      otherwise: 'none are served',
    },
    TEMPORAL_METRICS_PORT: {
      meaning: 'Port of the metrics of Temporal’s SDK in the worker (`/metrics`).',
      kind: port,
      otherwise: 'none are served',
    },
  }),
  ...group('Outgoing calls', {
    OUTGOING_NETWORKS: {
      meaning:
        'Networks that webhooks and ERP calls may reach although they are private. Loopback, private and link-local addresses are refused otherwise.',
      kind: networks,
      default: '',
    },
    OUTGOING_HTTP: {
      meaning: 'Webhooks and ERP calls may go over plain http, too.',
      kind: flag,
      default: 'false',
    },
  }),
  ...group('npm start', {
    POSTGRES_PORT: { meaning: 'PostgreSQL on this machine.', kind: port, default: '5433' },
    TEMPORAL_PORT: { meaning: 'Temporal on this machine.', kind: port, default: '7233' },
    TEMPORAL_UI_PORT: { meaning: 'Temporal’s web UI.', kind: port, default: '8233' },
    TEMPORAL_RETENTION_DAYS: {
      meaning: 'How long Temporal on this machine keeps workflows that have ended. Elsewhere its namespace says so.',
      kind: integer(1, 3650),
      default: '30',
    },
    SMTP_PORT: { meaning: 'The mail catcher’s SMTP.', kind: port, default: '1025' },
    MAIL_PAGE_PORT: { meaning: 'The mail catcher’s page.', kind: port, default: '8025' },
    SEED: {
      meaning: 'Whether the demo customer is made when the database holds no account.',
      kind: flag,
      otherwise: 'true unless `DATABASE_URL` is given',
    },
  }),
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** The values of all settings: undefined where one is neither given nor has a fixed default. */
export type Values = {
  [K in SettingName]: (typeof settings)[K] extends { kind: Kind<infer T> }
    ? (typeof settings)[K] extends { default: string }
      ? T
      : T | undefined
    : never;
};
