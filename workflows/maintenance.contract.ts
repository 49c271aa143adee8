/** A short workflow every night, started by a schedule: what it did is its result. */
export const maintenanceWorkflowType = 'maintenanceWorkflow';
export const maintenanceScheduleId = 'maintenance';
