import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

/** One request as it arrived over the network. */
export interface Arrived {
  id: string;
  // biome-ignore lint/suspicious/noExplicitAny: what was sent is for the test to assert
  body: any;
  text: string;
  headers: IncomingHttpHeaders;
  /** Its signature is that of a secret that the server knows. */
  genuine: boolean;
}

type Behaviour = (arrived: Arrived, response: ServerResponse) => unknown;

export const json =
  (status: number, body?: object): Behaviour =>
  (_arrived, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body ? JSON.stringify(body) : undefined);
/** Has done what it was asked, and the answer never arrives. */
export const dropped: Behaviour = (_arrived, response) => response.destroy();
export const silent: Behaviour = () => {};
export const redirected =
  (location: string): Behaviour =>
  (_arrived, response) =>
    response.writeHead(307, { location }).end();

/**
 * Somebody else's server, over the network: an ERP, or a receiver of webhooks. It does each effect once by its id, and says so again
 * when it is asked again; `behave` makes it slow, refusing, forgetful of answers, or whatever a test wants.
 */
export class TheirServer {
  /** Every request, repeats included. */
  readonly arrived: Arrived[] = [];
  /** Each effect once, in the order in which they came first. */
  readonly effects: Arrived[] = [];
  /** The first ones apply to the next requests, one each; then it answers as `usually`. */
  readonly next: Behaviour[] = [];
  usually: Behaviour = json(200, { answer: 'agreed' });
  secrets: string[] = [];
  #server: Server | undefined;
  #port = 0;

  static async open(): Promise<TheirServer> {
    const server = new TheirServer();
    await server.comeBack();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/inbox`;
  }

  get port(): number {
    return this.#port;
  }

  async comeBack(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    await new Promise<void>((done) => server.listen(this.#port, '127.0.0.1', done));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** From now on nobody listens at its address. */
  async disappear(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const id = String(request.headers['webhook-id']);
    const arrived: Arrived = { id, text: sent, body: JSON.parse(sent), headers: request.headers, genuine: false };
    arrived.genuine = this.#isGenuine(arrived);
    this.arrived.push(arrived);
    const behave = this.next.shift() ?? this.usually;
    if (behave !== silent && !this.effects.some((effect) => effect.id === id)) this.effects.push(arrived);
    await behave(arrived, response);
  }

  /** As a receiver checks it, but for the timestamp's age: the clock of a journey is not ours. */
  #isGenuine({ id, text: sent, headers }: Arrived): boolean {
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    const signatures = String(headers['webhook-signature']).split(' ');
    return this.secrets.some((secret) => signatures.includes(new Webhook(secret).sign(id, at, sent)));
  }
}
