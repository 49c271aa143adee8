import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { readingsToAssess, waitingNow } from '../../db/queries/waiting.ts';
import type { Progress } from '../../servers/setup-error.ts';
import type { SmtpTap } from '../loop/smtp-tap.ts';
import type { Network, Toxic } from '../network/toxiproxy.ts';
import { bytesBeforeDropping, type Episode, type PartName } from './plan.ts';

export interface Ways {
  networks: Record<PartName, Network>;
  tap: SmtpTap;
}

export interface Recovery {
  name: string;
  /** From the fault's end until all parts are well and nothing waits that waited then. */
  normalAfterSeconds: number;
  /** What was not yet so when nobody waited any longer. */
  left: string[];
}

/** Looked for longer than it may take: how long it did take is worth knowing. */
const lookForMs = 120_000;

/** Has one fault at its parts, ends it, and waits until all is as usual. */
export async function suffer(
  { at, fault, seconds }: Episode,
  { networks, tap }: Ways,
  normal: (sinceMs: number) => Promise<string[]>,
  progress: Progress,
): Promise<Recovery> {
  const name = `${at.join(' and ')}: ${fault.name}`;
  for (const part of at) {
    if (fault.down) await networks[part].cut();
    else if (!fault.answersDropped) await networks[part].poison(fault.toxics ?? []);
    else if (part === 'smtp') tap.dropAnswers = true;
    else await networks[part].poison([breaksOffAfter(bytesBeforeDropping[part])]);
  }
  await sleep(seconds * 1000);
  for (const part of at) await networks[part].mend();
  tap.dropAnswers = false;
  const endedAtMs = Date.now();
  let left = ['not looked at yet'];
  let last = left;
  while (left.length > 0 && Date.now() - endedAtMs < lookForMs) {
    await sleep(250);
    last = left;
    left = await normal(endedAtMs);
  }
  const normalAfterSeconds = (Date.now() - endedAtMs) / 1000;
  progress(`${name} for ${seconds} s; as usual after ${normalAfterSeconds.toFixed(1)} s, last ${last.join(', ')}`);
  return { name, normalAfterSeconds, left };
}

const breaksOffAfter = (bytes: number): Toxic => ({ type: 'limit_data', stream: 'downstream', attributes: { bytes } });

/** What is not as usual: a part that an API says is away, or something that has waited since before that instant. */
export async function unusual(db: Database, apis: readonly string[], sinceMs: number): Promise<string[]> {
  try {
    const waiting = [...(await waitingNow(db, new Date())), await readingsToAssess(db)];
    const old = waiting.filter(({ since }) => since !== null && since.getTime() <= sinceMs);
    const parts = await Promise.all(apis.map(partsAway));
    return [...old.map(({ kind, count }) => `${count} ${kind}`), ...parts.flat()];
  } catch (error) {
    return [(error as Error).message];
  }
}

async function partsAway(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5000) });
  const { parts } = (await answer.json()) as { parts: Record<string, { ok: boolean }> };
  return Object.entries(parts).flatMap(([name, { ok }]) => (ok ? [] : [`${name} is away`]));
}
