import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { getCACertificates } from 'node:tls';

/** Proxies as this machine's environment names them (HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in large or small letters). */
export type ProxyEnvironment = Record<string, string | undefined>;

export interface ServerAnswer {
  status: number;
  body: unknown;
  /** Seconds that the server asks to be left alone. */
  retryAfter: number | undefined;
  /** When the answer had been read, and how long it took. */
  at: Date;
  tookMs: number;
}

/** The server was not reached. `code`: of Node or OpenSSL, such as ECONNREFUSED. */
export class ServerUnreachable extends Error {
  override name = 'ServerUnreachable';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ServerRequest {
  method: 'GET' | 'POST';
  /** Under the server's base, such as /v1/readings/batch. */
  path: string;
  token?: string;
  /** JSON, as it is sent. */
  body?: string;
}

/** Sends requests to the one server there is, through a proxy where the environment names one. */
export interface ServerConnection {
  base: string;
  send(request: ServerRequest): Promise<ServerAnswer>;
  close(): void;
}

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

export function connectTo(base: string, proxyEnv: ProxyEnvironment, timeoutMs = TIMEOUT_MS): ServerConnection {
  const secure = base.startsWith('https:');
  const options = { keepAlive: true, maxSockets: 2, proxyEnv };
  // Companies that look into their traffic have a certificate of their own in the system's store.
  const agent = secure
    ? new HttpsAgent({ ...options, ca: [...getCACertificates('default'), ...getCACertificates('system')] })
    : new HttpAgent(options);
  return {
    base,
    close: () => agent.destroy(),
    send: ({ method, path, token, body }) =>
      new Promise((resolve, reject) => {
        const began = performance.now();
        const fail = (error: Error & { code?: string }) =>
          reject(new ServerUnreachable(timedOut.aborted ? 'ETIMEDOUT' : (error.code ?? error.name), error.message));
        const timedOut = AbortSignal.timeout(timeoutMs);
        const request = (secure ? httpsRequest : httpRequest)(
          new URL(`${base}${path}`),
          {
            method,
            agent,
            signal: timedOut,
            headers: {
              accept: 'application/json',
              ...(token && { authorization: `Bearer ${token}` }),
              ...(body !== undefined && {
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(body),
              }),
            },
          },
          (response) => {
            const parts: Buffer[] = [];
            let size = 0;
            response.on('error', fail);
            response.on('data', (part: Buffer) => {
              size += part.length;
              if (size > MAX_ANSWER_BYTES) request.destroy(new Error('the answer does not end'));
              parts.push(part);
            });
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                body: parse(Buffer.concat(parts).toString()),
                retryAfter: Number(response.headers['retry-after']) || undefined,
                at: new Date(),
                tookMs: performance.now() - began,
              }),
            );
          },
        );
        request.on('error', fail);
        request.end(body);
      }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
