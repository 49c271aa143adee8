import { eq } from 'drizzle-orm';
import { Type } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { accounts } from '../../db/schema/index.ts';
import { callerOf } from '../auth/caller.ts';
import { deviceColumnsOfFile, importDevices, mostDevices } from '../devices/file.ts';
import { unprocessable } from '../errors/problem.ts';
import { contentOf } from '../plugins/documentation.ts';
import { id, object, ref } from '../schemas/common.ts';
import { DeviceImportResult } from '../schemas/devices.ts';
import type { App, Routes } from '../types.ts';
import { answerLanguage } from '../work/said.ts';
import { tried } from '../work/tried.ts';
import type { Work } from '../work/unit.ts';

const fileLimitBytes = 2 * 1024 * 1024;
const fileTimeoutMs = 180_000;
const example = 'site,maker,model,serial,connection,starting_stock\nLyon,Aldine,C410,AL4-00172,agent,1.1=1|1.2=0\n';

export const deviceImportRoutes: Routes = (v1, work) => {
  v1.register(async (app) => register(app as App, work));
};

function register(app: App, work: Work): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('text/csv', { parseAs: 'string', bodyLimit: fileLimitBytes }, (_request, body, done) =>
    done(null, body),
  );
  app.post(
    '/devices/import',
    {
      config: { permission: 'history:import' },
      bodyLimit: fileLimitBytes,
      handlerTimeout: fileTimeoutMs,
      schema: {
        operationId: 'importDevices',
        tags: ['Devices'],
        summary: 'Enrol the devices of a CSV file (A03)',
        description: [
          `UTF-8, comma or semicolon, the first line names the columns. At most ${mostDevices} lines.`,
          'A line that fails a condition is told with its number, and the others are enrolled; importing the same file again changes nothing.',
          'Their history follows as readings with the source `import`.',
          '',
          '| column | | |',
          '|---|---|---|',
          ...Object.entries(deviceColumnsOfFile).map(
            ([name, { required, meaning }]) => `| \`${name}\` | ${required ? 'needed' : ''} | ${meaning} |`,
          ),
        ].join('\n'),
        querystring: object({
          accountId: id('Whose devices they are.'),
          dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Only say what would be done.' })),
        }),
        body: contentOf('text/csv', Type.String({ minLength: 1, examples: [example] })),
        response: { 200: ref(DeviceImportResult) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor }) => {
        const { accountId, dryRun = false } = request.query;
        await checkAccount(tx, accountId);
        const text = request.body as unknown as string;
        const by = {
          accountId,
          caller: callerOf(request),
          actor,
          requestId: request.id,
          language: answerLanguage(request, reply),
          now,
        };
        const result = await (dryRun
          ? tried(tx, (inner) => importDevices(inner, text, by))
          : importDevices(tx, text, by));
        return { status: 200, body: { dryRun, ...result } };
      }),
  );
}

async function checkAccount(tx: Transaction, accountId: string): Promise<void> {
  const [account] = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId));
  if (account) return;
  throw unprocessable({
    in: 'query',
    pointer: '/accountId',
    detail: { en: 'must be an account that you see', fr: 'doit être un compte que vous voyez' },
  });
}
