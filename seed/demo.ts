// Makes the demo customer through the API: only readings lie in the past, everything else comes about by the product itself.
import { loadConfig } from '../config.ts';
import { models, supplies } from './catalogue.ts';
import { type ApiCall, apiClient } from './client.ts';
import { demoTokens } from './credentials.ts';
import { type DemoDevice, fleet } from './fleet.ts';
import { pastReadings } from './past.ts';

const config = loadConfig();
const { operations } = await demoTokens(config);
const call = apiClient(config.api.publicUrl, operations);
const now = new Date();

const sites = await makeCustomer();
await makeCatalogue();
for (const [done, device] of fleet.entries()) {
  say(`device ${done + 1} of ${fleet.length}: ${device.maker} ${device.model} ${device.serial}, ${device.site}`);
  await enrol(device, sites[device.site]);
}
say('months of readings');
for (const device of fleet.filter(({ due }) => !due)) await post([device]);
for (const site of ['Lyon', 'Leeds'] as const) await post(fleet.filter((device) => device.due && device.site === site));

async function makeCustomer(): Promise<{ accountId: string; Lyon: string; Leeds: string }> {
  const account = await create('/accounts', {
    name: 'Lumen & Cie',
    customerNumber: 'C-20417',
    systemNumber: 'S-88031',
    language: 'fr',
  });
  await create(`/accounts/${account}/contracts`, {
    number: 'V-2026-17',
    kind: 'self-service',
    includesSupplies: true,
    startsOn: '2026-01-01',
  });
  // So that the demo is quick: held for a minute, reminders at once.
  await call('PUT', `/settings/account/${account}/holdMinutes`, { value: 1 });
  await call('PUT', `/settings/account/${account}/reminderMinuteOfDay`, { value: -1 });
  const lyon = await create(`/accounts/${account}/sites`, {
    name: 'Lyon',
    timeZone: 'Europe/Paris',
    address: { company: 'Lumen & Cie', lines: ['12 quai des Brumes'], postcode: '69002', city: 'Lyon', country: 'FR' },
    deliveryInstructions: 'Sonner à la porte 3, de 9 h à 17 h',
  });
  const leeds = await create(`/accounts/${account}/sites`, {
    name: 'Leeds',
    timeZone: 'Europe/London',
    address: { company: 'Lumen Ltd', lines: ['4 Canal Row'], postcode: 'LS1 4AA', city: 'Leeds', country: 'GB' },
    deliveryInstructions: 'Goods entrance behind the building',
  });
  for (const contact of [
    { role: 'administrator', name: 'Camille Roche', email: 'camille.roche@lumen.example', language: 'fr' },
    {
      role: 'replenishment',
      name: 'Claire Vasseur',
      email: 'claire.vasseur@lumen.example',
      language: 'fr',
      siteId: lyon,
    },
    {
      role: 'replenishment',
      name: 'Emma Whitlock',
      email: 'emma.whitlock@lumen.example',
      language: 'en',
      siteId: leeds,
    },
  ]) {
    await create(`/accounts/${account}/contacts`, contact);
  }
  return { accountId: account, Lyon: lyon, Leeds: leeds };
}

async function makeCatalogue(): Promise<void> {
  for (const supply of supplies) await create('/catalogue/supplies', supply);
  for (const model of models) {
    await create('/catalogue/models', { ...model, connections: ['agent', 'direct'], replenishable: true });
  }
}

async function enrol(device: DemoDevice, siteId: string): Promise<void> {
  await create('/devices', {
    siteId,
    maker: device.maker,
    model: device.model,
    serial: device.serial,
    place: device.place,
    connection: 'agent',
    startingStock: device.stock ?? {},
  });
}

/** All readings of these devices in one request, so that they are judged together. */
async function post(devices: DemoDevice[]): Promise<void> {
  await call(
    'POST',
    '/readings/batch',
    devices.flatMap((device) => pastReadings(device, now)),
  );
}

async function create(path: string, body: object): Promise<string> {
  const { id } = await (call as ApiCall)<{ id: string }>('POST', path, body);
  return id;
}

function say(line: string): void {
  process.stdout.write(`           demo       ${line}\n`);
}
