import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeUdpPort } from '../free-port.ts';
import { openSession, type SnmpAccess, type SnmpUser } from '../snmp/session.ts';

const PROGRAM = 'snmpsim-command-responder';
const START_TIMEOUT_MS = 60_000;
const REPLAY_USER: SnmpUser = {
  name: 'reader',
  auth: { protocol: 'SHA', password: 'authentication' },
  privacy: { protocol: 'AES', password: 'privacy-of-it' },
};

export interface Replay {
  /** To be completed with a community, or with `user` and a context: the name of a recording without its ending. */
  access: SnmpAccess;
  user: SnmpUser;
  stop(): Promise<void>;
}

/** Path of snmpsim's program: the one that is set, else that on the PATH. Throws an Error that says what to install. */
export function findSnmpsim(set: string | undefined, searchPath: string): string {
  const found = set ? [set] : searchPath.split(delimiter).map((folder) => join(folder, PROGRAM));
  const program = found.find((file) => existsSync(file));
  if (program) return program;
  throw new Error(
    `${set ?? PROGRAM} is not there. Install it outside of this folder, with Python 3.9 or newer: ` +
      '“python3 -m venv VENV && VENV/bin/pip install snmpsim==1.2.2 pysmi==2.0.0 cryptography”, ' +
      `then set SNMPSIM_BIN=VENV/bin/${PROGRAM}.`,
  );
}

/** Replays a folder of recordings on a free port of the loopback. `community`: one that is there, to know when it is ready. */
export async function startReplay(program: string, recordings: string, community: string): Promise<Replay> {
  const port = await freeUdpPort();
  const cache = await mkdtemp(join(tmpdir(), 'replenish-snmpsim-'));
  const access = { host: '127.0.0.1', port, community, timeoutMs: 2000, retries: 1 };
  const { name, auth, privacy } = REPLAY_USER;
  const root = process.getuid?.() === 0 ? ['--process-user=root', '--process-group=root'] : [];
  const child = spawn(
    program,
    [
      `--data-dir=${recordings}`,
      `--cache-dir=${cache}`,
      `--agent-udpv4-endpoint=127.0.0.1:${port}`,
      ...root,
      `--v3-user=${name}`,
      `--v3-auth-key=${auth!.password}`,
      '--v3-auth-proto=SHA',
      `--v3-priv-key=${privacy!.password}`,
      '--v3-priv-proto=AES',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const stop = async () => {
    await end(child);
    await rm(cache, { recursive: true, force: true });
  };
  try {
    await ready(child, { ...access, timeoutMs: 500, retries: 0 });
  } catch (error) {
    await stop();
    throw new Error(`snmpsim does not run: ${(error as Error).message}\n${said}`, { cause: error });
  }
  return { access, user: REPLAY_USER, stop };
}

async function ready(child: ChildProcess, access: SnmpAccess): Promise<void> {
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}.`);
    const session = await openSession(access);
    const asked = session.get(['1.3.6.1.2.1.1.1.0']).then(
      () => true,
      () => false,
    );
    const answered = await Promise.race([asked, failed]).finally(() => session.close());
    if (answered) return;
    await sleep(200);
  }
  throw new Error(`it was not ready after ${START_TIMEOUT_MS / 1000} s.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(patience);
}
