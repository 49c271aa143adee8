import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Config } from '../config.ts';
import { type Progress, SetupError } from './setup-error.ts';
import type { Supervised } from './supervisor.ts';

const SCRIPT = join(import.meta.dirname, '..', 'seed', 'demo.ts');

/**
 * Makes the demo customer once: when the database holds no account, or when the last attempt was interrupted. `onStart`
 * gets what stops it.
 */
export async function seedDemo(
  config: Config,
  progress: Progress,
  onStart: (child: Supervised) => void,
): Promise<void> {
  const unfinished = join(config.home, 'seed.unfinished');
  if (!config.seed || (!existsSync(unfinished) && (await holdsAccounts(config.database.ownerUrl)))) return;
  writeFileSync(unfinished, '');
  progress('a customer with months of printing is being made');
  const child = spawn(process.execPath, [SCRIPT], { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  onStart({
    crashes: () => 0,
    async stop() {
      child.kill('SIGTERM');
      await code;
    },
  });
  if ((await code) !== 0) throw new SetupError('The demo customer could not be made; what was wrong stands above.');
  rmSync(unfinished);
  progress('made');
}

async function holdsAccounts(ownerUrl: string): Promise<boolean> {
  const sql = postgres(ownerUrl, { max: 1 });
  try {
    return (await sql`select 1 from accounts limit 1`).length > 0;
  } finally {
    await sql.end();
  }
}
