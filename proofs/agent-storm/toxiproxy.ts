import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../servers/ports.ts';

/** The network between agent and server, to be cut. */
export interface Network {
  port: number;
  cut(): Promise<void>;
  /** Connections are made and then broken off, in the middle of an answer too. */
  breakOff(): Promise<void>;
  mend(): Promise<void>;
  stop(): void;
}

const PROGRAM = 'toxiproxy-server';

/** Path of toxiproxy: the one that is given, else on the PATH. Throws an Error that says how to get it. */
export function findToxiproxy(given: string | undefined, searchPath: string): string {
  const found = (given ? [given] : searchPath.split(delimiter).map((folder) => join(folder, PROGRAM))).find((file) =>
    existsSync(file),
  );
  if (found) return found;
  throw new Error(
    `${given ?? PROGRAM} is not there. With Go: “go install github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0”, ` +
      'then give --toxiproxy FILE (the program that Go made is called server).',
  );
}

export async function startNetwork(file: string, upstreamPort: number): Promise<Network> {
  const [control, port] = [await freePort(), await freePort()];
  const child = spawn(file, ['-host', '127.0.0.1', '-port', String(control)], { stdio: 'ignore' });
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${control}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok && response.status !== 404)
      throw new Error(`toxiproxy: ${response.status} ${await response.text()}`);
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await ask('POST', '/proxies', {
        name: 'api',
        listen: `127.0.0.1:${port}`,
        upstream: `127.0.0.1:${upstreamPort}`,
        enabled: true,
      });
      break;
    } catch (error) {
      if (tries > 50) throw error;
      await sleep(100);
    }
  }
  const mend = async () => {
    await ask('DELETE', '/proxies/api/toxics/broken');
    await ask('POST', '/proxies/api', { enabled: true });
  };
  return {
    port,
    mend,
    cut: () => ask('POST', '/proxies/api', { enabled: false }),
    breakOff: () =>
      ask('POST', '/proxies/api/toxics', {
        name: 'broken',
        type: 'limit_data',
        stream: 'downstream',
        attributes: { bytes: 40 },
      }),
    stop: () => child.kill(),
  };
}
