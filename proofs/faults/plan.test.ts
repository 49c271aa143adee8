import { expect, test } from 'vitest';
import { faults, parts, planEpisodes } from './plan.ts';

test('every server has every fault, in less than twenty minutes with half as long again to get over each', () => {
  const episodes = planEpisodes(10, 120);
  const had = episodes.flatMap(({ at, fault }) => at.map((part) => `${part}: ${fault.name}`));
  expect(had.toSorted()).toEqual(
    Object.values(faults)
      .flatMap(({ name }) => parts.map((part) => `${part}: ${name}`))
      .toSorted(),
  );
  expect(episodes.reduce((sum, { seconds }) => sum + seconds + 15, 0)).toBeLessThan(20 * 60);
});
