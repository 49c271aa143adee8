import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgresData } from '../../servers/postgres-binaries.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { type Shape, type ShapeOptions, startShape } from './shape.ts';

/** Ctrl-C, or being told to end. */
export class Interrupted extends SetupError {
  override name = 'Interrupted';
}

/**
 * Runs `work` in a shape of its own, in a temporary folder; both are gone afterwards, whatever happened. `name` is seen in the
 * folder's. @throws Interrupted, once all has been ended
 */
export async function withOwnShape<T>(
  name: string,
  options: Omit<ShapeOptions, 'folder'>,
  work: (shape: Shape, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `replenish-${name}-`));
  // PostgreSQL runs as another user when we are root.
  chmodSync(folder, 0o755);
  const interrupted = Promise.withResolvers<never>();
  interrupted.promise.catch(() => {});
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted.reject(new Interrupted('Interrupted.')));
  const starting = startShape({ ...options, folder });
  try {
    const shape = await Promise.race([starting, interrupted.promise]);
    return await Promise.race([work(shape, folder), interrupted.promise]);
  } finally {
    options.progress('stopping');
    const shape = await starting.catch(() => undefined);
    await shape?.stop();
    removePostgresData(join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
    options.progress('stopped');
  }
}

/** Lines with the seconds since the command began. */
export function sayWithTime(): (line: string) => void {
  const beganAt = performance.now();
  return (line) =>
    void process.stdout.write(`[${((performance.now() - beganAt) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);
}
