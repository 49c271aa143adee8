import { resolveSettings, type SettingName, type Settings, settingDefinitions } from '../domain/settings.ts';
import { UsageError } from './options.ts';

/** Rules as data: the settings that differ from the defaults. */
export type Policy = Partial<Record<SettingName, number>>;

/** What is compared when nothing is asked for: the published rules, and one number of each moved. */
export const usualPolicies: Readonly<Record<string, Policy>> = {
  published: {},
  'trigger 14': { triggerDays: 14 },
  'coverage 45': { coverageDays: 45 },
  'window 30': { consolidationDays: 30 },
};

export function settingsOf(policy: Policy): Settings {
  return resolveSettings({ global: policy });
}

/** `name: setting=value, setting=value`; without a name the settings are the name. */
export function readPolicy(text: string): { name: string; policy: Policy } {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1).trim();
  const policy = Object.fromEntries(
    rest
      .split(/[\s,]+/)
      .filter((part) => part !== '')
      .map(readSetting),
  ) as Policy;
  return { name: colon > 0 ? text.slice(0, colon).trim() : rest, policy };
}

function readSetting(part: string): [SettingName, number] {
  const [name = '', text = ''] = part.split('=');
  if (!Object.hasOwn(settingDefinitions, name)) {
    throw new UsageError(
      `--policy: there is no setting “${name}”. There are: ${Object.keys(settingDefinitions).join(', ')}.`,
    );
  }
  const { min, max, unit } = settingDefinitions[name as SettingName];
  const value = text === '' ? Number.NaN : Number(text);
  if (value >= min && value <= max) return [name as SettingName, value];
  throw new UsageError(`--policy: ${part}: ${name} is ${min} to ${max} (${unit}).`);
}
