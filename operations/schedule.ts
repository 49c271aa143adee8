import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { maintenanceScheduleId, maintenanceWorkflowType } from '../workflows/maintenance.contract.ts';
import { reconcileScheduleId, reconcileWorkflowType } from '../workflows/reconcile.contract.ts';

/** What runs every night, and at which hour (UTC): each when the one before has ended. */
const nightly = [
  { scheduleId: maintenanceScheduleId, workflowType: maintenanceWorkflowType, hour: 3 },
  { scheduleId: reconcileScheduleId, workflowType: reconcileWorkflowType, hour: 4 },
];

/**
 * Sees to it that all of it runs every night. A schedule that is there already stays as operators have set it. After an outage one
 * that was missed within the last day is made up for.
 */
export async function ensureNightlySchedules(client: Client, taskQueue: string): Promise<void> {
  for (const { scheduleId, workflowType, hour } of nightly) {
    try {
      await client.schedule.create({
        scheduleId,
        spec: { calendars: [{ hour, minute: 0 }], jitter: '30 minutes' },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
        action: { type: 'startWorkflow', workflowType, workflowId: scheduleId, taskQueue },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
