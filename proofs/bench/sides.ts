import { readingsPerRun } from '../../commands/assess-device.ts';
import { deliver, deliverReadings } from '../../relay/deliver.ts';
import { deviceWorkflowId } from '../../workflows/device.contract.ts';
import { type CpuMs, cpuDuring } from './cpu.ts';
import type { BenchDevice } from './fleet.ts';
import { countWorkflowType, readingsSignal } from './floor/contract.ts';
import { closedLoop, sum } from './load.ts';
import { type BenchServers, taskQueues } from './servers.ts';
import type { WorkerProcess } from './worker-process.ts';

/** How long Temporal may take to answer: this machine may be busy, and that is what is measured. */
const answerWithinMs = 120_000;
/** Told at once: as many as the relay tells. */
export const inFlight = 20;

type Part = 'worker' | 'temporal' | 'database';

/** What one turn of floor or product came to. */
export interface Turn {
  signals: number;
  signalsPerSecond: number;
  /** Of all processes but the one that tells. */
  cpuMsPerSignal: number;
  cpuMsPerSignalOf: CpuMs<Part>;
}

/** One of the two that are compared, with its worker. */
export interface Side {
  worker: WorkerProcess;
  /** Brings every device's workflow into being. */
  begin(devices: readonly BenchDevice[]): Promise<void>;
  /** Tells of `readings` stored readings, and waits until the workflow has dealt with it. */
  tell(device: BenchDevice, readings: number): Promise<void>;
}

const news = (count: number) => ({ count, newestAt: new Date().toISOString() });

export function floorSide({ client }: BenchServers, worker: WorkerProcess): Side {
  const tell = async (device: BenchDevice, readings: number) => {
    const workflowId = `count/${device.deviceId}`;
    const counted = worker.next(workflowId);
    await client.workflow.signalWithStart(countWorkflowType, {
      workflowId,
      taskQueue: taskQueues.floor,
      args: [{ readings: 0, signalsPerRun: readingsPerRun }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      signal: readingsSignal,
      signalArgs: [news(readings)],
    });
    await counted;
  };
  return { worker, tell, begin: (devices) => toEach(devices, (device) => tell(device, 1)) };
}

export const deliveryOf = ({ client }: BenchServers) => ({
  client,
  taskQueue: taskQueues.product,
  afterTheEnd: async () => {},
});

export function productSide(servers: BenchServers, worker: WorkerProcess): Side {
  const delivery = deliveryOf(servers);
  const tell = async (device: BenchDevice, readings: number) => {
    const assessed = worker.next(deviceWorkflowId(device.deviceId));
    await deliverReadings(delivery, device, news(readings));
    await assessed;
  };
  const begin = async (device: BenchDevice) => {
    const { accountId, ...named } = device;
    const assessed = worker.next(deviceWorkflowId(device.deviceId));
    const message = { kind: 'device.enrol', enrolment: 1, ...named } as const;
    const queued = { id: 0, accountId, workflowId: deviceWorkflowId(device.deviceId), attempts: 0, message };
    await deliver(delivery, queued, answerWithinMs);
    await assessed;
  };
  return { worker, tell, begin: (devices) => toEach(devices, begin) };
}

async function toEach(devices: readonly BenchDevice[], one: (device: BenchDevice) => Promise<void>): Promise<void> {
  await closedLoop(devices.length, inFlight, (i) => one(devices[i]!));
}

/**
 * Brings as many devices to each reading of their run: a turn has as much to replay as any other, and as many new runs. A fleet
 * in step has none in six turns and nothing but new runs in the seventh.
 */
export async function stagger(
  servers: BenchServers,
  side: Side,
  devices: readonly BenchDevice[],
  ofARun: number = readingsPerRun,
): Promise<void> {
  for (let ahead = 1; ahead < ofARun; ahead += 1) {
    const further = devices.filter((_, i) => i % ofARun >= ahead);
    if (further.length > 0) await takeTurn(servers, side, further, { signals: further.length });
  }
}

/** Tells so many times, going round the devices; one that is slow is told again once it has dealt with it. */
export async function takeTurn(
  { pids }: BenchServers,
  side: Side,
  devices: readonly BenchDevice[],
  { signals, readings = 1, atOnce = inFlight }: { signals: number; readings?: number; atOnce?: number },
): Promise<Turn> {
  const free = [...devices];
  const { result: seconds, cpuMs } = await cpuDuring({ worker: side.worker.pid, ...pids }, () =>
    closedLoop(signals, atOnce, async () => {
      const device = free.shift()!;
      await side.tell(device, readings);
      free.push(device);
    }),
  );
  const cpuMsPerSignalOf = {
    worker: cpuMs.worker / signals,
    temporal: cpuMs.temporal / signals,
    database: cpuMs.database / signals,
  };
  return {
    signals,
    signalsPerSecond: signals / seconds,
    cpuMsPerSignal: sum(Object.values(cpuMsPerSignalOf)),
    cpuMsPerSignalOf,
  };
}
