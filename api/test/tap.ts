import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to the database that can be stopped up and cut, as networks do. */
export async function openTap(targetUrl: string) {
  const target = new URL(targetUrl);
  const pairs = new Set<[Socket, Socket]>();
  let shut = false;
  const server = createServer((near) => {
    if (shut) return near.destroy();
    const far = connect(Number(target.port), target.hostname);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    near.pipe(far).pipe(near);
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const each = (act: (socket: Socket) => void) => {
    for (const pair of pairs) for (const socket of pair) act(socket);
  };
  return {
    url: url.href,
    /** Nothing gets through, and nobody is told. */
    stopUp: () => each((socket) => socket.pause()),
    letFlow: () => each((socket) => socket.resume()),
    /** Every connection ends, and no new one is taken. */
    cut() {
      shut = true;
      each((socket) => socket.destroy());
    },
    mend() {
      shut = false;
    },
    async close() {
      each((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
