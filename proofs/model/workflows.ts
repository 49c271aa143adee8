import type { Activities } from '../../activities/index.ts';
import type { QueuedMessage } from '../../db/outbox.ts';
import type { CancelAnswer, CancelRequest, OrderView } from '../../workflows/order.contract.ts';

/** Rounds of one device without an end to them are a fault of the product's. */
const mostRounds = 25;

interface DeviceProcess {
  stirred: boolean;
  wakeAt: Date | null;
  siteId: string;
}

interface OrderProcess {
  view: OrderView;
  news: boolean;
}

interface Deps {
  activities: Activities;
  afterTheEnd(orderId: string): Promise<void>;
  /** Each a little later than the one before: no two acts share an instant. */
  tick(): Date;
  now(): Date;
}

/**
 * Stands for Temporal and the device's and the order's workflow: hears what transactions queue, calls the product's activities in the
 * order in which workflows/ calls them, and lets time pass from deadline to deadline. What the workflows themselves do is the
 * journeys' to show; thousands of them would be too slow for this.
 */
export class Workflows {
  readonly #deps: Deps;
  readonly #devices = new Map<string, DeviceProcess>();
  readonly #orders = new Map<string, OrderProcess>();
  readonly #late: string[] = [];

  constructor(deps: Deps, devices: readonly { id: string; siteId: string }[]) {
    this.#deps = deps;
    for (const { id, siteId } of devices) this.#devices.set(id, { stirred: true, wakeAt: null, siteId });
  }

  /** A message of the outbox, or readings that are stored. */
  hear({ message }: Pick<QueuedMessage, 'message'>): void {
    if (message.kind === 'device.enrol')
      this.#devices.set(message.deviceId, { stirred: true, wakeAt: null, siteId: message.siteId });
    else if (message.kind === 'device.change') {
      this.stir(message.deviceId);
      const device = this.#devices.get(message.deviceId);
      if (device) device.siteId = message.change.siteId;
      if (message.change.phase === 'ended') this.#devices.delete(message.deviceId);
    } else if (message.kind === 'device.recheck') this.stir(message.deviceId);
    else if (message.kind === 'order.start') {
      const { orderId, holdUntil } = message;
      const phase = holdUntil === null ? 'awaiting-approval' : 'held';
      const view = { orderId, phase, holdUntil, nextDeadlineAt: null, openLines: 1, summary: '' } as const;
      this.#orders.set(orderId, { view, news: false });
    } else if (message.kind === 'order.approved') {
      const order = this.#orders.get(message.orderId);
      if (order?.view.phase === 'awaiting-approval')
        order.view = { ...order.view, phase: 'held', holdUntil: message.holdUntil };
    } else if (message.kind === 'order.fulfilment' || message.kind === 'order.review') {
      const order = this.#orders.get(message.orderId);
      if (order && order.view.phase !== 'ended') order.news = true;
      else if (message.kind === 'order.fulfilment') this.#late.push(message.orderId);
    }
  }

  stir(deviceId: string): void {
    const device = this.#devices.get(deviceId);
    if (device) device.stirred = true;
  }

  /** As the update of the order's workflow: its validator first, then the activity. */
  async cancel(orderId: string, request: CancelRequest, now: Date): Promise<CancelAnswer> {
    const order = this.#orders.get(orderId);
    const over = !order || order.view.phase === 'released' || order.view.phase === 'ended';
    if (over || (order.view.holdUntil !== null && new Date(order.view.holdUntil) <= now))
      return { cancelledLineIds: [], refused: 'too-late' };
    const { view, ...answer } = await this.#deps.activities.cancelLines({
      orderId,
      now: now.toISOString(),
      ...request,
    });
    order.view = view;
    return answer;
  }

  /** Does all that there is to do by now. */
  async settle(): Promise<void> {
    for (let round = 0; await this.#round(); round++) {
      if (round > mostRounds * (this.#devices.size + this.#orders.size + 1))
        throw new Error('the workflows never rest');
    }
  }

  /** The next instant, up to `until`, at which somebody has something to do. */
  nextDeadline(until: Date): Date | null {
    const devices = [...this.#devices.values()].map(({ wakeAt }) => wakeAt);
    const orders = [...this.#orders.values()].map(deadlineOf);
    const ahead = [...devices, ...orders].filter((at) => at !== null && at <= until) as Date[];
    return ahead.length === 0 ? null : new Date(Math.min(...ahead.map(Number)));
  }

  async #round(): Promise<boolean> {
    const now = this.#deps.now();
    const late = this.#late.splice(0);
    for (const orderId of late) await this.#deps.afterTheEnd(orderId);
    // That took time, in which something else may have come due.
    if (late.length > 0) return true;
    for (const order of this.#orders.values()) if (await this.#follow(order, now)) return true;
    for (const [id, device] of this.#devices) {
      if (!device.stirred && !(device.wakeAt && device.wakeAt <= now)) continue;
      await this.#lookAt(id, device);
      return true;
    }
    return false;
  }

  async #follow(order: OrderProcess, now: Date): Promise<boolean> {
    const { view } = order;
    const request = () => ({ orderId: view.orderId, now: this.#deps.tick().toISOString() });
    if (view.phase === 'ended') return false;
    const due = deadlineOf(order);
    if (view.phase === 'held' && due && due <= now) {
      order.view = await this.#deps.activities.releaseOrder(request());
      if (order.view.phase === 'released') await this.#deps.activities.handOver(request());
      return true;
    }
    if (!order.news && !(due && due <= now)) return false;
    order.news = false;
    order.view = await this.#deps.activities.settleOrder(request());
    return true;
  }

  async #lookAt(deviceId: string, device: DeviceProcess): Promise<void> {
    const { activities } = this.#deps;
    device.stirred = false;
    const now = this.#deps.tick().toISOString();
    const found = await activities.assess({ deviceId, now });
    device.siteId = found.siteId;
    device.wakeAt = found.wakeAt === null ? null : new Date(found.wakeAt);
    if (found.setAside) {
      await activities.setAside({ deviceId, now });
      device.stirred = true;
    }
    if (found.remind) await activities.remind({ deviceId, now });
    if (!found.orderWanted) return;
    const { orderId } = await activities.placeOrder({ deviceId, siteId: device.siteId, now });
    if (orderId) device.stirred = true;
  }
}

function deadlineOf({ view }: OrderProcess): Date | null {
  const at = view.phase === 'ended' ? null : view.phase === 'held' ? view.holdUntil : view.nextDeadlineAt;
  return at === null ? null : new Date(at);
}
