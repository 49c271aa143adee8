import {
  type Gauge,
  type PrinterState,
  printPages,
  type Sentinel,
  slotModels,
  withGauge,
  withNewCartridge,
} from './state.ts';

export interface Command {
  usage: string;
  what: string;
}

interface RunnableCommand extends Command {
  pattern: RegExp;
  run(state: PrinterState, match: RegExpExecArray): PrinterState;
}

const LETTERS = Object.keys(slotModels).join('');
const MAX_PAGES = 2 ** 32 - 1;

const COMMANDS: readonly RunnableCommand[] = [
  {
    usage: 'K=12',
    what: `level of a slot (${[...LETTERS].join(', ')}) in percent that remain; of W: of room`,
    pattern: new RegExp(`^([${LETTERS}])\\s*=\\s*(\\d{1,3}(?:\\.\\d+)?)\\s*%?$`, 'i'),
    run: (state, [, letter, percent]) => withGauge(state, letter!.toUpperCase(), toGauge(Number(percent))),
  },
  {
    usage: 'K=-3',
    what: 'a gauge that cannot tell: -3 some left, -2 unknown, -1 no limit',
    pattern: new RegExp(`^([${LETTERS}])\\s*=\\s*(-[123])$`, 'i'),
    run: (state, [, letter, sentinel]) =>
      withGauge(state, letter!.toUpperCase(), { sentinel: Number(sentinel) as Sentinel }),
  },
  {
    usage: 'print 250',
    what: 'print pages: the counter rises, the supplies are used',
    pattern: /^print\s+(\d{1,7})$/i,
    run: (state, [, pages]) => printPages(state, Number(pages)),
  },
  {
    usage: 'swap K',
    what: 'put in a new cartridge, or an empty waste container',
    pattern: new RegExp(`^swap\\s+([${LETTERS}])$`, 'i'),
    run: (state, [, letter]) => withNewCartridge(state, letter!.toUpperCase()),
  },
  {
    usage: 'pages=15000',
    what: 'set the page counter',
    pattern: /^pages\s*=\s*(\d{1,10})$/i,
    run: (state, [, pages]) => ({ ...state, pages: toPages(Number(pages)) }),
  },
  {
    usage: 'off',
    what: 'switch it off: it does not answer',
    pattern: /^off$/i,
    run: (state) => ({ ...state, on: false }),
  },
  { usage: 'on', what: 'switch it on again', pattern: /^on$/i, run: (state) => ({ ...state, on: true }) },
  { usage: 'show', what: 'what it serves now', pattern: /^show$/i, run: (state) => state },
];

export const commands: readonly Command[] = COMMANDS;

/** Carries out one command. Throws a RangeError that says what is possible. */
export function runCommand(state: PrinterState, text: string): PrinterState {
  for (const { pattern, run } of COMMANDS) {
    const match = pattern.exec(text.trim());
    if (match) return run(state, match);
  }
  throw new RangeError(
    `“${text.trim()}” is no command. Possible are: ${COMMANDS.map(({ usage }) => usage).join(', ')}.`,
  );
}

/** One line per slot, with the counter and whether it is on in front. */
export function describePrinter(state: PrinterState): string {
  const slots = state.slots.map(({ letter, index, gauge }) => {
    const { name, partNumber } = slotModels[letter]!;
    const level = 'percent' in gauge ? `${Math.round(gauge.percent * 10) / 10} %` : String(gauge.sentinel);
    return `  ${letter}  1.${index}  ${level.padStart(7)}  ${partNumber}  ${name}`;
  });
  return [`${state.on ? 'on' : 'off: it does not answer'}, ${state.pages} impressions`, ...slots].join('\n');
}

function toGauge(percent: number): Gauge {
  if (percent > 100) throw new RangeError(`${percent} is more than full: give 0 to 100.`);
  return { percent };
}

function toPages(pages: number): number {
  if (pages > MAX_PAGES) throw new RangeError(`A page counter ends at ${MAX_PAGES}.`);
  return pages;
}
