import { eq, inArray } from 'drizzle-orm';
import { devices, notices, orders } from '../db/schema/index.ts';
import { deviceStateMeanings, deviceStates } from '../domain/device-life.ts';
import type { OrderState } from '../domain/order/types.ts';

const livingDeviceStates = deviceStates.filter((state) => !deviceStateMeanings[state].ended);
/** One in shadow (A03) has no workflow. */
const livingOrderStates: OrderState[] = ['awaiting-approval', 'held', 'released'];

/** Devices that have a workflow. */
export const livingDevice = () => inArray(devices.state, livingDeviceStates);
/** Orders that have a workflow. */
export const livingOrder = () => inArray(orders.state, livingOrderStates);
/** Mails that have a workflow. */
export const waitingMail = () => eq(notices.state, 'waiting');
