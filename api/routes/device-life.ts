import { and, eq } from 'drizzle-orm';
import { Type } from 'typebox';
import { changeDevice, LifeRefused, type LifeRequest } from '../../commands/device-life.ts';
import { openReconnectCase } from '../../commands/reconnect-case.ts';
import type { Transaction } from '../../db/database.ts';
import { devices, sites } from '../../db/schema/index.ts';
import { localDate } from '../../domain/calendar.ts';
import type { DeviceState } from '../../domain/device-life.ts';
import { type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { type DeviceRow, findDevice } from '../devices/find.ts';
import { viewDevice, withModelName } from '../devices/view.ts';
import { conflict, unprocessable } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { id, line, nullable, object, pathOf, prose, ref } from '../schemas/common.ts';
import { Device, DevicePatch } from '../schemas/devices.ts';
import type { Routes } from '../types.ts';
import { answerLanguage } from '../work/said.ts';
import type { Change } from '../work/unit.ts';
import { Task, viewTask } from './tasks.ts';

const path = pathOf('deviceId', 'The device.');
const tag = ['Devices'];
const place = nullable(line(200, 'Where it stands there: building, floor, room.'));

interface Action {
  event: LifeRequest['event'];
  /** States in which it can be asked for; any living one where there is none. */
  from?: readonly DeviceState[];
  permission: 'devices:write' | 'devices:overrule';
  operationId: string;
  summary: string;
  description: string;
}

/** A18 and A10: what can be done to a device with one word. */
const actions: Record<string, Action> = {
  pause: {
    event: 'paused',
    from: ['enrolled'],
    permission: 'devices:write',
    operationId: 'pauseDevice',
    summary: 'Pause it for a while',
    description: 'No new orders, no reminders; held lines are cancelled, released ones go on.',
  },
  resume: {
    event: 'resumed',
    from: ['paused'],
    permission: 'devices:write',
    operationId: 'resumeDevice',
    summary: 'End its pause',
    description: 'It is judged at once: what became due is ordered.',
  },
  'set-aside': {
    event: 'set-aside',
    from: ['enrolled', 'paused'],
    permission: 'devices:overrule',
    operationId: 'setDeviceAside',
    summary: 'Set it aside (A10)',
    description: 'Readings and silence go on, open orders finish, no new ones.',
  },
  restore: {
    event: 'restored',
    from: ['set-aside'],
    permission: 'devices:overrule',
    operationId: 'restoreDevice',
    summary: 'Restore one that was set aside (A10)',
    description: 'It is ordered for again.',
  },
  unenrol: {
    event: 'unenrolled',
    permission: 'devices:write',
    operationId: 'unenrolDevice',
    summary: 'End its enrolment',
    description:
      'Lines not shipped are cancelled, its stock is unassigned, its workflow ends. It may be enrolled anew.',
  },
  retire: {
    event: 'retired',
    permission: 'devices:write',
    operationId: 'retireDevice',
    summary: 'Retire it',
    description: 'Lines not shipped are cancelled, its stock is unassigned, its workflow ends.',
  },
};

export const deviceLifeRoutes: Routes = (app, work) => {
  for (const [action, { event, from, permission, operationId, summary, description }] of Object.entries(actions)) {
    app.post(
      `/devices/:deviceId/${action}`,
      {
        config: { permission, ifMatch: true },
        schema: { operationId, tags: tag, summary, description, params: path, response: { 200: ref(Device) } },
      },
      (request, reply) =>
        work.change(request, reply, async (change) => {
          const device = await lockDevice(change.tx, callerOf(request), request);
          if (from && !from.includes(device.state)) throw notFrom(device);
          return answer(change, await live(change, request.id, device, { event }));
        }),
    );
  }

  app.post(
    '/devices/:deviceId/move',
    {
      config: { permission: 'devices:write', ifMatch: true },
      schema: {
        operationId: 'moveDevice',
        tags: tag,
        summary: 'Move it to another site of the account (A18)',
        description:
          'Lines not shipped go to an order of the new site, what is in transit becomes a task, its shelf stays behind as unassigned stock unless it moved along. The same site: only its place changes.',
        params: path,
        body: object(
          {
            toSiteId: id(),
            place: Type.Optional(place),
            takeStockAlong: Type.Optional(
              Type.Boolean({ default: false, description: 'What is on its shelf went with it.' }),
            ),
          },
          { examples: [{ toSiteId: '019aa1b2-0000-7000-8000-000000000003', place: 'Accueil', takeStockAlong: true }] },
        ),
        response: { 200: ref(Device) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const { toSiteId, takeStockAlong } = request.body;
        const device = await lockDevice(change.tx, callerOf(request), request);
        await checkSite(change.tx, callerOf(request), device, toSiteId);
        // Its old place means nothing elsewhere.
        const newPlace = request.body.place ?? (toSiteId === device.siteId ? device.place : null);
        const moved = { event: 'moved' as const, toSiteId, takeStockAlong, place: newPlace };
        return answer(change, await live(change, request.id, device, moved));
      }),
  );

  app.post(
    '/devices/:deviceId/replace',
    {
      config: { permission: 'devices:write', ifMatch: true },
      schema: {
        operationId: 'replaceDevice',
        tags: tag,
        summary: 'Have another enrolled device take its place (A18)',
        description:
          'Its shelf and its open lines pass on where the supply fits; the rest is as if it were retired. Where the other device is at another site, what passes on goes the way of a move.',
        params: path,
        body: object(
          {
            replacedBy: id('An enrolled device of the same account.'),
            takeStockAlong: Type.Optional(
              Type.Boolean({
                default: false,
                description: 'What is on its shelf went to the other device’s site; within a site it always passes on.',
              }),
            ),
          },
          { examples: [{ replacedBy: '019aa1b2-0000-7000-8000-000000000004' }] },
        ),
        response: { 200: ref(Device) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const { replacedBy, takeStockAlong } = request.body;
        const device = await lockDevice(change.tx, callerOf(request), request);
        const [successor] = await change.tx
          .select({ id: devices.id })
          .from(devices)
          .where(and(eq(devices.id, replacedBy), withinSite(callerOf(request), devices.siteId)));
        if (!successor) throw noReplacement();
        const replaced = { event: 'replaced' as const, replacedBy, takeStockAlong };
        return answer(change, await live(change, request.id, device, replaced));
      }),
  );

  app.patch(
    '/devices/:deviceId',
    {
      config: { permission: 'devices:write', ifMatch: true },
      schema: {
        operationId: 'changeDevice',
        tags: tag,
        summary: 'Change where it stands on its site, or when it is planned to end',
        description:
          'A change of place within a site is no move. Until a planned end nothing is ordered that the device will not use before it; a reading after it shows that the device goes on, and is supplied as ever (A18).',
        params: path,
        body: DevicePatch,
        response: { 200: ref(Device) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const device = await lockDevice(change.tx, callerOf(request), request);
        const { place, plannedEndOn } = request.body;
        if (plannedEndOn) await checkPlannedEnd(change, device, plannedEndOn);
        const event = place === undefined ? ('end-planned' as const) : ('moved' as const);
        const asked = { event, toSiteId: device.siteId, place, plannedEndOn };
        return answer(change, await live(change, request.id, device, asked));
      }),
  );

  app.post(
    '/devices/:deviceId/reconnect-case',
    {
      config: { permission: 'cases:open' },
      schema: {
        operationId: 'askToReconnect',
        tags: tag,
        summary: 'Ask for help to reconnect it (A17)',
        description:
          'A case for the contact centre, with device, agent, network and last contacts at hand. While one is open, that one is given (200).',
        params: path,
        body: object(
          {
            network: Type.Optional(
              nullable(prose(2000, 'What is known of its network: address, cable or wireless, what changed.')),
            ),
            remark: Type.Optional(nullable(prose(2000, 'What has been tried, when to call.'))),
          },
          { examples: [{ network: 'New router since Monday, 192.0.2.0/24', remark: 'Call before noon' }] },
        ),
        response: { 200: ref(Task), 201: ref(Task) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor }) => {
        const device = await findDevice(tx, callerOf(request), request.params.deviceId, 'lock');
        const { network = null, remark = null } = request.body;
        const { task, created } = await openReconnectCase(tx, device, {
          network,
          remark,
          actor,
          requestId: request.id,
          now,
        });
        return { status: created ? 201 : 200, body: viewTask(task, answerLanguage(request, reply)) };
      }),
  );
};

async function lockDevice(
  tx: Transaction,
  caller: Caller,
  request: { params: { deviceId: string }; ifMatch: readonly number[] | null },
): Promise<DeviceRow> {
  const device = await findDevice(tx, caller, request.params.deviceId, 'lock');
  mustMatch(request.ifMatch, device);
  return device;
}

type Asked = Pick<LifeRequest, 'event' | 'toSiteId' | 'place' | 'plannedEndOn' | 'takeStockAlong' | 'replacedBy'>;

async function live(
  { tx, outbox, actor, now }: Change,
  requestId: string,
  device: DeviceRow,
  asked: Asked,
): Promise<DeviceRow> {
  try {
    const request = { ...asked, deviceId: device.id, expectedVersion: device.version, actor, requestId, now };
    return await changeDevice(tx, outbox, request);
  } catch (error) {
    if (!(error instanceof LifeRefused)) throw error;
    if (error.because === 'replacement-missing') throw noReplacement();
    throw notFrom(device);
  }
}

const answer = async ({ tx }: Change, row: DeviceRow) => ({
  status: 200 as const,
  body: viewDevice(await withModelName(tx, row)),
});

async function checkPlannedEnd({ tx, now }: Change, device: DeviceRow, on: string): Promise<void> {
  const [site] = await tx.select({ timeZone: sites.timeZone }).from(sites).where(eq(sites.id, device.siteId));
  if (on >= localDate(site!.timeZone, now)) return;
  throw unprocessable({
    pointer: '/plannedEndOn',
    detail: {
      en: 'must be today or later; retire a device that is gone',
      fr: 'doit être aujourd’hui ou plus tard ; retirez un appareil qui n’est plus là',
    },
  });
}

async function checkSite(tx: Transaction, caller: Caller, device: DeviceRow, siteId: string): Promise<void> {
  const [site] = await tx
    .select({ id: sites.id })
    .from(sites)
    .where(and(eq(sites.id, siteId), eq(sites.accountId, device.accountId), withinSite(caller, sites.id)));
  if (site) return;
  throw unprocessable({
    pointer: '/toSiteId',
    detail: { en: 'must be a site of the device’s account', fr: 'doit être un site du compte de l’appareil' },
  });
}

const notFrom = ({ state }: DeviceRow) =>
  conflict({
    en: `The device is ${state}: it cannot be done now.`,
    fr: `L’appareil est ${state} : impossible pour le moment.`,
  });

const noReplacement = () =>
  unprocessable({
    pointer: '/replacedBy',
    detail: {
      en: 'must be another enrolled device of this account',
      fr: 'doit être un autre appareil inscrit de ce compte',
    },
  });
