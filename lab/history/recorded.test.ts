import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Fleet } from '../controller/fleet.ts';
import type { ReadingMessage } from '../controller/protocol.ts';
import { Exam } from '../simulator/exam.ts';
import { generateWorld } from '../simulator/generate.ts';
import { run } from '../simulator/run.ts';
import { World } from '../simulator/world.ts';
import { historyFiles } from './readings.ts';
import { recordedWorld } from './recorded.ts';

const folder = mkdtempSync(join(tmpdir(), 'replenish-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plan = generateWorld({ seed: 'recorded', scenario: 'clean', devices: 6, runDays: 200 });

const lineOf = ({ device, ts, pages, supplies }: ReadingMessage, kindOf: (key: string) => string) =>
  JSON.stringify({
    device: { maker: 'Aldine', serial: device, model: 'M' },
    takenAt: `${ts}Z`,
    pages: { count: pages, unit: 'impressions' },
    levels: supplies.map(({ k, level, low }) => ({
      key: k,
      kind: kindOf(k),
      level:
        low === undefined
          ? { type: 'percent', percent: level }
          : { type: 'state', state: level === 0 ? 'empty' : low ? 'low' : 'ok' },
    })),
    source: 'import',
  });

/** A fleet that the product keeps supplied, and what its devices have told of it. */
function record(): void {
  const [world, controller] = [new World(plan, new Exam(0)), new Fleet(plan.days.dates[0]!)];
  const lines = new Map<string, string[]>(plan.sites.map(({ id }) => [id, []]));
  for (let day = 0; day < plan.runDays; day += 1) {
    const message = world.live(day);
    for (const reading of message.readings) {
      const device = world.devices.find(({ plan: { id } }) => id === reading.device)!;
      const kindOf = (key: string) => device.plan.slots.find((slot) => slot.key === key)!.kind;
      lines.get(device.site.id)!.push(lineOf(reading, kindOf));
    }
    world.take(day, controller.day(message));
  }
  for (const [site, told] of lines) writeFileSync(join(folder, `${site}.ndjson`), `${told.join('\n')}\n`);
}

test('a recorded fleet uses what the real one used, and can be supplied by other rules', async () => {
  record();
  const files = await historyFiles([folder]);
  const recorded = await recordedWorld(files, 'a');
  expect(recorded.sites.map(({ id }) => id).sort()).toEqual(plan.sites.map(({ id }) => id).sort());
  const slots = recorded.sites.flatMap(({ devices }) =>
    devices.flatMap((device) => device.slots.map((slot) => ({ device, slot }))),
  );
  expect(slots.length).toBeGreaterThan(8);
  for (const { device, slot } of slots) {
    const original = plan.sites
      .flatMap(({ devices }) => devices)
      .find(({ id }) => device.id === `Aldine ${id}`)!
      .slots.find(({ key }) => key === slot.key)!;
    if (original.gauge.step === 'states') continue;
    const last = plan.runDays - 2;
    const truth = original.used[last]! - original.used[device.enrolsOn]!;
    expect(Math.abs(slot.used[last]! - truth)).toBeLessThan(0.12 + 0.12 * truth);
  }
  const { scores } = await run(recorded, new Fleet(recorded.days.dates[0]!));
  expect(scores.cost).toBeGreaterThan(0);
  expect(scores.refused).toBe(0);
});

test('a line that is no reading is named', async () => {
  const file = join(folder, 'broken.txt');
  writeFileSync(file, '\n{"device":{"maker":"Aldine"}}\n');
  await expect(recordedWorld([file], 'a')).rejects.toThrow('broken.txt:2: not a reading');
  await expect(historyFiles([join(folder, 'nowhere')])).rejects.toThrow('no such file');
});
