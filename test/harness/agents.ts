import { expect } from 'vitest';
import { newToken } from '../../api/auth/token.ts';
import { catalogue, type Device, type Key, type Scenario } from './scenario.ts';
import type { World } from './world.ts';

/** An agent on a customer's site, as the API sees one: enrolled with a code, calling with its own key. */
export interface SiteAgent {
  agentId: string;
  /** Posts a reading that it took of a device just now, or at `at`. */
  read(device: Device, levels: Partial<Record<Key, number>>, at?: Date): Promise<number>;
  /** Says how it goes. */
  report(): Promise<void>;
  revoke(): Promise<void>;
}

export async function enrolAgent(customer: Scenario, siteId = customer.siteId): Promise<SiteAgent> {
  const { world } = customer;
  const name = 'Lyon, server room';
  const { code } = (await world.request('POST', `/sites/${siteId}/agent-codes`, { name })).body;
  const { token, keyId, hash } = newToken();
  const body = { code, keyId, keyHash: hash, hostName: 'srv-lyon' };
  const enrolled = await world.request('POST', '/agents/enrol', body);
  expect(enrolled.status, JSON.stringify(enrolled.body)).toBe(201);
  const { agentId } = enrolled.body;
  return {
    agentId,
    async read(device, levels, at) {
      const takenAt = at ?? (await world.now());
      return call(world, token, '/readings', {
        device: { maker: 'Aldine', serial: device.serial },
        takenAt: takenAt.toISOString(),
        levels: Object.entries(levels).map(([key, percent]) => ({
          key,
          kind: catalogue[key as Key].kind,
          level: { type: 'percent', percent },
        })),
        source: 'agent',
      });
    },
    async report() {
      const clock = (await world.now()).toISOString();
      const printers = { known: 2, read: 2, failed: 0 };
      await call(world, token, '/agents/report', { clock, version: '0.1.0', waiting: 0, dropped: 0, printers });
    },
    async revoke() {
      expect((await world.request('DELETE', `/agents/${agentId}`)).status).toBe(200);
    },
  };
}

async function call(world: World, token: string, path: string, payload: object): Promise<number> {
  await world.now();
  const { statusCode, body } = await world.api.inject({
    method: 'POST',
    url: `/v1${path}`,
    headers: { authorization: `Bearer ${token}` },
    payload,
  });
  expect(statusCode, body).toBeLessThan(300);
  await world.sleep('10 seconds');
  return statusCode;
}
