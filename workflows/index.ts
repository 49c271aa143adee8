export { deviceWorkflow } from './device.ts';
export { mailWorkflow } from './mail.ts';
export { maintenanceWorkflow } from './maintenance.ts';
export { orderWorkflow } from './order.ts';
export { reconcileWorkflow } from './reconcile.ts';
