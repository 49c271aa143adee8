import { and, eq, ilike, isNotNull, isNull, or } from 'drizzle-orm';
import { Type } from 'typebox';
import { consultEligibility, enrolDevice } from '../../commands/enrol-device.ts';
import { devices, models } from '../../db/schema/index.ts';
import { deviceStates } from '../../domain/device-life.ts';
import { isCovered } from '../../domain/supply-kinds.ts';
import { callerOf, withinSite } from '../auth/caller.ts';
import { deviceDetail } from '../devices/detail.ts';
import { checkStartingStock, contractForDevice, notEligible, siteForDevice } from '../devices/enrol.ts';
import { findDevice } from '../devices/find.ts';
import { deviceProcess } from '../devices/process.ts';
import { deviceColumns, viewDevice } from '../devices/view.ts';
import { conflict } from '../errors/problem.ts';
import { id, oneOf, pathOf, ref } from '../schemas/common.ts';
import {
  Device,
  DeviceDetail,
  DeviceProcess,
  Eligibility,
  EligibilityQuestion,
  NewDevice,
} from '../schemas/devices.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';
import { answerLanguage, said } from '../work/said.ts';
import { containing } from '../work/text-search.ts';

/** Enrolling is no way of moving it. */
const enrolledElsewhere = () =>
  conflict({ en: 'It is enrolled at another site: move it.', fr: 'Il est inscrit sur un autre site : déplacez-le.' });

const oldestFirst = keyset({ id: { column: devices.id, kind: 'uuid' } });
const path = pathOf('deviceId', 'The device.');
const tag = ['Devices'];
/** What the answer to an enrolment waits for its workflow's word. */
const processPatienceMs = 1000;

export const deviceRoutes: Routes = (app, work, { temporal, clock }) => {
  app.get(
    '/devices',
    {
      config: { permission: 'devices:read' },
      schema: {
        operationId: 'listDevices',
        tags: tag,
        summary: 'Devices that the caller sees',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          siteId: Type.Optional(id()),
          state: Type.Optional(oneOf(deviceStates)),
          silent: Type.Optional(Type.Boolean({ description: 'Only those that are silent, or are not (A16).' })),
          search: Type.Optional(
            Type.String({ minLength: 1, maxLength: 100, description: 'Part of maker, model, serial number or place.' }),
          ),
        }),
        response: { 200: pageOf(ref(Device), 'In the order in which they were first enrolled.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, siteId, state, silent, search, cursor, limit } = request.query;
        const part = search && containing(search);
        const rows = await tx
          .select(deviceColumns)
          .from(devices)
          .innerJoin(models, eq(models.id, devices.modelId))
          .where(
            and(
              withinSite(callerOf(request), devices.siteId),
              accountId ? eq(devices.accountId, accountId) : undefined,
              siteId ? eq(devices.siteId, siteId) : undefined,
              state ? eq(devices.state, state) : undefined,
              silent === undefined ? undefined : (silent ? isNotNull : isNull)(devices.silentSince),
              part
                ? or(
                    ...[devices.maker, models.name, devices.serial, devices.place].map((column) => ilike(column, part)),
                  )
                : undefined,
              oldestFirst.after(cursor),
            ),
          )
          .orderBy(...oldestFirst.orderBy)
          .limit(oldestFirst.take(limit));
        return oldestFirst.page(rows, viewDevice, limit);
      }),
  );

  app.post(
    '/devices',
    {
      config: { permission: 'devices:enrol' },
      schema: {
        operationId: 'enrolDevice',
        tags: tag,
        summary: 'Enrol a device (A03)',
        description:
          'Enrolling it again changes nothing (200). A refusal (422) names each condition that fails, with the code of its reason (A02, A10). One that had gone is taken up anew, with its history.',
        body: NewDevice,
        response: {
          200: { ...ref(DeviceDetail), description: 'It was enrolled before: nothing changed.' },
          201: { ...ref(DeviceDetail), description: 'Enrolled.' },
        },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, outbox, now, actor }) => {
        const { accountId, contractId, ...wanted } = request.body;
        const site = await siteForDevice(tx, callerOf(request), wanted.siteId, accountId);
        const answer = await enrolDevice(tx, outbox, {
          ...wanted,
          accountId: site.accountId,
          contractId: await contractForDevice(tx, site, contractId, now),
          actor,
          requestId: request.id,
          now,
        });
        if (!answer.enrolled) throw notEligible(answer.failures);
        const { device } = answer;
        if (device.siteId !== site.id) throw enrolledElsewhere();
        const body = await deviceDetail(tx, device, answerLanguage(request, reply));
        if (!answer.created) return { status: 200, body };
        checkStartingStock(
          wanted.startingStock,
          body.slots.map(({ key }) => key),
        );
        return {
          status: 201,
          body,
          location: `/v1/devices/${device.id}`,
          afterwards: async () => ({ process: await deviceProcess(temporal, device, processPatienceMs) }),
        };
      }),
  );

  app.post(
    '/eligibility',
    {
      config: { permission: 'devices:enrol', idempotency: false },
      schema: {
        operationId: 'checkEligibility',
        tags: tag,
        summary: 'Ask whether a device could be enrolled (A02)',
        body: EligibilityQuestion,
        response: { 200: Eligibility },
      },
    },
    (request, reply) =>
      work.read(request, async (tx) => {
        const now = clock();
        const { contractId, ...asked } = request.body;
        const site = await siteForDevice(tx, callerOf(request), asked.siteId);
        const { failures, entry } = await consultEligibility(tx, {
          ...asked,
          accountId: site.accountId,
          contractId: await contractForDevice(tx, site, contractId, now),
          now,
        });
        const language = answerLanguage(request, reply);
        return {
          eligible: failures.length === 0,
          failures: failures.map((failure) => said(failure, language)),
          slots: (entry?.slots ?? []).map(({ slot, supply }) => ({
            key: slot.key,
            label: slot.label,
            kind: supply.kind,
            covered: isCovered(supply.kind),
          })),
        };
      }),
  );

  app.get(
    '/devices/:deviceId',
    {
      config: { permission: 'devices:read' },
      schema: {
        operationId: 'getDevice',
        tags: tag,
        summary: 'One device with its slots (A12)',
        params: path,
        response: { 200: ref(DeviceDetail) },
      },
    },
    (request, reply) =>
      work.read(request, async (tx) => {
        const device = await findDevice(tx, callerOf(request), request.params.deviceId);
        return deviceDetail(tx, device, answerLanguage(request, reply));
      }),
  );

  app.get(
    '/devices/:deviceId/workflow',
    {
      config: { permission: 'devices:read' },
      schema: {
        operationId: 'getDeviceProcess',
        tags: tag,
        summary: 'Its live workflow, by query',
        description:
          'What the workflow itself says; `GET /v1/devices/{deviceId}` says the same from the database. 503 while Temporal or its workers are away.',
        params: path,
        response: { 200: ref(DeviceProcess) },
      },
    },
    async (request) => {
      const device = await work.read(request, (tx) => findDevice(tx, callerOf(request), request.params.deviceId));
      return deviceProcess(temporal, device);
    },
  );
};
