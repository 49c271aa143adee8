export { deviceWorkflow } from './device.ts';
export { mailWorkflow } from './mail.ts';
export { orderWorkflow } from './order.ts';
