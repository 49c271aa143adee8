import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves one recorded IPP answer on a free port of the loopback, whatever is asked, with the request's own number in it. */
export async function replayIpp(file: string): Promise<{ url: string; stop(): void }> {
  const recorded = readFileSync(file);
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const answer = Buffer.from(recorded);
    Buffer.concat(parts).copy(answer, 4, 4, 8);
    response.writeHead(200, { 'content-type': 'application/ipp' }).end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`, stop: () => server.close() };
}
