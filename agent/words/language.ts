/** Languages in which the program speaks to people. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** By what was typed, else by the machine's own setting (`fr_FR.UTF-8`, or the language of Windows); else English. */
export function chooseLanguage(typed: string | undefined, machine: readonly (string | undefined)[]): Language {
  const wanted = [typed, ...machine].find((text) => text && text !== 'C' && text !== 'POSIX') ?? '';
  return languages.find((language) => wanted.toLowerCase().startsWith(language)) ?? 'en';
}
