// node launch.js SCRIPT.ts [arguments]: runs a script of this project with what it needs, from any Node that people
// still have. Plain JavaScript without packages, since it runs before there are any:
//   1. on a Node older than 24 it starts itself again with Node 24, which npx fetches once;
//   2. it installs the packages when they are missing or not those of package-lock.json;
//   3. it runs the script in this process.
// All it says goes to stderr: stdout belongs to the script.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = 18;
const NEEDED_NODE = 24;
const here = dirname(fileURLToPath(import.meta.url));

/** An error whose message is a whole sentence for the person at the keyboard: printed without a stack. */
class LaunchError extends Error {
  name = 'LaunchError';
}
const FOR_PEOPLE = ['LaunchError', 'ConfigError', 'SetupError'];

/** What npm's own words mean, first match first. */
const NPM_FAILURES = [
  [
    /ENOSPC|no space left|EDQUOT/i,
    'The disk is full. Free some space (about 1.5 GB are needed for packages and servers), then start again.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT|network request to/i,
    'The package registry could not be reached. Connect to the network (behind a proxy: npm config set proxy ADDRESS), then start again.',
  ],
  [
    /EACCES|EPERM|EROFS/,
    `This user may not write what npm has to write. Make ${here} and npm’s cache yours, then start again.`,
  ],
  [
    /EUSAGE|can only install packages when your package\.json and package-lock\.json/i,
    'package.json and package-lock.json do not agree. Run "npm install" once, then start again.',
  ],
  [
    /notarget|E404|ETARGET/,
    'The package registry does not have everything that package-lock.json names. Check npm’s registry setting (npm config get registry), then start again.',
  ],
];

/** The sentence for what npm wrote before it failed. */
export function explainNpmFailure(output, doing) {
  const known = NPM_FAILURES.find(([pattern]) => pattern.test(output));
  const advice = known ? known[1] : 'What npm said stands above; once that is mended, start again.';
  return `${doing} did not work. ${advice}`;
}

/**
 * Name of the first package that is not installed as package-lock.json has it, or undefined when all are. npm itself
 * records in node_modules/.package-lock.json what it installed. Packages for other platforms may be absent.
 */
export function firstStalePackage(wanted, installed) {
  return Object.keys(wanted.packages).find((path) => {
    if (path === '') return false;
    const want = wanted.packages[path];
    const have = installed?.packages?.[path];
    if (!have) return !(want.optional || want.devOptional);
    return want.version !== have.version || want.integrity !== have.integrity;
  });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readText(path));
  } catch {
    return undefined;
  }
}

/** npm's program and first arguments: the npm that started us, else the one on the PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('npm-cli.js')) return { command: process.execPath, first: [cli], shell: false };
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

/**
 * Runs a program to its end, hands it every signal that asks us to stop, and resolves to how it ended.
 * `onStart` gets the child, to read what it writes.
 */
function run(command, args, options, onStart) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: here, ...options });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const forward = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    const settle = (finish, value) => {
      for (const signal of signals) process.off(signal, forward);
      finish(value);
    };
    child.on('error', (error) => settle(fail, error));
    child.on('close', (code, signal) => settle(done, { code, signal }));
    onStart?.(child);
  });
}

/** Runs npm quietly. `onLine` sees each line that npm writes to stderr and says whether it is dealt with. */
async function npm(args, doing, onLine) {
  const { command, first, shell } = npmCommand();
  let stdout = '';
  let stderr = '';
  const ended = await run(command, [...first, ...args], { shell, stdio: ['ignore', 'pipe', 'pipe'] }, (child) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    let rest = '';
    child.stderr.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) if (!onLine(line)) stderr += `${line}\n`;
    });
  }).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new LaunchError(
      `npm is missing. Install Node.js ${NEEDED_NODE} from https://nodejs.org, which brings it along, then start again.`,
    );
  });
  if (ended.signal || ended.code > 128) endLike(ended);
  // npm only warns when it cannot write a file of a package, and calls the whole a success.
  if (ended.code === 0 && !/ENOSPC/.test(stderr)) return stdout;
  say(stderr.trimEnd().split('\n').slice(-15).join('\n'));
  throw new LaunchError(explainNpmFailure(stderr, doing));
}

/** Ends this process as the child ended, so that callers see the same exit code or signal. */
function endLike({ code, signal }) {
  process.exit(signal ? 128 + constants.signals[signal] : code);
}

async function startAgainWithNeededNode(args) {
  // npx takes a second even for what it has: what it answered is kept.
  const answer = join(here, '.replenish', `node-${NEEDED_NODE}`);
  const known = readText(answer);
  const node = known && existsSync(known) ? known : await fetchNeededNode();
  mkdirSync(dirname(answer), { recursive: true });
  writeFileSync(answer, node);
  // Nested npm scripts, too, must find this Node first.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  endLike(await run(node, [fileURLToPath(import.meta.url), ...args], { cwd: process.cwd(), env, stdio: 'inherit' }));
}

/** Path of the Node that npx keeps for us. */
async function fetchNeededNode() {
  const what = `node@${NEEDED_NODE}`;
  say(`Node ${process.versions.node} is here, ${NEEDED_NODE} is needed: getting it through npx, once …`);
  const output = await npm(
    ['exec', '--yes', '--prefer-offline', `--package=${what}`, '--', 'node', '-p', 'process.execPath'],
    `Getting Node ${NEEDED_NODE} (npx -p ${what})`,
    () => false,
  );
  return output.trim().split('\n').pop();
}

/**
 * npm runs scripts through a shell, and a signal sent to npm alone may end npm or that shell, but does not reach us. When
 * one of the two is gone, that is the signal.
 */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const before = ancestors();
  const watch = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

/** Only Linux tells without a program to ask; elsewhere undefined. */
function parentOf(pid) {
  const afterName = readText(`/proc/${pid}/stat`)?.replace(/^.*\) \S /s, '');
  return afterName?.split(' ')[0];
}

function packagesToInstall() {
  const wanted = readJson(join(here, 'package-lock.json'));
  if (!wanted)
    throw new LaunchError(
      'package-lock.json is missing or damaged. Get it back with "git checkout package-lock.json".',
    );
  const stale = firstStalePackage(wanted, readJson(join(here, 'node_modules', '.package-lock.json')));
  return stale && { stale, count: Object.values(wanted.packages).filter((entry) => !entry.optional).length - 1 };
}

async function installPackages() {
  if (!packagesToInstall()) return;
  const unlock = await lock(join(here, '.replenish', 'install.lock'), (holder) =>
    say(`Process ${holder} is installing the packages; waiting for it …`),
  );
  try {
    const todo = packagesToInstall();
    if (!todo) return;
    const began = Date.now();
    say(`Installing ${todo.count} packages, about a minute the first time …`);
    let fetched = 0;
    const progress = setInterval(
      () =>
        say(
          `  … ${Math.round((Date.now() - began) / 1000)} s, ${Math.min(fetched, todo.count)} of ${todo.count} fetched`,
        ),
      10_000,
    );
    await npm(['ci', '--loglevel=http'], 'Installing the packages (npm ci)', (line) => {
      if (/^npm http .*\.tgz/.test(line)) fetched += 1;
      else if (/^npm warn (?!tar )/.test(line)) say(line);
      return line.startsWith('npm http ');
    }).finally(() => clearInterval(progress));
    say(`Packages installed in ${Math.round((Date.now() - began) / 1000)} s.`);
  } finally {
    unlock();
  }
}

/**
 * Waits until no other process on this machine holds the lock, takes it and resolves to what releases it. A lock whose
 * process is gone, or that stays empty, is void. `onWait` is called once when there is somebody to wait for.
 */
export async function lock(path, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  const me = String(process.pid);
  for (let said = false; ; said = true) {
    try {
      writeFileSync(path, me, { flag: 'wx' });
      // Two that found the same void lock may each have removed it: whoever is named in it a moment later has it.
      await sleep(100);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readText(path);
    if (holder === me) return () => rmSync(path, { force: true });
    if (holder === undefined || isVoid(path, holder)) rmSync(path, { force: true });
    else {
      if (!said) onWait(holder);
      await sleep(500);
    }
  }
}

function isVoid(path, holder) {
  if (holder === '') return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 5000;
  try {
    process.kill(Number(holder), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function main(args) {
  const node = Number(process.versions.node.split('.')[0]);
  if (node < OLDEST_NODE)
    throw new LaunchError(
      `Node ${process.versions.node} is too old. Install Node.js ${NEEDED_NODE} from https://nodejs.org, then start again.`,
    );
  const [script, ...rest] = args;
  if (!script) throw new LaunchError('Usage: node launch.js SCRIPT.ts [arguments]');
  stopWithNpm();
  if (node < NEEDED_NODE) return startAgainWithNeededNode(args);
  await installPackages();
  const path = resolve(here, script);
  process.argv = [process.execPath, path, ...rest];
  await import(pathToFileURL(path).href);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    const full = error?.code === 'ENOSPC' ? new LaunchError(explainNpmFailure('ENOSPC', 'Writing a file')) : error;
    say(FOR_PEOPLE.includes(full?.name) ? full.message : (full?.stack ?? String(full)));
    process.exit(1);
  });
}
