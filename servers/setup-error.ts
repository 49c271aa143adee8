/** Something about this machine keeps a part from starting. The message is a whole sentence that says what to do. */
export class SetupError extends Error {
  override name = 'SetupError';
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
