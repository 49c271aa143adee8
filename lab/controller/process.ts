import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { DayMessage, DayReply } from './protocol.ts';

/** A controller that runs as a process and speaks the protocol on its standard input and output. */
export function processController([command, ...args]: string[], start: string) {
  const child = spawn(command!, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  // A broken pipe shows as the end of its answers.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const say = (message: unknown) => child.stdin.write(`${JSON.stringify(message)}\n`);
  say({ type: 'init', protocol: 1, start });
  return {
    async day(message: DayMessage): Promise<DayReply> {
      say(message);
      const { value, done } = await lines.next();
      if (!done) return JSON.parse(value) as DayReply;
      await ended;
      throw new Error(`The controller ended on day ${message.day}: ${errors.join('').trim().slice(-2000)}`);
    },
    async end(): Promise<void> {
      say({ type: 'end' });
      child.stdin.end();
      await ended;
    },
  };
}
