import type { Level } from '../../../domain/reading.ts';
import type { Dice } from '../random.ts';
import type { Day } from './days.ts';
import { shown } from './gauge.ts';
import type { Position, Printer } from './printer.ts';

/** A reading as `POST /v1/readings` takes it. */
export interface PostedReading {
  device: { maker: string; serial: string; model: string };
  takenAt: string;
  pages: { count: number; unit: string };
  levels: { key: string; kind: string; colour?: string; level: Level }[];
  source: 'agent' | 'import';
}

/** When the agent asks its printers, local time. */
export const collectsAt = { hour: 6, minute: 30 } as const;

/** Chances per day: the answer of the server was lost, so all is sent again; some readings leave a day late. */
const sentTwice = 0.02;
const sentLate = 0.01;

/** What a gauge out of order says. */
const nonsense: readonly Level[] = [
  { type: 'percent', percent: 2 },
  { type: 'percent', percent: 100 },
  { type: 'unknown' },
  { type: 'percent', percent: 61 },
  { type: 'percent', percent: 0 },
];

export function reading(printer: Printer, day: Day, source: PostedReading['source'], liar?: Dice): PostedReading {
  return {
    device: { maker: printer.model.maker, serial: printer.serial, model: printer.model.name },
    takenAt: day.at(collectsAt.hour, collectsAt.minute).toISOString(),
    pages: { count: printer.pages, unit: 'impressions' },
    levels: printer.positions.map((position) => ({
      key: position.model.key,
      kind: position.model.kind,
      ...(position.model.colour && { colour: position.model.colour }),
      level: liar && position.model.colour === 'black' ? nonsense[liar.whole(0, 4)]! : levelOf(position),
    })),
    source,
  };
}

const levelOf = ({ model, left }: Position): Level => shown(model.gauge, left);

/** Posts what it has collected, when it can: now and then twice, late or out of order. */
export class Agent {
  readonly #dice: Dice;
  #kept: PostedReading[] = [];

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** What it posts today, one batch after the other. */
  batches(collected: PostedReading[], works: boolean): PostedReading[][] {
    if (!works) {
      this.#kept.push(...collected);
      return [];
    }
    const late = collected.filter(() => this.#dice.chance(sentLate));
    const batch = [...collected.filter((each) => !late.includes(each)), ...this.#kept];
    this.#kept = late;
    if (batch.length === 0) return [];
    return this.#dice.chance(sentTwice) ? [batch, batch] : [batch];
  }
}
