import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** One workflow per enrolled device, for as long as it is enrolled. */
export const deviceWorkflowType = 'deviceWorkflow';
export const deviceWorkflowId = (deviceId: string) => `device/${deviceId}`;

export interface DeviceInput {
  deviceId: string;
  /** For search attributes; neither ever changes within one execution chain but by a move. */
  accountId: string;
  siteId: string;
  /** What the run before handed on. */
  carried?: DeviceProcess;
}

export const devicePhases = ['enrolling', 'active', 'paused', 'set-aside', 'ended'] as const;
export type DevicePhase = (typeof devicePhases)[number];

/** All that the process remembers; the facts are in PostgreSQL. Plain JSON. */
export interface DeviceProcess {
  phase: DevicePhase;
  siteId: string;
  /** The enrolment that this process serves; a repeated enrol update of the same one changes nothing. */
  enrolment: number;
  /** ISO instant at which it looks again even if nothing is reported. */
  wakeAt: string | null;
  nextOrderAt: string | null;
  silent: boolean;
  readings: number;
  orders: number;
  /** Why the last assessment said what it said, for people. */
  summary: string;
}

/** The same for the operator's query, the API and the saved lists. */
export type DeviceView = DeviceProcess & { deviceId: string };

/** Life of a device (A18): the facts are written before the process is told. */
export interface DeviceChange {
  /** Names this change; a repeat is recognised by it. */
  key: string;
  phase: Exclude<DevicePhase, 'enrolling'>;
  siteId: string;
}

/** Readings have been stored: an event, so a signal. One may speak of many readings. */
export const readingsSignal = defineSignal<[{ count: number; newestAt: string }]>('readings');
/** Something it rests on has changed: a delivery, a count, a brake lifted, a setting. */
export const recheckSignal = defineSignal<[{ because: string }]>('recheck');
/** Enrolment wants a yes, so an update (with start). */
export const enrolUpdate = defineUpdate<DeviceView, [{ enrolment: number }]>('enrol');
export const changeUpdate = defineUpdate<DeviceView, [DeviceChange]>('change');
export const deviceQuery = defineQuery<DeviceView>('device');
