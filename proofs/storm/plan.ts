import type { Dice } from '../year/random.ts';

export const kinds = ['api', 'worker', 'temporal', 'postgres'] as const;
export type Kind = (typeof kinds)[number];

/** What is killed at an instant: one part, or two at once. */
export interface Moment {
  atSeconds: number;
  victims: Kind[];
}

/** Four moments a minute; at one of five, two parts go at once: 24 kills in 5 minutes, 6 of each kind. */
const secondsBetween = 15;
const momentsPerPair = 5;

/** A storm of so many seconds: each kind as often as the others, at instants by chance, none in the last tenth of its turn. */
export function planKills(dice: Dice, seconds: number): Moment[] {
  const moments = Math.max(1, Math.round(seconds / secondsBetween));
  const pairs = Math.floor(moments / momentsPerPair);
  const bag = shuffled(
    dice,
    Array.from({ length: moments + pairs }, (_, i) => kinds[i % kinds.length]!),
  );
  const victims = shuffled(
    dice,
    Array.from({ length: moments }, (_, i) => takeDifferent(bag, i < pairs ? 2 : 1)),
  );
  const turn = seconds / moments;
  return victims.map((some, i) => ({ atSeconds: (i + 0.1 + 0.8 * dice.next()) * turn, victims: some }));
}

/** Takes the first one, and the next that is another. */
function takeDifferent(bag: Kind[], count: number): Kind[] {
  const taken: Kind[] = [];
  while (taken.length < count) {
    const [next] = bag.splice(
      Math.max(
        0,
        bag.findIndex((kind) => !taken.includes(kind)),
      ),
      1,
    );
    taken.push(next!);
  }
  return taken;
}

function shuffled<T>(dice: Dice, items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(dice.whole(0, left.length - 1), 1)[0]!);
}
