import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Level } from '../../domain/reading.ts';
import { UsageError } from '../options.ts';

/** A line of an export: what the API's stream of readings takes, as far as the lab looks at it. */
export interface RecordedReading {
  device: { maker: string; serial: string; model?: string };
  takenAt: string;
  pages?: { count: number };
  levels: { key: string; kind?: string; partNumber?: string; supplySerial?: string; level: Level }[];
}

/** The files of a site each: those named, and those of the folders named. @throws UsageError where there are none */
export async function historyFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const entry = await stat(path).catch(() => undefined);
    if (!entry) throw new UsageError(`--history ${path}: there is no such file or folder.`);
    const names = entry.isDirectory() ? (await readdir(path)).filter((name) => name.endsWith('.ndjson')).sort() : [''];
    found.push(...names.map((name) => join(path, name)));
  }
  if (found.length === 0)
    throw new UsageError('--history: no .ndjson file in there. “npm run export-readings” writes them.');
  return found;
}

/** The readings of one file, by device, oldest first. @throws UsageError at the line that is none */
export async function readHistory(file: string): Promise<Map<string, RecordedReading[]>> {
  const devices = new Map<string, RecordedReading[]>();
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    number += 1;
    if (line.trim() === '') continue;
    const reading = parse(line);
    if (!reading) throw new UsageError(`${file}:${number}: not a reading as the API’s stream takes it.`);
    const id = `${reading.device.maker} ${reading.device.serial}`;
    const known = devices.get(id);
    if (known) known.push(reading);
    else devices.set(id, [reading]);
  }
  for (const readings of devices.values()) readings.sort((a, b) => Date.parse(a.takenAt) - Date.parse(b.takenAt));
  return devices;
}

function parse(line: string): RecordedReading | undefined {
  try {
    const value = JSON.parse(line) as Partial<RecordedReading> | null;
    const { device, takenAt, levels } = value ?? {};
    const whole = device?.maker && device.serial && !Number.isNaN(Date.parse(takenAt ?? '')) && Array.isArray(levels);
    return whole ? (value as RecordedReading) : undefined;
  } catch {
    return undefined;
  }
}
