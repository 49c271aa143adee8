import { type Static, Type } from 'typebox';
import type { ReadingOutcome } from '../../commands/store-readings.ts';
import { asTenant } from '../../db/database.ts';
import { type Caller, callerOf, visibilityOf } from '../auth/caller.ts';
import { Problem } from '../errors/problem.ts';
import { contentOf } from '../plugins/documentation.ts';
import { chunksOf, linesOf, longestLineBytes, oneAhead } from '../readings/lines.ts';
import {
  badReading,
  isPlain,
  receiptOf,
  senderOf,
  storeTaken,
  type Taken,
  takeLine,
  takeOne,
} from '../readings/take.ts';
import { ref } from '../schemas/common.ts';
import { BatchReceipt, mostResults, NewReading, StreamReceipt } from '../schemas/readings.ts';
import type { ApiDeps, App, Routes } from '../types.ts';
import type { Work } from '../work/unit.ts';

const tag = ['Readings'];
const mostInBatch = 1000;
const batchLimitBytes = 4 * 1024 * 1024;
/** Of a stream, in one transaction. */
const chunkSize = { lines: 2000, characters: 4_000_000 };
const streamTimeoutMs = 15 * 60_000;
const config = { permission: 'readings:write', idempotency: false } as const;

/** Readings of many devices at once. In scopes of their own: the content is not parsed as a whole before, so one bad reading costs only itself. */
export const manyReadingsRoutes: Routes = (v1, work, deps) => {
  v1.register(async (app) => batchRoute(app as App, work));
  v1.register(async (app) => streamRoute(app as App, deps));
};

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
          `Any number of lines, each at most ${longestLineBytes / 1024} kB, stored ${chunkSize.lines} at a time as they come.`,
          'A line that is not as it should be is kept aside. When the stream breaks off, send all of it again: what is stored already stays as it is.',
        ].join(' '),
        body: contentOf(
          'application/x-ndjson',
          Type.String({
            description: 'Each line one reading, as POST /v1/readings takes it.',
            examples: [
              '{"device":{"maker":"Aldine","serial":"AL4-00172"},"takenAt":"2026-11-22T06:00:00Z","levels":[{"key":"1.1","level":{"type":"percent","percent":42}}]}\n',
            ],
          }),
        ),
        response: { 200: ref(StreamReceipt) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const answer: Static<typeof StreamReceipt> = { ...count([]), results: [], resultsLeftOff: 0 };
      // The next chunk is read and looked at while the database stores the one before.
      for await (const chunk of oneAhead(takenChunks(request.body as unknown as AsyncIterable<Buffer>, caller))) {
        const taken = chunk.map((each) => each.taken);
        // Each chunk counts for itself: no transaction stays open while the sender thinks.
        const outcomes = await asTenant(db, visibilityOf(caller), (tx) =>
          storeTaken(tx, taken, senderOf(caller, clock())),
        );
        addUp(answer, count(outcomes.map(({ outcome }) => outcome)));
        for (const [i, outcome] of outcomes.entries()) {
          if (isPlain(outcome)) continue;
          if (answer.results.length < mostResults) answer.results.push({ line: chunk[i]!.line, ...receiptOf(outcome) });
          else answer.resultsLeftOff += 1;
        }
      }
      return answer;
    },
  );
}

/** What the lines of a stream turned out to be, each with its number, some at a time. Empty lines are left out. */
async function* takenChunks(
  body: AsyncIterable<Buffer>,
  caller: Caller,
): AsyncGenerator<{ line: number; taken: Taken }[]> {
  let line = 0;
  for await (const lines of chunksOf(linesOf(body), chunkSize)) {
    const numbered = lines.map((text) => ({ text, line: ++line })).filter(({ text }) => text.trim() !== '');
    yield numbered.map(({ text, line }) => ({ line, taken: takeLine(text, caller) }));
  }
}

/** The list of a batch; what its readings are is seen one by one. */
function readList(body: Buffer): unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new Problem(
      'invalid-request',
      { en: 'The content is not JSON.', fr: 'Le contenu n’est pas du JSON.' },
      { cause: error },
    );
  }
  if (!Array.isArray(list)) throw badList('must be a list of readings', 'doit être une liste de relevés');
  if (list.length > mostInBatch)
    throw badList(`must list at most ${mostInBatch}`, `doit en énumérer au plus ${mostInBatch}`);
  return list;
}

const badList = (en: string, fr: string) => badReading([{ in: 'body', pointer: '', detail: { en, fr } }]);

type Outcome = ReadingOutcome['outcome'];
const counters = { accepted: 'accepted', duplicate: 'duplicates', 'kept-aside': 'keptAside' } as const;
type Counts = Record<'received' | (typeof counters)[Outcome], number>;

function count(outcomes: readonly Outcome[]): Counts {
  const counts = { received: outcomes.length, accepted: 0, duplicates: 0, keptAside: 0 };
  for (const outcome of outcomes) counts[counters[outcome]] += 1;
  return counts;
}

function addUp(total: Counts, more: Counts): void {
  for (const name of Object.keys(more) as (keyof Counts)[]) total[name] += more[name];
}
