/** A short workflow every night, started by a schedule: what it found is its result. */
export const reconcileWorkflowType = 'reconcileWorkflow';
export const reconcileScheduleId = 'reconcile';
