import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection, WorkflowClient } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { freePort } from './ports.ts';
import { isAlive, waitUntilGone } from './processes.ts';
import { registerSearchAttributes } from './search-attributes.ts';
import { startTemporal } from './temporal.ts';
import { findTemporal } from './temporal-binary.ts';

describe('Temporal on this machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'replenish-temporal-'));
  const running: Awaited<ReturnType<typeof startTemporal>>[] = [];
  let program: string;

  const start = async (retentionDays = 30) => {
    const server = await startTemporal({
      program,
      port: await freePort(),
      uiPort: await freePort(),
      namespace: 'fleet',
      retentionDays,
      dataDir: folder,
      logFile: join(folder, 'temporal.log'),
    });
    running.push(server);
    return server;
  };
  const connected = async <T>(address: string, use: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await Connection.connect({ address });
    try {
      return await use(connection);
    } finally {
      await connection.close();
    }
  };

  beforeAll(async () => {
    program = await findTemporal(loadConfig().cache, () => {});
  });
  afterAll(async () => {
    for (const server of running) await server.stop();
    rmSync(folder, { recursive: true });
  });

  test('keeps workflows between starts and after a kill; has its page and our search attributes', async () => {
    const first = await start();
    await connected(first.address, (connection) =>
      new WorkflowClient({ connection, namespace: 'fleet' }).start('device', {
        workflowId: 'device/1',
        taskQueue: 'q',
      }),
    );
    expect(await (await fetch(first.uiUrl)).text()).toContain('<html');
    process.kill(first.pid, 'SIGKILL');
    await waitUntilGone(first.pid, 5000);

    const second = await start();
    await connected(second.address, async (connection) => {
      const handle = new WorkflowClient({ connection, namespace: 'fleet' }).getHandle('device/1');
      expect((await handle.describe()).status.name).toBe('RUNNING');
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'fleet' });
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(searchAttributes)));
    });

    const third = await start();
    expect(isAlive(second.pid), 'the server that was left over makes room').toBe(false);
    await third.stop();
    expect(isAlive(third.pid)).toBe(false);
  });

  test('search attributes are added once to a namespace elsewhere; one of another type is named', async () => {
    const server = await start();
    await connected(server.address, async (connection) => {
      const namespace = 'elsewhere';
      await connection.workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: { seconds: 86_400 as unknown as Long },
      });
      await expect
        .poll(() => registerSearchAttributes(connection, namespace).then(() => 'done', String), { timeout: 20_000 })
        .toBe('done');
      await Promise.all([1, 2].map(() => registerSearchAttributes(connection, namespace)));
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      expect(customAttributes).toMatchObject({ ReplenishAccount: 2, ReplenishNextOrderAt: 6, ReplenishSilent: 5 });

      await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['ReplenishSilent'] });
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { ReplenishSilent: 2 } });
      await expect(registerSearchAttributes(connection, namespace)).rejects.toThrow(
        /ReplenishSilent of another type than Bool/,
      );
    });
  });

  test.runIf(process.platform !== 'win32')(
    'what gets in its own way while it starts is started again, however long the line that tells so',
    async () => {
      const [real, failedOnce] = [program, join(folder, 'failed-once')];
      const script = join(folder, 'fails-first.sh');
      const words = `${'x'.repeat(1500)}: database is locked`;
      writeFileSync(
        script,
        `#!/bin/sh\n[ -e '${failedOnce}' ] || { touch '${failedOnce}'; echo '${words}' >&2; exit 1; }\nexec '${real}' "$@"\n`,
        { mode: 0o755 },
      );
      program = script;
      const server = await start().finally(() => {
        program = real;
      });
      expect(existsSync(failedOnce)).toBe(true);
      await connected(server.address, (connection) =>
        connection.workflowService.describeNamespace({ namespace: 'fleet' }),
      );
    },
  );

  test('closed workflows are kept as long as it is told', async () => {
    const server = await start(45);
    await connected(server.address, async (connection) => {
      const { config } = await connection.workflowService.describeNamespace({ namespace: 'fleet' });
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(45 * 86_400);
    });
  });

  test('where we may not add search attributes, it does when they are there; else it is said which are needed', async () => {
    const server = await start();
    await connected(server.address, async (connection) => {
      const refused = async () => {
        throw Object.assign(new Error('no permission'), { code: 7 });
      };
      const operatorService = { listSearchAttributes: refused, addSearchAttributes: refused };
      const limited = { workflowService: connection.workflowService, operatorService } as unknown as Connection;
      await registerSearchAttributes(limited, 'fleet');
      await connection.operatorService.removeSearchAttributes({
        namespace: 'fleet',
        searchAttributes: ['ReplenishSilent'],
      });
      await expect(registerSearchAttributes(limited, 'fleet')).rejects.toThrow(
        /Ask its operators to add .*ReplenishSilent \(Bool\)/,
      );
    });
  });
});
