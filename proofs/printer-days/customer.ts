import { eq } from 'drizzle-orm';
import { orderLines } from '../../db/schema/index.ts';
import type { World } from '../../test/harness/world.ts';
import type { DailyPrinter } from './printers.ts';

/** A customer with one site, on which this printer stands, enrolled. */
export interface Enrolled {
  deviceId: string;
  /** Lines that were made for it. */
  lines(): Promise<(typeof orderLines.$inferSelect)[]>;
}

export async function enrolAlone(world: World, printer: DailyPrinter, number: number): Promise<Enrolled> {
  const post = async (path: string, body: object) => {
    const answer = await world.request('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { maker, serial, model } = printer.first;
  const name = `Customer ${number}`;
  const account = { name, customerNumber: `C-${number}`, systemNumber: `S-${number}`, language: 'en' };
  const { id: accountId } = await post('/accounts', account);
  const terms = { number: `V-${number}`, kind: 'self-service', includesSupplies: true, startsOn: '2020-01-01' };
  const { id: contractId } = await post(`/accounts/${accountId}/contracts`, terms);
  const address = { company: name, lines: ['1 Main Street'], postcode: '69001', city: 'Lyon', country: 'FR' };
  const site = await post(`/accounts/${accountId}/sites`, { name: 'Lyon', timeZone: 'Europe/Paris', address });
  const contact = { role: 'administrator', name: 'Ada Martin', email: `ada${number}@customer.example`, language: 'en' };
  await post(`/accounts/${accountId}/contacts`, contact);
  const partNumber = `PART-${number}`;
  const supply = { partNumber, name: 'Black', kind: printer.kind, ratedYieldPages: 9000 };
  await post('/catalogue/supplies', supply);
  const modelName = model ?? printer.name;
  await post('/catalogue/models', {
    maker,
    name: modelName,
    connections: ['agent'],
    replenishable: true,
    slots: [{ key: printer.slot, label: 'Black', partNumber }],
  });
  const device = { siteId: site.id, contractId, maker, model: modelName, serial, connection: 'agent' };
  const { id: deviceId } = await post('/devices', device);
  return {
    deviceId,
    lines: () => world.system.db.select().from(orderLines).where(eq(orderLines.deviceId, deviceId)),
  };
}
