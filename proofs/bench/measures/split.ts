import { assessAndRecord } from '../../../commands/assess-device.ts';
import { asTenant, type Transaction } from '../../../db/database.ts';
import { Outbox } from '../../../db/outbox.ts';
import { type LoadedDevice, loadDeviceFacts } from '../../../db/queries/facts.ts';
import { assessDevice } from '../../../domain/assessment.ts';
import { cpuDuring } from '../cpu.ts';
import type { BenchDevice } from '../fleet.ts';
import { median } from '../load.ts';
import type { BenchServers } from '../servers.ts';
import type { DeviceDays } from './device-days.ts';

const sample = 100;

interface Cost {
  wallMs: number;
  nodeMs: number;
  databaseMs: number;
}

/** Where the CPU of a device-day goes: the assessment step by step, one device after the other; the rest is the workflow's. */
export async function measureSplit(servers: BenchServers, devices: readonly BenchDevice[], days: DeviceDays) {
  const ids = devices.slice(0, sample).map(({ deviceId }) => deviceId);
  const now = new Date();
  const facts: LoadedDevice[] = [];
  const inTransaction = (work: (tx: Transaction, id: string) => Promise<unknown>) => (id: string) =>
    asTenant(servers.system.db, 'all', (tx) => work(tx, id));
  const whole = inTransaction((tx, id) => assessAndRecord(tx, new Outbox(tx, now), id, now));
  const load = inTransaction(async (tx, id) => facts.push((await loadDeviceFacts(tx, [id], now))[0]!));
  // Until the code is warm.
  for (const id of ids) await whole(id);
  const each = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<Cost> => {
    const beganAt = performance.now();
    const used = process.cpuUsage();
    const { cpuMs } = await cpuDuring({ database: servers.pids.database }, async () => {
      for (const item of items) await work(item);
    });
    const { user, system } = process.cpuUsage(used);
    return {
      wallMs: (performance.now() - beganAt) / items.length,
      nodeMs: (user + system) / 1000 / items.length,
      databaseMs: cpuMs.database / items.length,
    };
  };
  const costs = {
    empty: await each(
      ids,
      inTransaction(async () => {}),
    ),
    load: await each(ids, load),
    domain: await each(facts, async (device) => assessDevice(device, now)),
    whole: await each(ids, whole),
  };
  const less = (a: Cost, b: Cost): Cost => ({
    wallMs: a.wallMs - b.wallMs,
    nodeMs: a.nodeMs - b.nodeMs,
    databaseMs: a.databaseMs - b.databaseMs,
  });
  const of = (turns: DeviceDays['floor'], part: 'worker' | 'temporal' | 'database') =>
    median(turns.map(({ cpuMsPerSignalOf }) => cpuMsPerSignalOf[part]));
  const row = (step: string, { wallMs, nodeMs, databaseMs }: Cost) => ({
    'assessment, one at a time': step,
    'wall ms': wallMs,
    'node CPU ms': nodeMs,
    'database CPU ms': databaseMs,
  });
  const processRow = (name: string, turns: DeviceDays['floor']) => ({
    'CPU per device-day, under load': name,
    'worker ms': of(turns, 'worker'),
    'Temporal ms': of(turns, 'temporal'),
    'database ms': of(turns, 'database'),
  });
  return {
    processes: [processRow('floor: workflow alone', days.floor), processRow('product', days.product)],
    steps: [
      row('transaction without content', costs.empty),
      row('loading the facts', less(costs.load, costs.empty)),
      row('domain: forecast and verdicts', costs.domain),
      row('writing what was found', less(less(costs.whole, costs.load), costs.domain)),
      row('all of it', costs.whole),
    ],
  };
}
