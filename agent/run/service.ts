import { setTimeout as sleep } from 'node:timers/promises';
import { discover } from '../discover/discover.ts';
import { addressesOf } from '../discover/ranges.ts';
import type { Way } from '../discover/ways.ts';
import type { OwnKey } from '../key.ts';
import { reportTo } from '../server/report.ts';
import type { ServerConnection } from '../server/request.ts';
import { createSender } from '../server/send-queue.ts';
import { version } from '../version.ts';
import { type RoundParts, readRound } from './round.ts';

export interface ServiceParts extends RoundParts {
  server: ServerConnection;
  key: OwnKey;
  log(line: string): void;
}

const HOUR_MS = 3_600_000;
/** A printer that has not answered for so long, and is in a range only, is gone from there. */
const FORGET_DAYS = 90;
const REPORT_MS = 15 * 60_000;
/** After 401: somebody may have enrolled it anew, which a restart notices at once. */
const REVOKED_MS = HOUR_MS;

/**
 * Reads, sends and reports until the signal. Reading and sending go on side by side: a server that is away stops no reading,
 * and a printer that is slow no sending. What has been begun before a restart is not repeated before its time.
 */
export async function runService(parts: ServiceParts, signal: AbortSignal): Promise<void> {
  const wake = wakeable();
  await Promise.all([reading(parts, signal, wake.ring), sending(parts, signal, wake.next)]);
}

async function reading(parts: ServiceParts, signal: AbortSignal, ring: () => void): Promise<void> {
  const { configuration, facts, printers, log } = parts;
  keepConfigured(parts);
  while (!signal.aborted) {
    if (isDue(facts.get('discoveredAt'), configuration.discoverHours) || printers.all().length === 0) {
      const { asked, found } = await discover(
        configuration,
        ({ address, way }) => noteFound(parts, address, way),
        signal,
      ).catch(stopped);
      if (signal.aborted) return;
      facts.set({ discoveredAt: Date.now() });
      log(`looked at ${asked} addresses, found ${found} printers`);
    }
    if (isDue(facts.get('roundBeganAt'), configuration.everyHours) || unfinished(parts)) {
      await readRound(parts, signal);
      if (!signal.aborted)
        log(
          `read ${facts.get('read')} printers, ${facts.get('failed')} not; ${parts.queue.size().readings} readings wait`,
        );
      ring();
    }
    const next = Math.min(
      dueAt(facts.get('roundBeganAt'), configuration.everyHours),
      dueAt(facts.get('discoveredAt'), configuration.discoverHours),
    );
    await sleep(Math.max(50, next - Date.now()), undefined, { signal }).catch(stopped);
  }
}

/** Sleeping ends early by the signal alone. */
const stopped = () => ({ asked: 0, found: 0 });

const dueAt = (last: number | undefined, hours: number): number => (last ?? 0) + hours * HOUR_MS;
/** A clock that was set back must not stop the readings. */
const isDue = (last: number | undefined, hours: number): boolean =>
  last === undefined || dueAt(last, hours) <= Date.now() || last > Date.now() + 60_000;
/** The last round was broken off. */
const unfinished = ({ facts }: RoundParts): boolean =>
  (facts.get('roundEndedAt') ?? 0) < (facts.get('roundBeganAt') ?? 0);

/** The way in which a printer was first read stays: another one numbers the slots in another manner. */
function noteFound({ printers }: ServiceParts, address: string, way: Way): void {
  const before = printers.all().find((known) => known.address === address);
  if (before?.readAt && 'ipp' in before.way !== 'ipp' in way) return;
  printers.found(address, way, new Date());
}

/** What is configured no more is not asked any more. */
function keepConfigured({ printers, configuration }: ServiceParts): void {
  const allowed = new Set([...configuration.hosts, ...addressesOf(configuration.ranges, configuration.exclude)]);
  const long = Date.now() - FORGET_DAYS * 24 * HOUR_MS;
  const gone = printers
    .all()
    .filter(
      ({ address, readAt, foundAt }) =>
        !allowed.has(address) || (!configuration.hosts.includes(address) && (readAt ?? foundAt) < long),
    );
  printers.forget(gone.map(({ address }) => address));
}

async function sending(
  parts: ServiceParts,
  signal: AbortSignal,
  next: (ms: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { queue, facts, server, key, printers } = parts;
  const sender = createSender({ queue, facts, server, token: key.token });
  let reportedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const sent = await sender.drain(signal);
    if (sent.outcome !== 'later' && performance.now() - reportedAt > REPORT_MS) {
      await reportTo({ server, token: key.token, facts, queue }, { version, known: printers.all().length });
      reportedAt = performance.now();
    }
    const waits = { empty: REPORT_MS, revoked: REVOKED_MS, later: 'waitMs' in sent ? sent.waitMs : 0 };
    await next(waits[sent.outcome], signal);
  }
}

/** A sleep that somebody else can end. */
function wakeable() {
  let ring = () => {};
  return {
    ring: () => ring(),
    async next(milliseconds: number, signal: AbortSignal): Promise<void> {
      const rung = new AbortController();
      ring = () => rung.abort();
      await sleep(milliseconds, undefined, { signal: AbortSignal.any([signal, rung.signal]) }).catch(() => undefined);
    },
  };
}
