import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openTestApi, type TestApi } from '../api/test/api.ts';
import { type Ids, makeCatalogue, makeTenant } from '../api/test/tenant.ts';
import { devices, readings } from '../db/schema/index.ts';
import { freeUdpPort } from './free-port.ts';
import { type ServedPrinter, servePrinter } from './printer/serve.ts';
import { newPrinter } from './printer/state.ts';
import { startFakeAgent } from './testing/fake-agent.ts';

/** The program as people start it, against the real API. */

let api: TestApi;
let here: Ids;
let staff: string;
let base: string;
let port: number;
let printer: ServedPrinter;
let home: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  api = await openTestApi();
  // Its clock is the agent's, so that readings are of today.
  api.time.now = new Date();
  ({ here } = await makeTenant(api, 'AL410-000777', await makeCatalogue(api)));
  staff = await api.newToken('helpdesk');
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
  port = await freeUdpPort();
  const initial = newPrinter({ maker: 'Aldine', model: 'Aldine C410', serial: 'AL410-000777 here' });
  printer = await servePrinter({ port, community: 'public', initial });
  home = mkdtempSync(join(tmpdir(), 'replenish-agent-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) await end(child, 'SIGKILL');
});
afterAll(async () => {
  await printer.close();
  await api.close();
  rmSync(home, { recursive: true, force: true });
});

function start(args: string[], env: Record<string, string> = {}): ChildProcess & { said: string } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...args, '--home', home], {
    env: { ...process.env, LANG: 'en', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const spoken = Object.assign(child, { said: '' });
  for (const stream of [child.stdout, child.stderr])
    stream!.on('data', (text) => {
      spoken.said += text;
    });
  return spoken;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode;
}

async function run(args: string[], env?: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = start(args, env);
  const [code] = await once(child, 'close');
  return { code, said: child.said };
}

async function newCode(): Promise<string> {
  const { body } = await api.call(staff, 'POST', `sites/${here.siteId}/agent-codes`, { body: { name: 'Lyon' } });
  return body.code;
}

const configure = (more: object) => {
  const file = join(home, 'agent.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...more }));
};
const stored = () => api.system.select().from(readings).where(eq(readings.deviceId, here.deviceId));
const status = async () => JSON.parse((await run(['status', '--json'])).said);

describe('the agent on a site', () => {
  test('enrols with a key that stays on the machine, once', async () => {
    const code = await newCode();
    const first = await run(['enrol', '--server', base, '--code', code, '--host', `127.0.0.1:${port}`, '--lang', 'fr']);
    expect(first).toMatchObject({ code: 0, said: expect.stringMatching(/Inscrit comme .{1,3}Lyon/) });
    if (process.platform !== 'win32') expect(statSync(join(home, 'key.json')).mode & 0o077).toBe(0);
    expect((await run(['enrol', '--server', base, '--code', code])).said).toMatch(/enrolled already/);
    expect((await run(['enrol', '--server', base, '--code', code, '--again'])).said).toMatch(
      /did not enrol.*409.*Ask for a new code/s,
    );
    expect((await run(['enrol', '--server', 'http://server.example', '--code', code, '--again'])).said).toMatch(
      /must be https/,
    );
  });

  test('doctor says in plain words what is well and what is not, in both languages', async () => {
    const silent = await startFakeAgent({ secret: {} });
    configure({
      hosts: [`127.0.0.1:${port}`, `127.0.0.1:${silent.port}`, 'no-such-printer.invalid'],
      timeoutSeconds: 0.3,
      ipp: false,
    });
    const { code, said } = await run(['doctor']);
    expect(code).toBe(1);
    expect(said).toMatch(/✓ The server knows this agent’s key/);
    expect(said).toMatch(/✓ This machine’s clock is \d/);
    expect(said).toMatch(/✓ 127\.0\.0\.1:\d+: Aldine C410, serial number AL410-000777 here, 6 of 6/);
    expect(said).toMatch(/✗ 127\.0\.0\.1:\d+: (nothing answers|the printer is on)/);
    expect(said).toMatch(/✗ no-such-printer\.invalid: (no machine of this name|no-such)/);
    expect((await run(['doctor', '--lang', 'fr'])).said).toMatch(/Le serveur connaît la clé/);
    const offline = await run(['doctor'], { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '' });
    expect(offline.said).toMatch(/✗ The proxy 127\.0\.0\.1:9 does not let/);
    await silent.close();
    configure({ hosts: [`127.0.0.1:${port}`] });
  });

  test('discover finds the printer, by SNMP v2c', async () => {
    const { code, said } = await run(['discover', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ way: 'SNMP v2c', model: 'C410', serial: 'AL410-000777 here' });
  });

  test('the service reads and sends; a reading taken while the server is away arrives after SIGKILL, once and in order', async () => {
    await api.system.update(devices).set({ maker: 'Aldine' }).where(eq(devices.id, here.deviceId));
    configure({ everyHours: 0.0005 });
    const first = start(['run']);
    await vi.waitFor(async () => expect((await stored()).length).toBeGreaterThanOrEqual(2), {
      timeout: 20_000,
      interval: 100,
    });
    expect((await run(['run'])).said).toMatch(/runs already/);
    expect(await end(first, 'SIGTERM')).toBe(0);
    const before = (await stored()).length;

    // Away: a proxy that is not there.
    const offline = start(['run'], { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '' });
    await vi.waitFor(async () => expect((await status()).waiting).toBeGreaterThanOrEqual(2), {
      timeout: 20_000,
      interval: 200,
    });
    await end(offline, 'SIGKILL');
    const { waiting, failure } = await status();
    expect(failure.said).toBe('ECONNREFUSED');
    expect((await stored()).length).toBe(before);

    configure({ everyHours: 24 });
    const again = start(['run']);
    await vi.waitFor(async () => expect((await status()).waiting).toBe(0), { timeout: 20_000, interval: 200 });
    expect(await end(again, 'SIGINT')).toBe(0);
    const all = await stored();
    // A round that SIGKILL broke off is read again.
    expect(all.length - before - waiting).toBeLessThanOrEqual(1);
    expect(all.length).toBeGreaterThanOrEqual(before + waiting);
    expect(new Set(all.map(({ at }) => at.getTime())).size).toBe(all.length);
    const { body } = await api.call(staff, 'GET', 'agents', { query: { limit: '200' } });
    expect(body.items.find(({ name }: { name: string }) => name === 'Lyon')).toMatchObject({
      report: { version: '0.1.0', printers: { known: 1 } },
    });
  }, 120_000);

  test('once revoked, it keeps its readings and says so', async () => {
    const { body } = await api.call(staff, 'GET', 'agents', { query: { limit: '200' } });
    const { id } = body.items.find(({ name }: { name: string }) => name === 'Lyon');
    await api.call(staff, 'DELETE', `agents/${id}`);
    configure({ everyHours: 0.0005 });
    const service = start(['run']);
    // It may be told before it has read anything: it goes on reading.
    await vi.waitFor(
      async () => {
        const { revoked, waiting } = await status();
        expect(revoked).toBe(true);
        expect(waiting).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 200 },
    );
    await end(service, 'SIGTERM');
    expect((await status()).waiting).toBeGreaterThan(0);
    expect((await run(['doctor'])).said).toMatch(/revoked.*enrol again/);
    expect(existsSync(join(home, 'store.sqlite'))).toBe(true);
    const again = await run(['enrol', '--server', base, '--code', await newCode(), '--again']);
    expect(again.code).toBe(0);
  });
});
