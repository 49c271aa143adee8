import type { Outcome } from './loop.ts';

/** Something that was seen, and whether it is as promised. */
export interface Seen {
  text: string;
  holds: boolean;
}

export interface Verdict {
  lines: string[];
  /** What does not hold. */
  broken: number;
}

const mostTold = 10;

/** What holds for every loop, whatever it went through. */
export function seenInLoop({ durability, mails, repeats, checks }: Outcome): Seen[] {
  const settings = Object.entries(durability).map((pair) => pair.join(' '));
  return [
    { text: `durability: ${settings.join(', ')}`, holds: Object.values(durability).every((value) => value === 'on') },
    { text: `${mails} mails arrived; said again: ${repeats.length}`, holds: true },
    ...checks.map(({ name, problems }) => ({ text: `${name}: ${problems.length}`, holds: problems.length === 0 })),
  ];
}

/** Everything that was seen, then what does not hold, and each repeat on the wire with its reason. */
export function verdictOf(seen: readonly Seen[], { repeats, checks }: Outcome, ending: string): Verdict {
  const broken = seen.filter(({ holds }) => !holds).length;
  const details = [
    ...repeats.map(({ atMs, messageId, because }) => {
      const at = new Date(atMs).toISOString();
      return `  said again at ${at}: ${messageId}, ${because ?? 'although the answer was heard'}`;
    }),
    ...checks.flatMap(({ name, problems }) => [
      ...problems.slice(0, mostTold).map((problem) => `  ${name}: ${problem}`),
      ...(problems.length > mostTold ? [`  ${name}: and ${problems.length - mostTold} more`] : []),
    ]),
  ];
  const lines = seen.map(({ text, holds }) => `${holds ? '✓' : '✗'} ${text}`);
  const end = broken === 0 ? 'nothing lost, nothing doubled' : `${broken} of ${seen.length} do not hold`;
  return { lines: ['', ...lines, ...details, '', `${ending}: ${end}`], broken };
}
