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
/** In which a device sends three requests: all of them together stay below what one address may ask in a minute. */
const roundMs = 1000;

/**
 * Devices that report a day of theirs each second, so that each runs low and is ordered for; and people who look at them. Each request
 * goes to the next API; none is sent a second time, so every failure is seen.
 */
export async function putLoad(customers: Customer[], devices: number, urls: () => string[]): Promise<Load> {
  const fleet = Array.from({ length: devices }, (_, i) => ({
    serial: `M100-${1000 + i}`,
    customer: customers[i % customers.length]!,
  }));
  for (const { serial, customer } of fleet) await enrol(customer, serial);
  const load: Load = { failures: [], requests: 0, stop: async () => {} };
  let going = true;
  const send = async ({ token }: Customer, method: string, path: string, body?: object) => {
    const url = urls()[load.requests++ % urls().length]!;
    try {
      const answer = await fetch(`${url}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      if (!answer.ok) load.failures.push(`${method} ${path} at ${url}: ${answer.status} ${text.slice(0, 300)}`);
    } catch (error) {
      load.failures.push(`${method} ${path} at ${url}: ${(error as Error).cause ?? error}`);
    }
  };
  const working = fleet.map(async ({ serial, customer }, i) => {
    // A past that ends today, however often it is told: each round of it is a little later.
    for (let round = 0; going; round++) {
      const next = sleep(roundMs);
      const newestAt = new Date(Date.now() - dayMs + round * 1000 + i);
      const percent = Math.max(1, startPercent - round);
      await send(customer, 'POST', '/readings', dailyReadings(serial, percent, 1, newestAt)[0]);
      await send(customer, 'GET', `/devices?search=${serial}`);
      await send(customer, 'GET', `/orders?accountId=${customer.accountId}&limit=5`);
      await next;
    }
  });
  load.stop = async () => {
    going = false;
    await Promise.all(working);
  };
  return load;
}
