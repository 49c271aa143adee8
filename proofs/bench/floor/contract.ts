import { defineSignal } from '@temporalio/workflow';

export const countWorkflowType = 'countWorkflow';

/** As the device's workflow is told. */
export const readingsSignal = defineSignal<[{ count: number; newestAt: string }]>('readings');

export interface CountInput {
  readings: number;
  /** Signals after which it continues as new: that of the device's workflow. */
  signalsPerRun: number;
}
