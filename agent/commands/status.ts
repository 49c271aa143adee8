import type { Language } from '../words/language.ts';
import { wayWords } from '../words/way.ts';
import { instantIn, type Speak, speakIn } from '../words/words.ts';
import type { Command } from './command.ts';
import { homeOptions, type Opened, openAgent } from './context.ts';

/** What waits, and the last contacts. */
export const statusCommand: Command = {
  usage: `status
  what waits on the disk, the last contacts with the server and with each printer
    --json               as JSON
    --home DIR           folder of the agent’s own files (REPLENISH_AGENT_HOME)`,
  options: { ...homeOptions, json: { type: 'boolean', default: false } },
  async run(typed) {
    const { values, language, say } = typed;
    const agent = openAgent(typed);
    try {
      say(values.json ? JSON.stringify(asJson(agent), null, 2) : statusLines(agent, language).join('\n'));
      return 0;
    } finally {
      agent.close();
    }
  },
};

const iso = (at: number | null | undefined) => (at === null || at === undefined ? null : new Date(at).toISOString());

function asJson({ key, configuration, queue, facts, printers }: Opened) {
  const { readings, oldestAt, refused } = queue.size();
  return {
    server: configuration.server,
    enrolled: key?.enrolled ?? null,
    revoked: facts.get('revoked') ?? false,
    waiting: readings,
    oldestWaitingAt: iso(oldestAt),
    refused,
    dropped: { byAge: facts.get('droppedByAge') ?? 0, forRoom: facts.get('droppedForRoom') ?? 0 },
    contactAt: iso(facts.get('contactAt')),
    failure: facts.get('failure') ? { at: iso(facts.get('failedAt')), said: facts.get('failure') } : null,
    clockAheadMs: facts.get('clockAheadMs') ?? null,
    round: {
      beganAt: iso(facts.get('roundBeganAt')),
      endedAt: iso(facts.get('roundEndedAt')),
      read: facts.get('read') ?? 0,
      failed: facts.get('failed') ?? 0,
    },
    printers: printers.all().map(({ address, way, name, serial, readAt, failure, message }) => ({
      address,
      way: wayWords(way),
      name,
      serial,
      readAt: iso(readAt),
      failure: failure && { kind: failure, message },
    })),
  };
}

/** The same for people; doctor says these lines, too. */
export function statusLines(agent: Opened, language: Language): string[] {
  const { key, facts, printers } = agent;
  const speak = speakIn(language);
  const at = (instant: number | null | undefined) => (instant ? instantIn(language, instant) : speak('never'));
  const enrolled = key?.enrolled;
  return [
    enrolled
      ? speak('enrolled', { name: enrolled.name, site: enrolled.siteName, server: key.server })
      : speak('notEnrolled'),
    ...(facts.get('revoked') ? [speak('keyRevoked')] : []),
    speak('contact', { at: at(facts.get('contactAt')) }),
    ...failureLine(agent, speak, at),
    ...queueLines(agent, speak, at),
    ...clockLine(facts.get('clockAheadMs'), facts.get('clockWithinMs'), speak),
    speak('round', {
      at: at(facts.get('roundEndedAt')),
      read: facts.get('read') ?? 0,
      failed: facts.get('failed') ?? 0,
    }),
    speak('printers', { count: printers.all().length }),
    ...printers
      .all()
      .map(
        ({ address, name, readAt, message }) =>
          `  ${address.padEnd(24)} ${(name ?? '?').padEnd(32)} ${at(readAt)}${message ? `  ${message}` : ''}`,
      ),
  ];
}

type At = (instant: number | null | undefined) => string;

/** A failure that was followed by a contact is over. */
function failureLine({ facts }: Opened, speak: Speak, at: At): string[] {
  const failedAt = facts.get('failedAt') ?? 0;
  return failedAt > (facts.get('contactAt') ?? 0)
    ? [speak('failure', { at: at(failedAt), said: facts.get('failure') ?? '' })]
    : [];
}

export function queueLines({ queue, facts }: Opened, speak: Speak, at: At): string[] {
  const { readings, oldestAt, refused } = queue.size();
  const [age, room] = [facts.get('droppedByAge') ?? 0, facts.get('droppedForRoom') ?? 0];
  const damagedAt = facts.get('damagedAt');
  return [
    speak('queue', { count: readings, since: oldestAt ? speak('queueSince', { at: at(oldestAt) }) : '' }),
    ...(age + room > 0 ? [speak('dropped', { age, room })] : []),
    ...(refused > 0 ? [speak('refused', { count: refused })] : []),
    ...(damagedAt ? [speak('damaged', { at: at(damagedAt) })] : []),
  ];
}

export function clockLine(aheadMs: number | undefined, withinMs: number | undefined, speak: Speak): string[] {
  if (aheadMs === undefined) return [];
  const seconds = (milliseconds: number) => Math.round(Math.abs(milliseconds) / 100) / 10;
  return [
    speak('clock', {
      seconds: seconds(aheadMs),
      direction: speak(aheadMs >= 0 ? 'ahead' : 'behind'),
      within: seconds(withinMs ?? 0),
    }),
  ];
}
