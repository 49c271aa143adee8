import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A mail that was handed to the mail server, to the end of its DATA. */
export interface Handed {
  messageId: string;
  atMs: number;
  /** The server has said that it took it. */
  answered: boolean;
  /** The sender has heard that, and hung up in order: one that was killed with the answer unread breaks the connection off. */
  heard: boolean;
}

export interface SmtpTap {
  port: number;
  /** Every mail on the wire, repeats included, in order. */
  handed: Handed[];
  /** While it is so, the connection breaks off when the server has taken a mail, instead of its answer. */
  dropAnswers: boolean;
  stop(): Promise<void>;
}

/** Listens in between senders and a mail server: which mails went over the wire, and which answers were heard. */
export async function openSmtpTap(upstreamPort: number): Promise<SmtpTap> {
  const tap: SmtpTap = { port: 0, handed: [], dropAnswers: false, stop };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(upstreamPort, '127.0.0.1');
    const session = new Session((mail) => tap.handed.push(mail));
    near.on('end', () => session.hungUp());
    near.on('data', (chunk) => session.client(chunk.toString('latin1')));
    far.on('data', (chunk) => {
      if (tap.dropAnswers && session.awaitsAnswer()) near.destroy();
      else session.server(chunk.toString('latin1'));
    });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        for (const other of [near, far]) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  tap.port = (server.address() as AddressInfo).port;
  return tap;

  async function stop(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** One connection of RFC 5321, as far as it matters here; commands up to DATA may come at once. */
class Session {
  #said = '';
  #inData = false;
  #mail: Handed | undefined;
  readonly #hand: (mail: Handed) => void;

  constructor(hand: (mail: Handed) => void) {
    this.#hand = hand;
  }

  client(text: string): void {
    this.#said += text;
    if (this.#inData) {
      const end = this.#said.indexOf('\r\n.\r\n');
      if (end < 0) return;
      const messageId = /^message-id:\s*(<[^>]*>)/im.exec(this.#said)?.[1] ?? '';
      this.#mail = { messageId, atMs: Date.now(), answered: false, heard: false };
      this.#hand(this.#mail);
      this.#said = '';
      this.#inData = false;
    } else if (this.#said.endsWith('\r\n')) {
      this.#said = '';
    }
  }

  awaitsAnswer(): boolean {
    return this.#mail !== undefined && !this.#mail.answered;
  }

  hungUp(): void {
    if (this.#mail?.answered) this.#mail.heard = true;
  }

  server(text: string): void {
    if (/^354/m.test(text)) this.#inData = true;
    else if (this.#mail && /^250/m.test(text)) this.#mail.answered = true;
  }
}
