import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

const NEWLINE = 0x0a;

export interface Measures {
  rows: number;
  bytes: number;
  /** Hex. */
  sha256: string;
}

/**
 * Passes rows in COPY's text format on, and counts them: every row ends with a newline, and none within a value is left as one.
 * `finish` gets the measures when all have passed; what it throws is the stream's error.
 */
export function measure(finish: (found: Measures) => void): Transform & { rows: number } {
  const hash = createHash('sha256');
  const counted = { rows: 0, bytes: 0 };
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      counted.bytes += chunk.length;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) counted.rows += 1;
      done(null, chunk);
    },
    flush(done) {
      try {
        finish({ ...counted, sha256: hash.digest('hex') });
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return Object.defineProperty(stream, 'rows', { get: () => counted.rows }) as Transform & { rows: number };
}
