import { and, eq, gte, lt } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { asTenant } from '../../db/database.ts';
import { readings } from '../../db/schema/index.ts';
import { callerOf, visibilityOf } from '../auth/caller.ts';
import { findDevice } from '../devices/find.ts';
import type { Problem } from '../errors/problem.ts';
import { lacks } from '../plugins/access.ts';
import { contentOf } from '../plugins/documentation.ts';
import { chunksOf, linesOf, longestLineBytes } from '../readings/lines.ts';
import { isPlain, readReading, receiptOf, senderOf, storeTaken, takeLine, takeOne } from '../readings/take.ts';
import { instant, iso, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import {
  BatchReceipt,
  mostResults,
  NewReading,
  ReadingReceipt,
  StoredReading,
  StreamReceipt,
} from '../schemas/readings.ts';
import type { ApiDeps, App, Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';
import type { Work } from '../work/unit.ts';

const newestFirst = keyset({ at: { column: readings.at, kind: 'timestamptz' } }, 'desc');
const tag = ['Readings'];
const mostInBatch = 1000;
const batchLimitBytes = 4 * 1024 * 1024;
/** Of a stream, in one transaction. */
const chunk = { lines: 500, characters: 4_000_000 };
const streamTimeoutMs = 15 * 60_000;
/** What is posted twice is stored once, by its device and instant: no key is needed. */
const config = { permission: 'readings:write', idempotency: false } as const;

export const readingRoutes: Routes = (v1, work, deps) => {
  v1.post(
    '/readings',
    {
      config,
      schema: {
        operationId: 'postReading',
        tags: tag,
        summary: 'Post one reading',
        description:
          'Stored once per device and instant, however often and in whatever order it comes. One that fits no enrolled device is kept aside (202): nothing is lost.',
        body: ref(NewReading),
        response: {
          200: { ...ref(ReadingReceipt), description: 'It was stored before.' },
          201: { ...ref(ReadingReceipt), description: 'Stored.' },
          202: { ...ref(ReadingReceipt), description: 'Kept aside, for a person to correct.' },
        },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now }) => {
        const caller = callerOf(request);
        const { reading, errors } = readReading(request.body);
        if (errors.length > 0) throw badReading(errors);
        if (reading.source === 'import' && !caller.permissions.has('history:import')) throw lacks('history:import');
        const [outcome] = await storeTaken(tx, [{ reading }], senderOf(caller, now));
        return { status: statuses[outcome!.outcome], body: receiptOf(outcome!) };
      }),
  );

  v1.get(
    '/devices/:deviceId/readings',
    {
      config: { permission: 'readings:read' },
      schema: {
        operationId: 'listReadings',
        tags: tag,
        summary: 'Readings of a device',
        params: pathOf('deviceId', 'The device.'),
        querystring: listQuery({
          from: Type.Optional(instant('Only those that count for this instant or a later one.')),
          until: Type.Optional(instant('Only those that count for an earlier instant.')),
        }),
        response: { 200: pageOf(ref(StoredReading), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { from, until, cursor, limit } = request.query;
        const device = await findDevice(tx, callerOf(request), request.params.deviceId);
        const rows = await tx
          .select()
          .from(readings)
          .where(
            and(
              eq(readings.deviceId, device.id),
              from ? gte(readings.at, new Date(from)) : undefined,
              until ? lt(readings.at, new Date(until)) : undefined,
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, view, limit);
      }),
  );

  // Scopes of their own: what these read is not parsed as a whole before, so that one bad reading costs only itself.
  v1.register(async (app) => batchRoute(app as App, work));
  v1.register(async (app) => streamRoute(app as App, deps));
};

const statuses = { accepted: 201, duplicate: 200, 'kept-aside': 202 } as const;

const badReading = (errors: ConstructorParameters<typeof Problem>[2] extends infer M ? NonNullable<M> : never) =>
  errors;

function batchRoute(app: App, work: Work): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: batchLimitBytes },
    (_request, body, done) => done(null, body),
  );
  app.post(
    '/readings/batch',
    {
      config,
      bodyLimit: batchLimitBytes,
      handlerTimeout: 60_000,
      // Each reading is checked by itself, in the handler.
      validatorCompiler: () => () => true,
      schema: {
        operationId: 'postReadings',
        tags: tag,
        summary: 'Post readings of many devices',
        description:
          'In one transaction. A reading that is not as it should be is kept aside and costs the others nothing.',
        body: contentOf('application/json', Type.Array(ref(NewReading), { maxItems: mostInBatch })),
        response: { 200: ref(BatchReceipt) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now }) => {
        const caller = callerOf(request);
        const list = readList(request.body as unknown as Buffer);
        const taken = list.map((value) => takeOne(value, caller));
        const outcomes = await storeTaken(tx, taken, senderOf(caller, now));
        const results = outcomes.flatMap((outcome, index) =>
          isPlain(outcome) ? [] : [{ index, ...receiptOf(outcome) }],
        );
        const counts = count(outcomes.map(({ outcome }) => outcome));
        return { status: 200, body: { ...counts, results } };
      }),
  );
}

function streamRoute(app: App, { db, clock }: ApiDeps): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
  app.post(
    '/readings/stream',
    {
      config,
      handlerTimeout: streamTimeoutMs,
      validatorCompiler: () => () => true,
      schema: {
        operationId: 'streamReadings',
        tags: tag,
        summary: 'Stream readings, one JSON object a line',
        description: [
          `Any number of lines, each at most ${longestLineBytes / 1024} kB, stored ${chunk.lines} at a time as they come.`,
          'A line that is not as it should be is kept aside. When the stream breaks off, send all of it again: what is stored already stays as it is.',
        ].join(' '),
        body: contentOf(
          'application/x-ndjson',
          Type.String({ description: 'Each line one reading, as POST /v1/readings takes it.' }),
        ),
        response: { 200: ref(StreamReceipt) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const answer: Static<typeof StreamReceipt> = { ...count([]), results: [], resultsLeftOff: 0 };
      let line = 0;
      for await (const lines of chunksOf(linesOf(request.body as unknown as AsyncIterable<Buffer>), chunk)) {
        const numbered = lines.map((text) => ({ text, line: ++line })).filter(({ text }) => text.trim() !== '');
        const taken = numbered.map(({ text }) => takeLine(text, caller));
        // Each chunk counts for itself: no transaction stays open while the sender thinks.
        const outcomes = await asTenant(db, visibilityOf(caller), (tx) =>
          storeTaken(tx, taken, senderOf(caller, clock())),
        );
        addUp(answer, count(outcomes.map(({ outcome }) => outcome)));
        for (const [i, outcome] of outcomes.entries()) {
          if (isPlain(outcome)) continue;
          if (answer.results.length < mostResults)
            answer.results.push({ line: numbered[i]!.line, ...receiptOf(outcome) });
          else answer.resultsLeftOff += 1;
        }
      }
      return answer;
    },
  );
}
