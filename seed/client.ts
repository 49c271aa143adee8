import { createHash } from 'node:crypto';

/** Calls the API as anyone would; a call that is repeated after an interruption is the same call. */
export function apiClient(baseUrl: string, token: string) {
  return async <T = unknown>(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    options: { key?: string; language?: string } = {},
  ): Promise<T> => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const key = options.key ?? createHash('sha256').update(`${method} ${path} ${payload}`).digest('hex').slice(0, 40);
    const answer = await fetch(`${baseUrl}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(payload ? { 'content-type': 'application/json' } : {}),
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
      },
      body: payload,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}

export type ApiCall = ReturnType<typeof apiClient>;
