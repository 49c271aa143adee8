import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { maintenanceScheduleId, maintenanceWorkflowType } from '../workflows/maintenance.contract.ts';

/**
 * Sees to it that maintenance runs every night. A schedule that is there already stays as operators have set it. After an outage one
 * that was missed within the last day is made up for.
 */
export async function ensureMaintenanceSchedule(client: Client, taskQueue: string): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: maintenanceScheduleId,
      spec: { calendars: [{ hour: 3, minute: 0 }], jitter: '30 minutes' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
      action: { type: 'startWorkflow', workflowType: maintenanceWorkflowType, workflowId: 'maintenance', taskQueue },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
