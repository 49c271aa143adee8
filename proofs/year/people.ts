import { isCovered } from '../../domain/supply-kinds.ts';
import { address } from './customer.ts';
import type { Product } from './product.ts';
import type { Dice } from './random.ts';
import type { Day } from './site/days.ts';
import type { Action } from './site/happenings.ts';
import { Printer } from './site/printer.ts';
import type { WaitingLine } from './site/warehouse.ts';
import { addDevice, positionOf, type SimulatedDevice, type Year } from './state.ts';

interface Task {
  id: string;
  kind: string;
  madeAt: string;
  deviceId: string | null;
  orderId: string | null;
}

interface WarehouseOrder {
  id: string;
  urgent: boolean;
  lines: { lineId: string; serial: string; partNumber: string; toShip: number; withdraw: boolean }[];
}

/** How long people take to get round to a task. */
const answersAfterHours = { from: 20, to: 80 };
/** A device that was set aside is looked after by its owner, who buys elsewhere when it has stood dry for so many open days. */
const buysElsewhereAfterDays = 2;

/** Everybody who works with the product on a business day: the warehouse, the helpdesk, and the customer. */
export class People {
  readonly #year: Year;
  readonly #product: Product;
  readonly #dice: Dice;
  /** What stands on the label of each line that the warehouse has seen (A15). */
  readonly #labels = new Map<string, { serial: string; part: string }>();
  readonly #patience = new Map<string, number>();
  #cancelNext = false;

  constructor(year: Year, product: Product, dice: Dice) {
    this.#year = year;
    this.#product = product;
    this.#dice = dice;
  }

  async work(day: Day, actions: Action[]): Promise<void> {
    for (const action of actions) await this.#act(day, action);
    if (this.#cancelNext) await this.#cancelOne();
    await this.#runWarehouse(day);
    await this.#settleTasks(day);
    await this.#buyElsewhere(day);
  }

  async #runWarehouse(day: Day): Promise<void> {
    const orders: WarehouseOrder[] = await this.#product.list('/fulfilment/orders');
    const waiting: WaitingLine[] = orders.flatMap(({ id: orderId, urgent, lines }) =>
      lines.map(({ lineId, serial, partNumber, toShip, withdraw }) => {
        this.#labels.set(lineId, { serial, part: partNumber });
        return { orderId, lineId, urgent, units: withdraw ? 0 : toShip };
      }),
    );
    const said = this.#year.warehouse.work(day, waiting, (lineId, units) => this.#arrive(lineId, units));
    for (const event of said) {
      await this.#product.post('/fulfilment/events', { ...event, occurredAt: day.at(10).toISOString() });
    }
  }

  /** What really comes goes to the printer that the label names, or to the one in its place. */
  #arrive(lineId: string, units: number): void {
    const { serial, part } = this.#labels.get(lineId)!;
    const position = positionOf(this.#year, serial, part);
    if (position) position.spares += units;
  }

  async #settleTasks(day: Day): Promise<void> {
    const now = day.at(11).getTime();
    for (const task of (await this.#product.list('/tasks?state=open')) as Task[]) {
      const hours = this.#patience.get(task.id) ?? this.#dice.whole(answersAfterHours.from, answersAfterHours.to);
      this.#patience.set(task.id, hours);
      if (now - Date.parse(task.madeAt) < hours * 3_600_000) continue;
      if (task.kind === 'approve-order') await this.#product.post(`/orders/${task.orderId}/approve`);
      else await this.#settle(task);
    }
  }

  async #settle(task: Task): Promise<void> {
    if (task.kind === 'stock-difference' || task.kind === 'installed-without-delivery')
      await this.#count(task.deviceId!);
    await this.#product.post(`/tasks/${task.id}/done`, { remark: 'Seen to.' });
  }

  /** The helpdesk has somebody look at the shelf. */
  async #count(deviceId: string): Promise<void> {
    const device = this.#device(deviceId);
    if (!device || device.until !== null) return;
    const covered = device.printer.positions.filter(({ model }) => isCovered(model.kind));
    const counts = covered.map(({ model, spares }) => ({ slotId: device.slotIds.get(model.key), units: spares }));
    await this.#product.post(`/devices/${deviceId}/stock-counts`, { counts, reason: 'Counted, by telephone' });
  }

  async #act(day: Day, action: Action): Promise<void> {
    const device = 'device' in action ? this.#year.devices[action.device] : undefined;
    if ('device' in action && !device) return;
    const { siteId, otherSiteId } = this.#year.customer;
    const acts: Record<Action['what'], () => Promise<unknown>> = {
      address: () =>
        this.#product.put(`/sites/${siteId}/address`, { address: { ...address, lines: ['12 rue des Tanneurs'] } }),
      move: () => this.#move(device!, otherSiteId),
      exceptional: () => this.#recordJob(device!),
      replace: () => this.#replace(device!, day),
      cancel: async () => {
        this.#cancelNext = true;
      },
      pause: () => this.#product.post(`/devices/${device!.id}/pause`),
      resume: () => this.#product.post(`/devices/${device!.id}/resume`),
      retire: () => this.#retire(device!, day),
      restore: () => this.#restore(device!),
    };
    await acts[action.what]();
  }

  /** Its spares stay behind. */
  async #move(device: SimulatedDevice, toSiteId: string): Promise<void> {
    await this.#product.post(`/devices/${device.id}/move`, { toSiteId, place: 'Front desk', takeStockAlong: false });
    for (const position of device.printer.positions) position.spares = 0;
  }

  async #recordJob(device: SimulatedDevice): Promise<void> {
    const lines = ['1.1', '1.2', '1.3', '1.4'].map((key) => ({
      slotId: device.slotIds.get(key),
      quantity: key === '1.1' ? 2 : 1,
    }));
    await this.#product.post('/exceptional-orders', { siteId: this.#year.customer.siteId, lines, jobWindowDays: 30 });
  }

  /** Nobody orders for a device that is set aside, so its people go and buy. */
  async #buyElsewhere(day: Day): Promise<void> {
    for (const device of this.#year.devices) {
      const dry = device.printer.positions.filter(
        ({ dryDays }) =>
          dryDays.slice(-buysElsewhereAfterDays).length === buysElsewhereAfterDays &&
          dryDays.at(-1) === this.#lastOpenDayBefore(day),
      );
      if (dry.length === 0 || device.until !== null) continue;
      const { state } = await this.#product.get(`/devices/${device.id}`);
      if (state === 'set-aside') for (const position of dry) position.spares += 2;
    }
  }

  #lastOpenDayBefore(day: Day): number {
    for (let number = day.number - 1; ; number--) if (this.#year.days.day(number).open) return number;
  }

  /** By another one of its kind, which takes over what stands beside it. */
  async #replace(device: SimulatedDevice, day: Day): Promise<void> {
    const { plan } = device.printer;
    const newcomer = new Printer(`${device.printer.serial}-B`, plan, this.#dice.of('newcomer'));
    for (const position of newcomer.positions) Object.assign(position, { left: 1, spares: 0 });
    const added = await addDevice(this.#year, this.#product, newcomer, day.number);
    await this.#product.post(`/devices/${device.id}/replace`, { replacedBy: added.id });
    for (const position of newcomer.positions)
      position.spares = device.printer.position(position.model.key)?.spares ?? 0;
    Object.assign(device, { until: day.number, replacedBy: added.id });
  }

  async #retire(device: SimulatedDevice, day: Day): Promise<void> {
    await this.#product.post(`/devices/${device.id}/retire`);
    device.until = day.number;
  }

  async #restore(device: SimulatedDevice): Promise<void> {
    const { state } = await this.#product.get(`/devices/${device.id}`);
    if (state === 'set-aside') await this.#product.post(`/devices/${device.id}/restore`);
  }

  /** The customer finds an order needless while it is held. */
  async #cancelOne(): Promise<void> {
    const [held] = await this.#product.list('/orders?state=held');
    if (!held) return;
    await this.#product.post(`/orders/${held.id}/cancel`, {});
    this.#cancelNext = false;
  }

  #device(id: string): SimulatedDevice | undefined {
    return this.#year.devices.find((device) => device.id === id);
  }
}
