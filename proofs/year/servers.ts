import type { Progress } from '../../servers/setup-error.ts';
import { workflowBundle } from '../../servers/workflow-bundle.ts';
import { startOwnPostgres } from '../../test/harness/own-postgres.ts';
import { createWorld, type World } from '../../test/harness/world.ts';

/** A world of its own, with its own database in a temporary folder; `close` leaves nothing behind. */
export async function startWorld(progress: Progress): Promise<{ world: World; close(): Promise<void> }> {
  const { config, folder, close } = await startOwnPostgres('year', progress);
  try {
    const bundlePath = await workflowBundle(folder, progress);
    const world = await createWorld({ database: { ...config.database, config, drop: async () => {} }, bundlePath });
    return {
      world,
      async close() {
        await world.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
