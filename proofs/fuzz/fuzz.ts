import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWith } from '../../config.ts';
import type { Caller, RunningProduct } from './product.ts';

/** Every answer must be a described one, of the form described, and never a failure of ours. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method',
];

/** What schemathesis does not know by itself. */
const hooks = join(import.meta.dirname, 'hooks.py');

/** Requests that name what there is, then requests that name whatever comes. */
const passes = ['known', 'any'] as const;

export interface Pass {
  caller: Caller;
  ids: (typeof passes)[number];
  seed: number;
  seconds: number;
}

export const passesOf = (callers: readonly Caller[], seed: number, seconds: number): Pass[] =>
  callers.flatMap((caller) => passes.map((ids) => ({ caller, ids, seed, seconds: seconds / passes.length })));

/** One run of schemathesis. Resolves to what it printed, and whether every check held. */
export async function runPass(
  program: string,
  { url, ids, folder }: RunningProduct,
  pass: Pass,
): Promise<{ sound: boolean; text: string; requests: number }> {
  const own = join(folder, `${pass.caller.name}-${pass.ids}`);
  mkdirSync(own, { recursive: true });
  const settings = join(own, 'schemathesis.toml');
  // A caller's own credential is not to be revoked in the middle of it all.
  const known = pass.ids === 'known' ? Object.entries(ids).map(([name, id]) => `"path.${name}" = "${id}"`) : [];
  writeFileSync(settings, ['[parameters]', ...known, ''].join('\n'));
  const report = join(own, 'report.ndjson');
  const args = [
    ...['--config-file', settings, 'run', `${url}/openapi.json`],
    ...['--url', url, '--checks', checks.join(','), '--phases', 'examples,coverage,fuzzing,stateful'],
    ...['--seed', String(pass.seed), '--max-time', String(Math.max(1, Math.round(pass.seconds)))],
    ...[
      '--warnings',
      'off',
      '--request-timeout',
      '20',
      '--workers',
      '1',
      '--report',
      'ndjson',
      '--report-ndjson-path',
      report,
    ],
    ...(pass.caller.token ? ['--header', `Authorization: Bearer ${pass.caller.token}`] : []),
  ];
  const { code, text } = await run(program, args, own);
  return {
    sound: code === 0,
    text,
    requests: Number(/(\d[\d,]*) generated/.exec(text)?.[1]?.replaceAll(',', '') ?? 0),
  };
}

function run(program: string, args: string[], cwd: string): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const env = environmentWith({ SCHEMATHESIS_HOOKS: hooks });
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk;
      });
    const stop = () => child.kill();
    process.once('exit', stop);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', stop);
      resolve({ code, text });
    });
  });
}
