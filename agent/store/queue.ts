import type { DatabaseSync } from 'node:sqlite';
import type { ReadingBody } from '../to-reading.ts';
import type { FactStore } from './facts.ts';

export interface Waiting {
  seq: number;
  body: string;
}

export interface Queue {
  /** On the disk when this returns. */
  add(reading: ReadingBody): void;
  /** The oldest readings, as many as fit; in the order in which they were taken in. */
  oldest(most: number, mostBytes: number): Waiting[];
  /** The server has them. */
  remove(seqs: readonly number[]): void;
  /** The server will never take it: put aside, so that those behind it go on. */
  refuse(waiting: Waiting, reason: string, now: Date): void;
  size(): { readings: number; oldestAt: number | null; refused: number };
}

export interface QueueLimits {
  /** Beyond, one of the printer with most readings is dropped, its oldest: the newest of every printer is kept. */
  mostReadings: number;
  /** The server no longer believes an instant that is so old, and would count it from its receipt. */
  oldestDays: number;
}

/** A thousand printers read four times a day for six weeks; the server believes instants of 45 days (A16). */
export const usualLimits: QueueLimits = { mostReadings: 170_000, oldestDays: 44 };

const DAY_MS = 86_400_000;
/** Refused readings are for a person to look at: the last ones suffice. */
const MOST_REFUSED = 1000;

/** Readings on their way to the server. `enrolledAt`: instants before are those of a clock that was not set yet. */
export function queueIn(
  database: DatabaseSync,
  facts: FactStore,
  clock: { now(): Date; enrolledAt: Date },
  limits: QueueLimits = usualLimits,
): Queue {
  const insert = database.prepare('insert into queue (device, taken_at, body) values (?, ?, ?)');
  const count = database.prepare('select count(*) as n, min(taken_at) as oldest from queue');
  const select = database.prepare('select seq, body from queue order by seq limit ?');
  const remove = database.prepare('delete from queue where seq = ?');
  const tooOld = database.prepare('delete from queue where taken_at < ? and taken_at >= ?');
  const oldestOfMost = database.prepare(`
    delete from queue where seq = (
      select min(seq) from queue where device = (select device from queue group by device order by count(*) desc, min(seq) limit 1))`);
  const refused = database.prepare('insert or replace into refused (seq, body, reason, at) values (?, ?, ?, ?)');
  const forget = database.prepare(
    'delete from refused where seq not in (select seq from refused order by seq desc limit ?)',
  );
  const countRefused = database.prepare('select count(*) as n from refused');

  const inOne = (work: () => void) => {
    database.exec('begin immediate');
    try {
      work();
      database.exec('commit');
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
  };
  const sizeNow = () => count.get() as { n: number; oldest: number | null };

  function makeRoom(): void {
    const oldest = clock.now().getTime() - limits.oldestDays * DAY_MS;
    const byAge = Number(tooOld.run(oldest, clock.enrolledAt.getTime()).changes);
    if (byAge > 0) facts.add('droppedByAge', byAge);
    let dropped = 0;
    for (let { n } = sizeNow(); n >= limits.mostReadings; n -= 1) {
      oldestOfMost.run();
      dropped += 1;
    }
    if (dropped > 0) facts.add('droppedForRoom', dropped);
  }

  return {
    add(reading) {
      const { maker, serial } = reading.device;
      inOne(() => {
        makeRoom();
        insert.run(`${maker}/${serial}`, Date.parse(reading.takenAt), JSON.stringify(reading));
      });
    },
    oldest(most, mostBytes) {
      const rows = select.all(most) as unknown as Waiting[];
      let bytes = 0;
      const beyond = rows.findIndex(({ body }, i) => {
        bytes += Buffer.byteLength(body) + 1;
        return i > 0 && bytes > mostBytes;
      });
      return beyond === -1 ? rows : rows.slice(0, beyond);
    },
    remove(seqs) {
      inOne(() => {
        for (const seq of seqs) remove.run(seq);
      });
    },
    refuse({ seq, body }, reason, now) {
      inOne(() => {
        refused.run(seq, body, reason, now.getTime());
        forget.run(MOST_REFUSED);
        remove.run(seq);
      });
    },
    size() {
      const { n, oldest } = sizeNow();
      return { readings: n, oldestAt: oldest, refused: (countRefused.get() as { n: number }).n };
    },
  };
}
