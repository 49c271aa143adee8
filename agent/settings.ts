import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ProxyEnvironment } from './server/request.ts';

/** The agent's own settings: the only reader of the environment in this folder. */
export interface AgentSettings {
  /** Credential for the API (REPLENISH_TOKEN). In the environment it stays out of the list of processes. */
  token: string | undefined;
  /** Folder of the agent's own files (REPLENISH_AGENT_HOME; of a service STATE_DIRECTORY, of Windows ProgramData). */
  home: string;
  /** HTTPS_PROXY, NO_PROXY … as they are. */
  proxyEnvironment: ProxyEnvironment;
  /** A snmpsim-command-responder that is not on the PATH (SNMPSIM_BIN). */
  snmpsim: string | undefined;
  /** A library that stands in for avahi when ippeveprinter starts (IPPEVEPRINTER_PRELOAD). */
  preload: string | undefined;
  /** What the machine speaks, best first (LC_ALL, LC_MESSAGES, LANG; Windows' own). */
  locale: (string | undefined)[];
  /** Where programs are looked for (PATH). */
  searchPath: string;
}

export function readSettings(environment: NodeJS.ProcessEnv = process.env): AgentSettings {
  return {
    token: environment.REPLENISH_TOKEN || undefined,
    home: homeOf(environment),
    proxyEnvironment: environment,
    preload: environment.IPPEVEPRINTER_PRELOAD || undefined,
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

const NAME = 'replenish-agent';

function homeOf({ REPLENISH_AGENT_HOME, STATE_DIRECTORY, ProgramData }: NodeJS.ProcessEnv): string {
  if (REPLENISH_AGENT_HOME) return REPLENISH_AGENT_HOME;
  if (STATE_DIRECTORY) return STATE_DIRECTORY;
  return ProgramData ? join(ProgramData, NAME) : join(homedir(), `.${NAME}`);
}
