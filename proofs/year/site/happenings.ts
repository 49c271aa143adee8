import type { Dice } from '../random.ts';
import type { Days } from './days.ts';

/** What befalls devices for a while. `unheard`: it prints, but no reading of it arrives; `off`: neither. */
const spells = [
  { device: 11, what: 'unheard', from: '02-09', days: 4 },
  { device: 13, what: 'lies', from: '03-16', days: 6 },
  { device: 3, what: 'busy', from: '04-09', days: 21, factor: 3 },
  { device: 4, what: 'unheard', from: '04-20', days: 9 },
  { device: 16, what: 'unheard', from: '05-20', days: 38 },
  { device: 5, what: 'off', from: '07-31', days: 17 },
  { device: 8, what: 'off', from: '07-31', days: 17 },
  { device: 17, what: 'off', from: '07-31', days: 24 },
  // A campaign that grows until the device uses more than two cartridges a week.
  { device: 2, what: 'busy', from: '08-23', days: 21, factor: 4 },
  { device: 2, what: 'busy', from: '09-13', days: 28, factor: 12 },
  { device: 2, what: 'busy', from: '10-11', days: 49, factor: 26 },
] as const satisfies readonly {
  device: number;
  what: 'unheard' | 'off' | 'lies' | 'busy';
  from: string;
  days: number;
  factor?: number;
}[];

/** The agent of the site is out of order; what it collects it posts afterwards. */
const agentOut = { from: '06-09', days: 2 };

/** Of any device on any day: a cable, a switch, a restart that hangs. */
const shortSilence = { chance: 0.003, days: 3 };

/** What people do once, at the given local date. */
export const actions = [
  { on: '02-16', what: 'address' },
  { on: '03-10', what: 'move', device: 12 },
  { on: '04-01', what: 'exceptional', device: 3 },
  { on: '05-12', what: 'replace', device: 7 },
  { on: '06-01', what: 'cancel' },
  { on: '07-06', what: 'pause', device: 18 },
  { on: '07-27', what: 'resume', device: 18 },
  { on: '09-21', what: 'retire', device: 14 },
  { on: '12-07', what: 'restore', device: 2 },
] as const satisfies readonly { on: string; what: string; device?: number }[];
export type Action = (typeof actions)[number];

/** What a device's day is like. */
export interface Fortune {
  prints: boolean;
  heard: boolean;
  /** Its black gauge says anything. */
  lies: boolean;
  /** Times its usual printing. */
  factor: number;
}

export class Happenings {
  readonly #days: Days;
  readonly #dice: Dice;
  readonly #silentUntil = new Map<number, number>();

  constructor(days: Days, dice: Dice) {
    this.#days = days;
    this.#dice = dice;
  }

  /** To be asked once a day, in order. */
  fortune(device: number, day: number): Fortune {
    const under = spells.filter((spell) => spell.device === device && this.#within(spell, day));
    const is = (what: (typeof spells)[number]['what']) => under.some((spell) => spell.what === what);
    if (this.#dice.chance(shortSilence.chance)) {
      this.#silentUntil.set(device, day + this.#dice.whole(1, shortSilence.days));
    }
    const unheard = is('unheard') || day < (this.#silentUntil.get(device) ?? 0);
    const busy = under.find((spell) => 'factor' in spell);
    return {
      prints: !is('off'),
      heard: !is('off') && !unheard,
      lies: is('lies'),
      factor: busy && 'factor' in busy ? busy.factor : 1,
    };
  }

  agentWorks(day: number): boolean {
    return !this.#within(agentOut, day);
  }

  /** Those due on this very day. */
  actionsOn(day: number): Action[] {
    return actions.filter(({ on }) => this.#days.numberOf(on) === day);
  }

  #within(spell: { from: string; days: number }, day: number): boolean {
    const from = this.#days.numberOf(spell.from);
    return day >= from && day < from + spell.days;
  }
}
