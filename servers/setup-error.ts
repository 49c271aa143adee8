/** Something about this machine keeps a part from starting. The message is a whole sentence that says what to do. */
export class SetupError extends Error {
  override name = 'SetupError';
}

const fileTroubles: Record<string, (path: string, home: string) => string> = {
  ENOSPC: (path) => `The disk is full: free some space for ${path}, then start again.`,
  EDQUOT: (path) => `This user’s share of the disk is full: free some space for ${path}, then start again.`,
  EACCES: (path) => `This user may not write ${path}. Make it yours, or choose another folder: REPLENISH_HOME=…`,
  EPERM: (path) => `This user may not write ${path}. Make it yours, or choose another folder: REPLENISH_HOME=…`,
  EROFS: (path) => `${path} cannot be written to. Choose another folder: REPLENISH_HOME=…`,
  ENOTDIR: (_path, home) => `${home} is not a folder. Choose another one: REPLENISH_HOME=…`,
  EEXIST: (_path, home) => `${home} is not a folder. Choose another one: REPLENISH_HOME=…`,
};

/** The sentence for an error that is about writing our files below `home`; undefined for any other. */
export function fileTrouble(error: unknown, home: string): string | undefined {
  const { code = '', syscall, path } = error as NodeJS.ErrnoException;
  return syscall === 'listen' ? undefined : fileTroubles[code]?.(path ?? home, home);
}

/** Tells whoever waits what is going on: one line, without a full stop. */
export type Progress = (line: string) => void;

/** A server that runs for us. `stop` resolves when it is gone; stopping twice is harmless. */
export interface RunningServer {
  pid: number;
  /** Resolves when it has ended, asked or not. */
  gone: Promise<void>;
  stop(): Promise<void>;
}
