import { setTimeout as sleep } from 'node:timers/promises';
import { type Customer, dailyReadings, enrol } from './customer.ts';

export interface Load {
  /** What did not answer 2xx, in words. */
  failures: string[];
  requests: number;
  stop(): Promise<void>;
}

const dayMs = 86_400_000;
const startPercent = 60;

/**
 * Devices that report day after day as fast as they are answered, so that each runs low and is ordered for; and people who look at them. Each
 * request goes to the next API; none is sent a second time, so every failure is seen.
 */
export async function putLoad(customer: Customer, devices: number, urls: () => string[]): Promise<Load> {
  const serials = Array.from({ length: devices }, (_, i) => `M100-${1000 + i}`);
  for (const serial of serials) await enrol(customer, serial);
  const load: Load = { failures: [], requests: 0, stop: async () => {} };
  let going = true;
  const send = async (method: string, path: string, body?: object) => {
    const url = urls()[load.requests++ % urls().length]!;
    try {
      const answer = await fetch(`${url}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${customer.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      if (!answer.ok) load.failures.push(`${method} ${path} at ${url}: ${answer.status} ${text.slice(0, 300)}`);
    } catch (error) {
      load.failures.push(`${method} ${path} at ${url}: ${(error as Error).cause ?? error}`);
    }
  };
  const working = serials.map(async (serial, i) => {
    // A past that ends today, however often it is told: each round of it is a little later.
    for (let round = 0; going; round++) {
      const newestAt = new Date(Date.now() - dayMs + round * 1000 + i);
      const percent = Math.max(1, startPercent - round);
      await send('POST', '/readings', dailyReadings(serial, percent, 1, newestAt)[0]);
      await send('GET', `/devices?search=${serial}`);
      await send('GET', `/orders?accountId=${customer.accountId}&limit=5`);
      await sleep(200);
    }
  });
  load.stop = async () => {
    going = false;
    await Promise.all(working);
  };
  return load;
}
