import { Type } from 'typebox';
import { type Column, mostLines } from '../catalogue/csv.ts';
import { importModels, modelColumns } from '../catalogue/models-file.ts';
import { importSupplies, supplyColumns } from '../catalogue/supplies-file.ts';
import { contentOf } from '../plugins/documentation.ts';
import { ImportResult } from '../schemas/catalogue.ts';
import { object, ref } from '../schemas/common.ts';
import type { App, Routes } from '../types.ts';
import { tried } from '../work/tried.ts';
import type { Work } from '../work/unit.ts';

const fileLimitBytes = 5 * 1024 * 1024;
const fileTimeoutMs = 60_000;

const files = [
  {
    of: 'supplies',
    operationId: 'importSupplies',
    columns: supplyColumns,
    run: importSupplies,
    example: 'part_number,name,kind,colour,rated_yield_pages\nAX-410K,Black toner,toner,black,12000\n',
  },
  {
    of: 'models',
    operationId: 'importModels',
    columns: modelColumns,
    run: importModels,
    example:
      'maker,model,connections,replenishable,slot_key,slot_label,part_number\nAxelle,AX 410,agent|direct,yes,1.1,Black,AX-410K\n',
  },
] as const;

export const catalogueImportRoutes: Routes = (v1, work) => {
  // Within a scope of their own: these read CSV and nothing else, the others no CSV.
  v1.register(async (app) => register(app as App, work));
};

function register(app: App, work: Work): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('text/csv', { parseAs: 'string', bodyLimit: fileLimitBytes }, (_request, body, done) =>
    done(null, body),
  );

  for (const { of, operationId, columns, run, example } of files) {
    app.post(
      `/catalogue/${of}/import`,
      {
        config: { permission: 'catalogue:write' },
        bodyLimit: fileLimitBytes,
        handlerTimeout: fileTimeoutMs,
        schema: {
          operationId,
          tags: ['Catalogue'],
          summary: `Import ${of} from a CSV file`,
          description: describe(columns),
          querystring: object({
            dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Only say what would change.' })),
          }),
          body: contentOf('text/csv', Type.String({ minLength: 1, examples: [example] })),
          response: { 200: ref(ImportResult) },
        },
      },
      (request, reply) =>
        work.change(request, reply, async ({ tx, now, record }) => {
          const { dryRun = false } = request.query;
          const text = request.body as unknown as string;
          const imported = await (dryRun ? tried(tx, (inner) => run(inner, text, now)) : run(tx, text, now));
          if (!dryRun && imported.created + imported.changed > 0) {
            await record({ accountId: null, action: 'imported', entity: 'catalogue', entityId: of, after: imported });
          }
          return { status: 200, body: { dryRun, ...imported } };
        }),
    );
  }
}

const describe = (columns: Record<string, Column>): string =>
  [
    'UTF-8, comma or semicolon, the first line names the columns. All lines or none: every problem is told with its line and column.',
    `Importing the same file again changes nothing. At most ${mostLines} lines.`,
    '',
    '| column | | |',
    '|---|---|---|',
    ...Object.entries(columns).map(
      ([name, { required, meaning }]) => `| \`${name}\` | ${required ? 'needed' : ''} | ${meaning} |`,
    ),
  ].join('\n');
