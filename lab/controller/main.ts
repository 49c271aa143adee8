// npm run controller: plays the product's rules against the fleet simulator, which speaks on stdin and listens on stdout.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { resolveSettings, type SettingName } from '../../domain/settings.ts';
import { Fleet } from './fleet.ts';
import type { Message } from './protocol.ts';

/** `--policy '{"triggerDays":14}'`: settings that differ from the defaults. */
const { values } = parseArgs({ options: { policy: { type: 'string', default: '{}' } } });
const settings = resolveSettings({ global: JSON.parse(values.policy) as Partial<Record<SettingName, number>> });

let fleet: Fleet | undefined;
for await (const text of createInterface({ input: process.stdin })) {
  const message = JSON.parse(text) as Message;
  if (message.type === 'init') fleet = new Fleet(message.start, settings);
  else if (message.type === 'day') process.stdout.write(`${JSON.stringify(fleet?.day(message))}\n`);
  else if (message.type === 'end') break;
}
