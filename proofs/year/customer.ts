import type { Product } from './product.ts';
import { type Days, timeZone } from './site/days.ts';
import { type Model, models } from './site/models.ts';
import type { Printer } from './site/printer.ts';

/** The simulated customer as the product knows it. */
export interface Customer {
  accountId: string;
  contractId: string;
  siteId: string;
  /** Where one device moves to. */
  otherSiteId: string;
}

export const address = {
  company: 'Ateliers Belval',
  lines: ['8 rue des Tanneurs'],
  postcode: '69007',
  city: 'Lyon',
  country: 'FR',
};

/** A customer with two sites, and the models of its devices in the catalogue. */
export async function makeCustomer(product: Product, days: Days): Promise<Customer> {
  const { id: accountId } = await product.post('/accounts', {
    name: 'Ateliers Belval',
    customerNumber: 'C-70418',
    systemNumber: 'S-70418',
    language: 'fr',
  });
  const contract = await product.post(`/accounts/${accountId}/contracts`, {
    number: 'V-70418',
    kind: 'self-service',
    includesSupplies: true,
    startsOn: days.day(-400).date,
  });
  const site = async (name: string, at: typeof address) =>
    (await product.post(`/accounts/${accountId}/sites`, { name, timeZone, holidays: days.holidays(), address: at })).id;
  const siteId = await site('Lyon', address);
  const nantes = { ...address, lines: ['3 quai du Levant'], postcode: '44000', city: 'Nantes' };
  const otherSiteId = await site('Nantes', nantes);
  await product.post(`/accounts/${accountId}/contacts`, {
    role: 'administrator',
    name: 'Inès Caron',
    email: 'ines.caron@belval.example',
    language: 'fr',
  });
  return { accountId, contractId: contract.id, siteId, otherSiteId };
}

export async function makeCatalogue(product: Product): Promise<void> {
  for (const { maker, name, slots, usualRatePerDay } of Object.values<Model>(models)) {
    for (const { part, label, kind, colour, yieldPages, packSize } of slots) {
      await product.post('/catalogue/supplies', {
        partNumber: part,
        name: `${label} ${name}`,
        kind,
        colour,
        ratedYieldPages: yieldPages,
        packSize,
      });
    }
    await product.post('/catalogue/models', {
      maker,
      name,
      connections: ['agent'],
      replenishable: true,
      slots: slots.map(({ key, label, part, gauge, perPage }) => ({
        key,
        label,
        partNumber: part,
        resolutionPercent: gauge.shows === 'points' ? gauge.step : null,
        usualRatePerDay: usualRatePerDay * perPage,
      })),
    });
  }
}

export async function enrol(
  product: Product,
  customer: Customer,
  printer: Printer,
): Promise<{ id: string; slots: { id: string; key: string }[] }> {
  const { maker, name } = printer.model;
  const stock = printer.positions.map(({ model, spares }) => [model.key, printer.plan.stockKnown ? spares : null]);
  return product.post('/devices', {
    siteId: customer.siteId,
    contractId: customer.contractId,
    maker,
    model: name,
    serial: printer.serial,
    place: printer.plan.place,
    connection: 'agent',
    startingStock: Object.fromEntries(stock),
  });
}
