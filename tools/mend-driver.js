// npm runs it after each install (package.json, postinstall). Plain JavaScript without packages, since it is used before there are any.
//
// In postgres 3.4.9 a transaction whose connection was lost goes on speaking on it: into nothing, where the error ends the process, or, once
// the connection has been made anew, into whatever others do on it, whose work its rollback takes back. And a connection that is lost while
// something small is to be written never writes its next greeting. The first half is known there and not published yet (porsager/postgres,
// issues 1066, 1154, 1208). db/lost-connections.test.ts fails without this, and passes without it once it is not needed any more.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../node_modules/postgres/src/', import.meta.url);

/** In each file the pieces that are changed, and what comes in their place. */
const changes = {
  'index.js': [
    [
      '        new Promise((_, reject) => connection.onclose = reject)\n',
      '        new Promise((_, reject) => connection.onclose = e => reject(lost = e))\n',
    ],
    [
      '    let savepoints = 0\n      , connection\n',
      '    let savepoints = 0\n      , lost = null\n      , connection\n',
    ],
    [
      '        q.catch(e => uncaughtError || (uncaughtError = e))\n        c.queue',
      '        q.catch(e => uncaughtError || (uncaughtError = e))\n        lost ? q.reject(lost) : c.queue',
    ],
  ],
  'connection.js': [
    [
      '    socket.removeAllListeners()\n    socket = null\n',
      '    socket.removeAllListeners()\n    socket = chunk = nextWriteTimer = null\n',
    ],
  ],
};

for (const [name, pieces] of Object.entries(changes)) {
  const file = fileURLToPath(new URL(name, folder));
  let text = readFileSync(file, 'utf8');
  for (const [was, is] of pieces) {
    if (text.includes(is)) continue;
    if (text.split(was).length !== 2)
      throw new Error(
        `${file} is of another version than tools/mend-driver.js knows. Does db/lost-connections.test.ts still need it?`,
      );
    text = text.replace(was, () => is);
  }
  writeFileSync(file, text);
}
