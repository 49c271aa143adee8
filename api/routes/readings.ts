import { and, eq, gte, lt } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { readings } from '../../db/schema/index.ts';
import { callerOf } from '../auth/caller.ts';
import { findDevice } from '../devices/find.ts';
import { lacks } from '../plugins/access.ts';
import { badReading, readReading, receiptOf, senderOf, storeTaken } from '../readings/take.ts';
import { instant, iso, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { NewReading, ReadingReceipt, StoredReading } from '../schemas/readings.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';

const newestFirst = keyset({ at: { column: readings.at, kind: 'timestamptz' } }, 'desc');
const tag = ['Readings'];

export const readingRoutes: Routes = (app, work) => {
  app.post(
    '/readings',
    {
      // What is posted twice is stored once, by its device and instant: no key is needed.
      config: { permission: 'readings:write', idempotency: false },
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

  app.get(
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
};

const statuses = { accepted: 201, duplicate: 200, 'kept-aside': 202 } as const;

const view = (row: typeof readings.$inferSelect): Static<typeof StoredReading> => ({
  deviceId: row.deviceId,
  at: iso(row.at),
  takenAt: iso(row.takenAt),
  receivedAt: iso(row.receivedAt),
  clockDoubted: +row.at !== +row.takenAt,
  pages: row.pages,
  levels: row.levels as unknown as Record<string, unknown>[],
  alerts: (row.alerts ?? []) as unknown as Record<string, unknown>[],
  source: row.source,
});
