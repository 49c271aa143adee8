import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Rules of this project that no tool knows. Each returns what is wrong, or undefined when nothing is.

/** config.ts; the launcher, which runs before there is a configuration; the agent, a program of its own on a customer's site. */
const READERS = ['config.ts', 'launch.js', 'agent/settings.ts'];
/** Tests start programs in their own environment. */
const TEST = /\.test\.ts$/;
const READING = /\bprocess\s*\.\s*env\b|\benv\b[^;\n]*\bfrom\s+['"]node:process['"]/;

/** Settings are read at one place, which names all that is wrong at once. */
export function oneReaderOfTheEnvironment(root: string): string | undefined {
  const files = globSync('**/*.{ts,js,cjs,mjs}', {
    cwd: root,
    exclude: (path) => /(^|[/\\])(node_modules|dist|\.\w+)$/.test(path),
  });
  const readers = files.filter(
    (file) => !READERS.includes(file) && !TEST.test(file) && READING.test(readFileSync(join(root, file), 'utf8')),
  );
  return readers.length === 0
    ? undefined
    : `Take the configuration as a parameter instead of reading the environment (config.ts):\n${readers.join('\n')}`;
}

/** What of agent/ people install: not its tests, nor what replays recordings, plays printers and builds. */
const NOT_SHIPPED =
  /(?:\.test\.ts$|^agent\/(?:testing|recordings|printer|storm)\/|^agent\/(?:recordings|build|storm|free-port)\.ts$)/;
/** What only POSIX systems have: calls, paths, signals, and shells. */
const POSIX_ONLY =
  /process\s*\.\s*(?:(?:get|set)e?[ug]id|getgroups|setgroups|initgroups|umask|kill)\b|\b(?:l?f?chown(?:Sync)?|mkfifo|SIG(?:HUP|USR[12]|QUIT|KILL|PIPE|CHLD|TSTP|CONT|WINCH))\b|node:child_process|path\.posix|node:path\/posix|['"`]\/(?:tmp|etc|var|usr|opt|dev|proc|run|home|root|bin)\b/;

/** The agent runs on Windows, too. */
export function agentIsPortable(root: string): string | undefined {
  const files = globSync('agent/**/*.ts', {
    cwd: root,
    exclude: (path) => /(^|[/\\])(node_modules|dist)$/.test(path),
  }).map((file) => file.replaceAll('\\', '/'));
  const bound = files
    .filter((file) => !NOT_SHIPPED.test(file))
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      return lines.flatMap((line, i) => (POSIX_ONLY.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : []));
    });
  return bound.length === 0 ? undefined : `Windows has no such thing; find another way:\n${bound.join('\n')}`;
}

type Wanted = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>;

interface LockFile {
  packages: Record<string, { version?: string; resolved?: string } & Wanted>;
}

const readLock = (root: string): LockFile => JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** What package.json names is what package-lock.json locks; else nobody can install. */
export function lockAgrees(root: string): string | undefined {
  const named = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Wanted;
  const locked = readLock(root).packages[''] ?? {};
  const all = ({ dependencies, devDependencies, optionalDependencies }: Wanted) =>
    Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).map((entry) => entry.join(' '));
  const [wanted, found] = [all(named), all(locked)];
  const differing = [
    ...wanted.filter((entry) => !found.includes(entry)),
    ...found.filter((entry) => !wanted.includes(entry)),
  ];
  return differing.length === 0
    ? undefined
    : `package.json and package-lock.json differ in ${differing.join(', ')}. Run "npm install" and commit both.`;
}

/** The lock file works with every registry: whoever installs may be behind one of their own. */
export function noRegistryHosts(root: string): string | undefined {
  const named = Object.entries(readLock(root).packages).filter(([, { resolved }]) => resolved);
  return named.length === 0
    ? undefined
    : `${named.length} packages name a registry, such as ${named[0]?.[0]}. .npmrc keeps them out: npm install again.`;
}

/**
 * Temporal's client, worker and our own code must share one protobufjs. With SDK 1.24.0 a plain install nests several,
 * and loading a workflow history from JSON fails with "type must be a Type".
 */
export function loneProtobufjs(root: string): string | undefined {
  const copies = Object.keys(readLock(root).packages).filter((path) => path.endsWith('node_modules/protobufjs'));
  const nested = copies.filter((path) => path.includes('/@temporalio/'));
  if (copies.includes('node_modules/protobufjs') && nested.length === 0) return undefined;
  return `Run "npm dedupe": Temporal’s packages have copies of their own (${nested.join(', ') || 'none at the top'}).`;
}
