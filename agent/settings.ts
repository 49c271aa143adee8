/** The agent's own settings: the only reader of the environment in this folder. */
export interface AgentSettings {
  /** Credential for the API (REPLENISH_TOKEN). In the environment it stays out of the list of processes. */
  token: string | undefined;
  /** A snmpsim-command-responder that is not on the PATH (SNMPSIM_BIN). */
  snmpsim: string | undefined;
  /** What the machine speaks, best first (LC_ALL, LC_MESSAGES, LANG; Windows' own). */
  locale: (string | undefined)[];
  /** Where programs are looked for (PATH). */
  searchPath: string;
}

export function readSettings(environment: NodeJS.ProcessEnv = process.env): AgentSettings {
  return {
    token: environment.REPLENISH_TOKEN || undefined,
    snmpsim: environment.SNMPSIM_BIN || undefined,
    locale: [
      environment.LC_ALL,
      environment.LC_MESSAGES,
      environment.LANG,
      Intl.DateTimeFormat().resolvedOptions().locale,
    ],
    searchPath: environment.PATH ?? '',
  };
}
