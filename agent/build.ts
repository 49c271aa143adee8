/**
 * Makes dist/, the program as it is published: everything that cli.ts imports, without types, since Node runs no TypeScript
 * of an installed package. `npm pack` in this folder calls it.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

const HERE = import.meta.dirname;
const DIST = join(HERE, 'dist');
const IMPORT = /((?:from|import)\s+')(\.[^']+)\.ts(')/g;

rmSync(DIST, { recursive: true, force: true });
const done = new Set<string>();
const waiting = [join(HERE, 'cli.ts')];
for (const file of waiting) {
  if (done.has(file)) continue;
  done.add(file);
  // What is left of an import of types alone is nothing: what they come from is not part of the program.
  const code = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  for (const [, , path] of code.matchAll(IMPORT)) waiting.push(resolve(dirname(file), `${path}.ts`));
  const inside = relative(HERE, file);
  if (inside.startsWith('..')) throw new Error(`${inside} is not in this folder: the program must not need it.`);
  const target = join(DIST, inside.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code.replaceAll(IMPORT, '$1$2.js$3'));
}
copyFileSync(join(HERE, 'package.json'), join(DIST, 'package.json'));
copyFileSync(join(HERE, '..', 'LICENSE'), join(DIST, 'LICENSE'));
