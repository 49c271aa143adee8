import type { Supply } from './normal-form.ts';

/** Points by which two gauges of one name may differ before one of them must be wrong. */
const TOLERANCE_POINTS = 10;

/**
 * Slots of one name whose gauges contradict each other, such as a row that the printer lists twice and keeps up to date
 * once: index → indexes of the others. Which of them is right cannot be told, so no order may rest on them alone.
 */
export function contradictingSlots(supplies: readonly Supply[]): Map<string, string[]> {
  const doubtful = new Map<string, string[]>();
  for (const supply of supplies) {
    const others = supplies.filter((other) => other !== supply && sameName(supply, other) && contradict(supply, other));
    if (others.length > 0)
      doubtful.set(
        supply.index,
        others.map(({ index }) => index),
      );
  }
  return doubtful;
}

function sameName(left: Supply, right: Supply): boolean {
  return (
    left.description !== null &&
    left.description.toLowerCase() === right.description?.toLowerCase() &&
    left.kind === right.kind &&
    left.colour === right.colour
  );
}

function contradict(left: Supply, right: Supply): boolean {
  if ('percent' in left.level && 'percent' in right.level) {
    return Math.abs(left.level.percent - right.level.percent) > TOLERANCE_POINTS;
  }
  return (isEmpty(left) && isSome(right)) || (isSome(left) && isEmpty(right));
}

/** Nothing left, be it of a capacity that nobody knows. */
const isEmpty = ({ raw }: Supply) => raw.level === 0;
const isSome = ({ level }: Supply) => 'state' in level && level.state === 'some';
