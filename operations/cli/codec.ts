/** npm run codec */
import fastify from 'fastify';
import { loadConfig } from '../../config.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { codecServer } from '../codec-server.ts';
import { readCommandLine, say } from './command.ts';

const usage = `npm run codec [-- --port 8888] [--ui http://127.0.0.1:8233]

Lets the Temporal UI in the browser of this machine show what TEMPORAL_CODEC_KEYS encrypts. Until Ctrl-C.
  --port  where it listens, on 127.0.0.1
  --ui    where the UI comes from: no other page may ask
`;

const { values } = readCommandLine(
  usage,
  { port: { type: 'string', default: '8888' }, ui: { type: 'string', default: 'http://127.0.0.1:8233' } },
  0,
);
const { temporal } = loadConfig();
if (!temporal.codecKeys) throw new SetupError('Nothing is encrypted: TEMPORAL_CODEC_KEYS is not given.');
const app = fastify();
await app.register(codecServer, { keys: temporal.codecKeys, ui: values.ui });
say(
  `${await app.listen({ host: '127.0.0.1', port: Number(values.port) })} is the codec server to name in ${values.ui}`,
);
