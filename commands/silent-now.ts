import { and, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { loadDeviceFacts } from '../db/queries/facts.ts';
import { agentSilenceStages, agents, devices, models, silenceStages, sites } from '../db/schema/index.ts';
import { assessDevice } from '../domain/assessment.ts';
import { deviceStateMeanings } from '../domain/device-life.ts';

/** What a mail about silence says is as of its leaving (A16), looked up here. */

/** The devices that a silence mail is about, as of the moment it leaves: what has reported since, or is paused or gone, is not in it. */
export async function stillSilent(tx: Transaction, noticeId: string, now: Date) {
  const rows = await tx
    .select({ deviceId: silenceStages.deviceId, silentSince: silenceStages.silentSince })
    .from(silenceStages)
    .innerJoin(devices, and(eq(devices.id, silenceStages.deviceId), eq(devices.silentSince, silenceStages.silentSince)))
    .where(eq(silenceStages.noticeId, noticeId));
  const found = await namedDevices(
    tx,
    rows.map(({ deviceId }) => deviceId),
    now,
  );
  return found.filter(({ found: { silence } }) => silence.silent);
}

/** What mails of silence say of devices; those that are paused or gone are left out. */
async function namedDevices(tx: Transaction, deviceIds: string[], now: Date) {
  const facts = await loadDeviceFacts(tx, deviceIds, now);
  const names = await tx
    .select({ id: devices.id, place: devices.place, model: models.name, siteName: sites.name })
    .from(devices)
    .innerJoin(models, eq(models.id, devices.modelId))
    .innerJoin(sites, eq(sites.id, devices.siteId))
    .where(inArray(devices.id, deviceIds));
  return facts
    .filter(({ state }) => deviceStateMeanings[state].reminders)
    .map((device) => {
      const { id: _, ...name } = names.find(({ id }) => id === device.deviceId)!;
      return { device, found: assessDevice(device, now), ...name };
    });
}

/** The agents that a mail is about and that are still silent, each with the devices behind it. */
export async function stillSilentAgents(tx: Transaction, noticeId: string, now: Date) {
  const rows = await tx
    .select({ agent: agents, siteName: sites.name })
    .from(agentSilenceStages)
    .innerJoin(
      agents,
      and(eq(agents.id, agentSilenceStages.agentId), eq(agents.silentSince, agentSilenceStages.silentSince)),
    )
    .innerJoin(sites, eq(sites.id, agents.siteId))
    .where(eq(agentSilenceStages.noticeId, noticeId))
    .orderBy(agents.id);
  const found = await Promise.all(
    rows.map(async ({ agent, siteName }) => {
      const behind = await tx
        .select({ id: devices.id })
        .from(devices)
        .where(and(eq(devices.heardThrough, agent.credentialId), eq(devices.siteId, agent.siteId)));
      const named = await namedDevices(
        tx,
        behind.map(({ id }) => id),
        now,
      );
      // Its key may have been revoked meanwhile: then its devices speak for themselves.
      return { agent, siteName, behind: named.filter((device) => device.found.agent?.silent) };
    }),
  );
  return found.filter(({ behind }) => behind.length > 0);
}
