import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { asTenant, openDatabase } from '../db/database.ts';
import { createCredential } from './auth/credentials.ts';
import { Problem } from './errors/problem.ts';
import { type Binding, type Role, roleNames, roles } from './permissions.ts';
import { formats } from './schemas/formats.ts';
import { recorder } from './work/unit.ts';

const bindings: Record<Binding, string> = {
  all: 'for every account, or one with --account',
  account: 'needs --account',
  site: 'needs --account and --site',
};
const usage = `npm run credential -- create --role ROLE [--role ROLE …] [--name NAME] [--account ID] [--site ID] [--days N]

Makes a credential and prints its token, once. Roles:
${roleNames.map((name) => `  ${name.padEnd(16)} ${bindings[roles[name].binding]}`).join('\n')}
`;

/** A mistake on the command line. */
class Misuse extends Error {}

function read(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      role: { type: 'string', multiple: true },
      name: { type: 'string' },
      account: { type: 'string' },
      site: { type: 'string' },
      days: { type: 'string' },
    },
  });
  if (positionals.join() !== 'create') throw new Misuse('Say what to do: create.');
  const wanted = values.role ?? [];
  const unknown = wanted.filter((role) => !(roleNames as string[]).includes(role));
  if (wanted.length === 0 || unknown.length > 0) throw new Misuse(`--role: not ${unknown.join(', ') || 'given'}.`);
  const days = values.days === undefined ? undefined : Number(values.days);
  if (days !== undefined && !(Number.isInteger(days) && days > 0)) throw new Misuse('--days: a whole number from 1.');
  for (const id of [values.account, values.site]) {
    if (id !== undefined && !formats.uuid.test(id)) throw new Misuse(`${id} is not ${formats.uuid.expected.en}.`);
  }
  return {
    name: values.name ?? wanted.join(' and '),
    roles: wanted as Role[],
    accountId: values.account,
    siteId: values.site,
    expiresInDays: days,
  };
}

/** As the person at the machine: whoever may read the settings may make a credential, the first one above all. */
async function create(wanted: ReturnType<typeof read>): Promise<string> {
  const { db, close } = openDatabase(loadConfig().database.appUrl, { poolSize: 1, name: 'replenish credential' });
  const now = new Date();
  const actor = `command line: ${userInfo().username}`;
  try {
    const { token } = await asTenant(db, 'all', (tx) => {
      const record = recorder(tx, { at: now, actor, requestId: null });
      return createCredential({ tx, now, actor, record }, wanted, null);
    });
    return token;
  } finally {
    await close();
  }
}

const inWords = (problem: Problem): string =>
  [problem.detail.en, ...problem.errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail.en}`)].join('\n');

try {
  process.stdout.write(`${await create(read(process.argv.slice(2)))}\n`);
} catch (error) {
  if (error instanceof Problem) process.stderr.write(`${inWords(error)}\n`);
  else if (error instanceof Misuse || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS'))
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
  else throw error;
  process.exitCode = 1;
}
