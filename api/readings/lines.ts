const newline = 0x0a;

/** A line that is longer than this is cut off there: no reading is, and nobody may fill our memory. */
export const longestLineBytes = 256 * 1024;

/**
 * The lines of a stream of UTF-8, one by one, whatever pieces it comes in. Holds one line at a time; of one that is too long only
 * its beginning.
 */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  const keep = (piece: Buffer) => {
    const room = Math.max(0, longestLineBytes - bytes);
    if (room > 0) pieces.push(piece.subarray(0, room));
    bytes += piece.length;
  };
  const line = () => {
    const text = Buffer.concat(pieces).toString('utf8');
    pieces = [];
    bytes = 0;
    return text;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, end));
      yield line();
      from = end + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (bytes > 0) yield line();
}

/** Some lines at a time: as many as suit one transaction, or as many characters as suit our memory. */
export async function* chunksOf(
  lines: AsyncIterable<string>,
  most: { lines: number; characters: number },
): AsyncGenerator<string[]> {
  let chunk: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    chunk.push(line);
    characters += line.length;
    if (chunk.length < most.lines && characters < most.characters) continue;
    yield chunk;
    chunk = [];
    characters = 0;
  }
  if (chunk.length > 0) yield chunk;
}

/**
 * The same items, of which the next one is made ready while whoever asks for them works on the one before. What fails in making it is
 * thrown in its turn; whoever stops asking ends the source.
 */
export async function* oneAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const source = items[Symbol.asyncIterator]();
  const ask = () => {
    const asked = source.next();
    // Heard of when it is its turn, or by nobody, if nobody asks any more.
    asked.catch(() => {});
    return asked;
  };
  let next = ask();
  try {
    for (let found = await next; !found.done; found = await next) {
      next = ask();
      yield found.value;
    }
  } finally {
    // Not waited for: it ends once what is being made is ready, for which a slow sender may take long.
    source.return?.().catch(() => {});
  }
}
