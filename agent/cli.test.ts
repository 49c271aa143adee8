import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freeUdpPort } from './free-port.ts';
import { type ServedPrinter, servePrinter } from './printer/serve.ts';
import { newPrinter } from './printer/state.ts';

let printer: ServedPrinter;
let address: string;

beforeAll(async () => {
  const port = await freeUdpPort();
  address = `127.0.0.1:${port}`;
  const initial = newPrinter({ maker: 'Aldine', model: 'Aldine C410', serial: 'AL410-000777' });
  printer = await servePrinter({ port, community: 'public', initial });
});
afterAll(() => printer.close());

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

function run(script: string, args: string[], env: Record<string, string> = {}): Promise<Run> {
  const path = join(import.meta.dirname, script);
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

describe('npm run agent -- poll', () => {
  test('shows a table', async () => {
    const { code, stdout } = await run('cli.ts', ['poll', address]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Aldine C410, serial number AL410-000777\n/);
    expect(stdout).toMatch(/^1\.5 +55\.0 % room +wasteToner/m);
  });

  test('prints one reading as JSON and nothing else', async () => {
    const { stdout } = await run('cli.ts', ['poll', address, '--community', 'public', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      serial: 'AL410-000777',
      supplies: [{ index: '1.1' }, {}, {}, {}, {}, {}],
    });
  });

  test('posts with the token of the environment, and keeps the answer out of the JSON', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      request.resume().on('end', () => response.end('{"outcome":"accepted"}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
    const { code, stdout, stderr } = await run('cli.ts', ['poll', address, '--json', '--post', '--api', api], {
      REPLENISH_TOKEN: 'secret',
    });
    server.close();
    expect(code).toBe(0);
    expect(seen).toEqual(['Bearer secret']);
    expect(JSON.parse(stdout)).toMatchObject({ serial: 'AL410-000777' });
    expect(stderr).toMatch(/took the reading: 6 slots/);
  });

  test.each([
    ['no printer', ['poll'], /which printer/],
    ['no such option', ['poll', 'x', '--write'], /Unknown option/],
    ['no address', ['poll', 'x:y:z'], /HOST:PORT/],
    ['posting without a token', ['poll', 'x', '--post'], /REPLENISH_TOKEN/],
    ['v3 options without a user', ['poll', 'x', '--auth', 'SHA:12345678'], /--user/],
    ['privacy without authentication', ['poll', 'x', '--user', 'u', '--priv', 'AES:12345678'], /needs --auth/],
    ['a protocol that is none', ['poll', 'x', '--user', 'u', '--auth', 'ROT:12345678'], /SHA256/],
    ['a short password', ['poll', 'x', '--user', 'u', '--auth', 'SHA:1234'], /8 characters/],
    ['a timeout that is none', ['poll', 'x', '--timeout', 'soon'], /seconds/],
    ['a server that is none', ['poll', 'x', '--api', 'ftp://x'], /http/],
  ])('%s: says so, with the usage', async (_, args, message) => {
    const { code, stdout, stderr } = await run('cli.ts', args, { REPLENISH_TOKEN: '' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/Usage: replenish-agent/);
  });

  test('a printer that does not answer: what to check, and no stack', async () => {
    const { code, stderr } = await run('cli.ts', ['poll', address, '--community', 'wrong', '--timeout', '0.1']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/did not answer within 0\.3 s\. .*deep sleep.*community.*firewall/);
    expect(stderr).not.toMatch(/ at /);
  });
});

describe('npm run recordings', () => {
  test.each([
    ['no folder', [], /Usage/],
    ['a folder that is not there', [join(import.meta.dirname, 'no-recordings')], /There is no .*truth\.json/],
  ])('%s: fails', async (_, args, message) => {
    const { code, stderr } = await run('recordings.ts', args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});
