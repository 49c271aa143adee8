import type { ParseArgsOptionsConfig } from 'node:util';
import type { AgentSettings } from '../settings.ts';
import type { Language } from '../words/language.ts';

/** What a command works with: what was typed, and where it says something. */
export interface Typed {
  // biome-ignore lint/suspicious/noExplicitAny: each command knows the options that it declares
  values: Record<string, any>;
  positionals: string[];
  settings: AgentSettings;
  language: Language;
  /** Prints a line for whoever asked. */
  say(text: string): void;
}

/** One command of the program. */
export interface Command {
  /** Lines of the usage, without the program's name. */
  usage: string;
  options: ParseArgsOptionsConfig;
  /** Resolves to the exit code. Throws a UsageError for what was typed wrong. */
  run(typed: Typed): Promise<number>;
}
