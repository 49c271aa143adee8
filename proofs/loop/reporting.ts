import { setTimeout as sleep } from 'node:timers/promises';
import { type Device, daysBefore, type Fleet, readingOf } from './fleet.ts';
import { type Patient, RefusedForGood } from './patient.ts';

/** A reading that the API has said it has. */
export interface Acknowledged {
  deviceId: string;
  at: string;
}

export interface Reporting {
  acknowledged: Acknowledged[];
  /** Readings that were refused or kept aside: all of them are good ones. */
  problems: string[];
  /** Posts no more, and waits for the answers that are owed. */
  stop(): Promise<void>;
}

/** Beside the young past, so that no two readings of a device share an instant. */
const spreadMs = 1000;

/**
 * All devices report one after the other, so many readings a second in all: each time a day of their past, and once that is told what
 * they show now. A device says the next thing only when the last one is acknowledged, and catches up.
 */
export function startReporting(fleet: Fleet, patient: Patient, perSecond: number): Reporting {
  const { devices } = fleet;
  const everyMs = (devices.length / perSecond) * 1000;
  const beganAt = Date.now();
  const stopping = new AbortController();
  const reporting: Reporting = { acknowledged: [], problems: [], stop };
  const all = devices.map((device, i) => report(device, (i / devices.length) * everyMs));
  return reporting;

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all(all);
  }

  async function report(device: Device, firstMs: number): Promise<void> {
    for (let number = 1; ; number++) {
      const dueAt = beganAt + firstMs + (number - 1) * everyMs;
      await sleep(Math.max(0, dueAt - Date.now()), undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      await post(device, number, new Date(dueAt));
    }
  }

  async function post(device: Device, number: number, dueAt: Date): Promise<void> {
    const daysAgo = device.toldDaysAgo - number;
    const takenAt = daysAgo > 0 ? new Date(+daysBefore(fleet.today, daysAgo) + spreadMs) : dueAt;
    try {
      const receipt = await patient.tell<{ outcome: string; deviceId?: string; at?: string }>(
        'POST',
        '/readings',
        readingOf(device, takenAt, fleet.today),
      );
      if (receipt.deviceId && receipt.at) reporting.acknowledged.push({ deviceId: receipt.deviceId, at: receipt.at });
      else reporting.problems.push(`a reading of ${device.serial} was ${receipt.outcome}`);
    } catch (error) {
      if (!(error instanceof RefusedForGood)) throw error;
      reporting.problems.push(error.message);
    }
  }
}
