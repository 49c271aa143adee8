import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { agents, credentials, devices, models, notices, silenceStages, slots } from '../../db/schema/index.ts';
import { safeUntil } from '../../domain/protected-until.ts';
import { isCovered } from '../../domain/supply-kinds.ts';
import { daysBetween, earliest } from '../../domain/time.ts';
import { callerOf, withinSite } from '../auth/caller.ts';
import { deviceColumns, type NamedDevice, viewDevice } from '../devices/view.ts';
import { id, iso, isoOrNull, ref } from '../schemas/common.ts';
import { SilentDevice } from '../schemas/devices.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';

type SilentRow = NamedDevice & { silentSince: Date };

const longestFirst = keyset({
  silentSince: { column: devices.silentSince, kind: 'timestamptz' },
  id: { column: devices.id, kind: 'uuid' },
});

export const silentDeviceRoutes: Routes = (app, work, { clock }) => {
  app.get(
    '/silent-devices',
    {
      config: { permission: 'devices:read' },
      schema: {
        operationId: 'listSilentDevices',
        tags: ['Devices'],
        summary: 'Devices that have fallen silent (A16, A17)',
        description:
          'At which stage each is, since when, until when its estimate says that it is safe, and what was done about it.',
        querystring: listQuery({ accountId: Type.Optional(id()), siteId: Type.Optional(id()) }),
        response: { 200: pageOf(ref(SilentDevice), 'The longest silent first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, siteId, cursor, limit } = request.query;
        const rows = await tx
          .select(deviceColumns)
          .from(devices)
          .innerJoin(models, eq(models.id, devices.modelId))
          .where(
            and(
              isNotNull(devices.silentSince),
              withinSite(callerOf(request), devices.siteId),
              accountId ? eq(devices.accountId, accountId) : undefined,
              siteId ? eq(devices.siteId, siteId) : undefined,
              longestFirst.after(cursor),
            ),
          )
          .orderBy(...longestFirst.orderBy)
          .limit(longestFirst.take(limit));
        const view = await viewOf(tx, rows as SilentRow[], clock());
        return longestFirst.page(rows as SilentRow[], view, limit);
      }),
  );
};

async function viewOf(
  tx: Transaction,
  rows: SilentRow[],
  now: Date,
): Promise<(row: SilentRow) => Static<typeof SilentDevice>> {
  const deviceIds = rows.map((row) => row.id);
  const [slotRows, silentAgents, stages] = await Promise.all([
    tx.select().from(slots).where(inArray(slots.deviceId, deviceIds)),
    tx
      .select({ deviceId: devices.id, agent: agents })
      .from(devices)
      .innerJoin(agents, and(eq(agents.credentialId, devices.heardThrough), eq(agents.siteId, devices.siteId)))
      .innerJoin(credentials, and(eq(credentials.id, agents.credentialId), isNull(credentials.revokedAt)))
      .where(and(inArray(devices.id, deviceIds), isNotNull(agents.silentSince))),
    tx
      .select({ stage: silenceStages, mailState: notices.state, sentAt: notices.sentAt })
      .from(silenceStages)
      .leftJoin(notices, eq(notices.id, silenceStages.noticeId))
      .where(inArray(silenceStages.deviceId, deviceIds))
      .orderBy(asc(silenceStages.stage)),
  ]);
  const silentAgentOf = (deviceId: string) => {
    const agent = silentAgents.find((each) => each.deviceId === deviceId)?.agent;
    if (!agent?.silentSince) return null;
    return { agentId: agent.id, name: agent.name, hostName: agent.hostName, silentSince: iso(agent.silentSince) };
  };
  const slotsOf = Map.groupBy(slotRows, ({ deviceId }) => deviceId);
  return (row) => {
    const since = row.newestReadingAt ?? row.enrolledAt;
    const told = stages.filter(({ stage }) => stage.deviceId === row.id && +stage.silentSince === +row.silentSince);
    return {
      device: viewDevice(row),
      since: iso(since),
      ageDays: daysBetween(since, now),
      stage: told.at(-1)?.stage.stage ?? null,
      silentAgent: silentAgentOf(row.id),
      protectedUntil: isoOrNull(protectedUntil(slotsOf.get(row.id) ?? [])),
      told: told.map(({ stage, mailState, sentAt }) => ({
        stage: stage.stage,
        outcome: stage.outcome,
        at: iso(stage.recordedAt),
        mailId: stage.noticeId,
        mailState,
        sentAt: isoOrNull(sentAt),
      })),
    };
  };
}

/** C, by what the last assessment wrote down: the same figures as the device itself shows. */
const protectedUntil = (ofDevice: (typeof slots.$inferSelect)[]): Date | null =>
  earliest(
    ofDevice.map(({ kind, daysLow, rateHigh, shelfEstimate, assessedAt }) =>
      isCovered(kind) && daysLow !== null && rateHigh !== null && assessedAt
        ? (safeUntil({ daysLow, rateHigh }, shelfEstimate, assessedAt) ?? null)
        : null,
    ),
  );
