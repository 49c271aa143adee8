import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type PrinterState, slotModels } from './state.ts';

/** The printer that was saved in this file, or undefined where there is none. Throws an Error that says what to do. */
export function loadState(file: string): PrinterState | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as PrinterState;
    if (!Number.isSafeInteger(state.pages) || typeof state.serial !== 'string') throw new Error('it lacks fields');
    if (!state.slots.every(({ letter }) => letter in slotModels)) throw new Error('it has slots that are not known');
    return state;
  } catch (error) {
    throw new Error(
      `${file} does not hold a printer (${(error as Error).message}). Remove it to start with a new one.`,
    );
  }
}

/** Written aside and renamed, so that a crash leaves the old or the new state. */
export function saveState(file: string, state: PrinterState): void {
  const aside = `${file}.${process.pid}.tmp`;
  writeFileSync(aside, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(aside, file);
}
