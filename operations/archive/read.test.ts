import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bench, quietly } from '../testing/bench.ts';
import { contentsOf } from '../testing/contents.ts';
import { formatVersion, parseManifest } from './manifest.ts';
import { openArchive, verifyArchive } from './read.ts';

const bench = new Bench();

/** What a restore would take out of it, once it was checked: its list of contents and a hash of all its rows. */
async function check(bytes: Buffer) {
  const file = bench.path('checked');
  writeFileSync(file, bytes);
  const archive = await openArchive(file);
  try {
    await verifyArchive(archive, quietly.progress, quietly.signal);
    const rows = createHash('sha256');
    for (const table of archive.manifest.tables) {
      const sink = new Writable({
        write(chunk, _encoding, done) {
          rows.update(chunk);
          done();
        },
      });
      await archive.read(table, sink, quietly.progress, quietly.signal);
    }
    return { manifest: archive.manifest, rows: rows.digest('hex') };
  } finally {
    archive.close();
  }
}

test('a file that is missing, or no backup at all, is refused', async () => {
  await expect(openArchive(bench.path('missing'))).rejects.toThrow(/There is no file/);
  await expect(check(Buffer.from('not a backup'))).rejects.toThrow(/not a whole backup/);
});

test('a backup cut off anywhere is refused', async () => {
  const whole = readFileSync(bench.file);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
      await expect(check(whole.subarray(0, length))).rejects.toMatchObject({ name: 'SetupError' });
    }),
    { numRuns: 60 },
  );
});

test('a backup changed anywhere is refused, or what it holds is unchanged', async () => {
  const whole = readFileSync(bench.file);
  const unchanged = await check(whole);
  const place = fc.integer({ min: 0, max: whole.length - 1 });
  const change = fc.integer({ min: 1, max: 255 });
  await fc.assert(
    fc.asyncProperty(place, change, async (at, bits) => {
      const changed = Buffer.from(whole);
      changed[at]! ^= bits;
      const outcome = await check(changed).catch((error: Error) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'SetupError' });
      else expect(outcome).toEqual(unchanged);
    }),
    { numRuns: 200 },
  );
});

/** Where the content of a table's entry begins, past its header (PKWARE's APPNOTE, 4.3.7). Not every byte of a header matters to who reads. */
function rowsOf(zip: Buffer, table: string): number {
  const signature = Buffer.from('PK\x03\x04');
  let header = zip.indexOf(signature);
  const nameOf = () => zip.toString('utf8', header + 30, header + 30 + zip.readUInt16LE(header + 26));
  while (!nameOf().includes(table)) header = zip.indexOf(signature, header + 1);
  return header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
}

test('a changed table is named, with advice, and the database stays as it was', async () => {
  const { config, ownerUrl } = await bench.withOneAccount();
  const before = await contentsOf(ownerUrl);
  const changed = readFileSync(bench.file);
  changed[rowsOf(changed, 'accounts') + 3]! ^= 0xff;
  const file = bench.path('changed');
  writeFileSync(file, changed);
  await expect(bench.restore(config, file, { replace: true })).rejects.toThrow(/damaged.*Nothing was changed/);
  expect(await contentsOf(ownerUrl)).toEqual(before);
});

test('one of a newer format says so; one whose list is another thing is damaged', () => {
  expect(() => parseManifest(JSON.stringify({ formatVersion: formatVersion + 1 }))).toThrow(/newer version/);
  expect(() => parseManifest('{"format":"replenish-backup"}')).toThrow(/damaged/);
  expect(() => parseManifest('null')).toThrow(/damaged/);
});
