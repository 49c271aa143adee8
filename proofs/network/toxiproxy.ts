import { setTimeout as sleep } from 'node:timers/promises';
import { type Daemon, spawnDaemon } from '../../servers/daemon.ts';
import { findGoPrograms } from '../../servers/go-programs.ts';
import { freePort } from '../../servers/ports.ts';
import type { Progress } from '../../servers/setup-error.ts';

/** A toxic of toxiproxy: what it does to the bytes that go one way. `downstream` are the answers. */
export interface Toxic {
  type: 'latency' | 'bandwidth' | 'timeout' | 'reset_peer' | 'limit_data';
  stream: 'upstream' | 'downstream';
  attributes: Record<string, number>;
}

/** A network between a client and one server, to be hurt. */
export interface Network {
  port: number;
  /** Connections that are there are concerned, too. */
  poison(toxics: readonly Toxic[]): Promise<void>;
  /** Nobody is reached, and every connection ends. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export interface Toxiproxy {
  /** Stands from now on before what listens, or will listen, on that port of this machine. */
  before(name: string, upstreamPort: number): Promise<Network>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const START_TRIES = 100;

/** Path of its server, built with Go once and kept in the cache. */
export async function findToxiproxy(cache: string, progress: Progress): Promise<string> {
  const { server } = await findGoPrograms(
    cache,
    {
      title: 'toxiproxy',
      folder: 'toxiproxy',
      version: '2.12.0',
      packages: { server: 'github.com/Shopify/toxiproxy/v2/cmd/server' },
      takes: 'half a minute',
      otherwise: 'nothing else breaks networks as it does.',
    },
    progress,
  );
  return server;
}

export async function startToxiproxy(program: string, logFile: string): Promise<Toxiproxy> {
  const control = await freePort();
  const server = spawnDaemon(program, ['-host', HOST, '-port', String(control)], {
    logFile,
    stopSignal: 'SIGTERM',
    graceMs: 5000,
  });
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`http://${HOST}:${control}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`toxiproxy: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  await untilItAnswers(server, () => ask('GET', '/version'));
  return {
    stop: () => server.stop(),
    async before(name, upstreamPort) {
      const port = await freePort();
      const proxy = { name, listen: `${HOST}:${port}`, upstream: `${HOST}:${upstreamPort}`, enabled: true };
      await ask('POST', '/proxies', proxy);
      return {
        port,
        async poison(toxics) {
          for (const toxic of toxics) await ask('POST', `/proxies/${name}/toxics`, toxic);
        },
        cut: async () => void (await ask('POST', `/proxies/${name}`, { enabled: false })),
        async mend() {
          for (const toxic of (await ask('GET', `/proxies/${name}/toxics`)) as { name: string }[])
            await ask('DELETE', `/proxies/${name}/toxics/${toxic.name}`);
          await ask('POST', `/proxies/${name}`, { enabled: true });
        },
      };
    },
  };
}

async function untilItAnswers(server: Daemon, ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries > START_TRIES || server.hasEnded()) {
        await server.stop();
        throw error;
      }
      await sleep(100);
    }
  }
}
