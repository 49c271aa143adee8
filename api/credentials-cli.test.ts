import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from './test/api.ts';
import { type Ids, makeCatalogue, makeTenant } from './test/tenant.ts';

const script = fileURLToPath(new URL('./credentials-cli.ts', import.meta.url));
const run = promisify(execFile);

let api: TestApi;
let ids: Ids;
beforeAll(async () => {
  api = await openTestApi();
  ids = (await makeTenant(api, 'one', await makeCatalogue(api))).here;
});
afterAll(() => api.close());

async function command(...args: string[]): Promise<{ out: string; error: string; code: number }> {
  const env = { ...process.env, DATABASE_APP_URL: api.appUrl, DATABASE_URL: api.appUrl };
  try {
    const { stdout, stderr } = await run(process.execPath, [script, ...args], { env });
    return { out: stdout, error: stderr, code: 0 };
  } catch (failure) {
    const { stdout, stderr, code } = failure as { stdout: string; stderr: string; code: number };
    return { out: stdout, error: stderr, code };
  }
}

describe('npm run credential', () => {
  test('makes a credential and prints its token, which opens the door; the audit says who sat at the machine', async () => {
    const { accountId, siteId } = ids;
    const { out, code } = await command('create', '--role', 'agent', '--account', accountId, '--site', siteId);
    expect(code).toBe(0);
    const { status, body } = await api.call(out.trim(), 'GET', 'me');
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'agent', roles: ['agent'], accountId, siteId });
    const staff = await api.newToken('operations');
    const audit = await api.call(staff, 'GET', 'audit', { query: { entityId: body.credentialId } });
    expect(audit.body.items[0].actor).toMatch(/^command line: ./);
  });

  test.each([
    ['a role that is none', ['create', '--role', 'owner'], '--role: not owner'],
    ['an agent without its site', ['create', '--role', 'agent'], 'siteId is needed for the role agent'],
  ])('says what is wrong, and makes none: %s', async (_what, args, words) => {
    const { out, error, code } = await command(...args);
    expect([out, code]).toEqual(['', 1]);
    expect(error).toContain(words);
    expect(error).not.toContain('    at ');
  });
});
