import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { SetupError } from './setup-error.ts';

const LOCALHOST = '127.0.0.1';

/** What a port is for, and the setting that changes it. */
export interface PortUse {
  port: number;
  purpose: string;
  setting: string;
  host?: string;
}

/** Rejects with one sentence that names the port, the setting that changes it and, if it can be found out, who holds it. */
export async function assertPortFree({ port, purpose, setting, host = LOCALHOST }: PortUse): Promise<void> {
  const code = await tryPort(port, host);
  if (code === undefined) return;
  if (code === 'EADDRINUSE') {
    const holder = await portHolder(port);
    throw new SetupError(
      `Port ${port}, wanted for ${purpose}, is in use by ${holder ?? 'another program'}. ` +
        `Stop that, or choose another port: ${setting}=${port + 10_000 > 65_535 ? port - 10_000 : port + 10_000}`,
    );
  }
  throw new SetupError(
    `Port ${port} on ${host}, wanted for ${purpose}, cannot be opened (${code}). Choose another one by the setting ${setting}.`,
  );
}

/** A port that is free now, for tests. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOCALHOST, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** A port that is free now, from 20,000 to 32,767: Temporal's server keeps its ports in PostgreSQL as numbers of 16 bits with a sign. */
export async function freeLowPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768);
    if ((await tryPort(port, LOCALHOST)) === undefined) return port;
  }
}

function tryPort(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** "name (process 123)" of whoever listens on the port; undefined when the system does not tell us. */
async function portHolder(port: number): Promise<string | undefined> {
  try {
    return await (process.platform === 'linux' ? holderFromProc(port) : holderFromLsof(port));
  } catch {
    return undefined;
  }
}

async function holderFromLsof(port: number): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  const name = /^c(.+)$/m.exec(stdout)?.[1];
  return pid && name ? `${name} (process ${pid})` : undefined;
}

/** The kernel lists each listening socket with its inode; the process that has that inode open holds the port. */
async function holderFromProc(port: number): Promise<string | undefined> {
  const LISTEN = '0A';
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const tables = await Promise.all(['tcp', 'tcp6'].map((t) => readFile(`/proc/net/${t}`, 'utf8').catch(() => '')));
  const inodes = tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTEN)
    .map((fields) => `socket:[${fields[9]}]`);
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      if (!inodes.includes(target)) continue;
      return `${(await readFile(`/proc/${pid}/comm`, 'utf8')).trim()} (process ${pid})`;
    }
  }
  return undefined;
}
