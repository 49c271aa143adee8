import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { SetupError } from '../../servers/setup-error.ts';

/** The entry that says what the others are; written last, since only then everything is counted. */
export const manifestName = 'manifest.json';
export const tableEntry = (table: string) => `tables/${table}.copy`;

/** Raised when an older version of the product could not read what a newer one writes. */
export const formatVersion = 1;

/** What goes into statements, where it cannot be a parameter. */
const Name = Type.String({ pattern: '^[a-z_][a-z0-9_]{0,62}$' });
const Count = Type.Integer({ minimum: 0 });

const ManifestSchema = Type.Object({
  format: Type.Literal('replenish-backup'),
  formatVersion: Type.Integer(),
  productVersion: Type.String(),
  /** ISO instant of the snapshot. */
  takenAt: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z$' }),
  /** The newest migration that the database had; `when` is its milliseconds in the migrations' journal. */
  migration: Type.Object({ name: Type.String(), when: Count }),
  /** In an order in which each comes after those that it refers to. */
  tables: Type.Array(
    Type.Object({
      name: Name,
      columns: Type.Array(Name, { minItems: 1 }),
      rows: Count,
      bytes: Count,
      /** SHA-256 of the table's rows as they stand in the archive, unpacked; hex. */
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    }),
  ),
  /** Numbers that the database has given, of columns that it numbers by itself. */
  numbering: Type.Array(Type.Object({ table: Name, column: Name, last: Count })),
});

/** The contents of a backup. Its tables stand beside it, in PostgreSQL's text format of COPY. */
export type Manifest = Static<typeof ManifestSchema>;
export type ArchivedTable = Manifest['tables'][number];

/** @throws SetupError when it is not one, or one of a newer format */
export function parseManifest(text: string): Manifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new SetupError('The backup is damaged: its list of contents cannot be read.');
  }
  if (Number((manifest as { formatVersion?: unknown } | null)?.formatVersion) > formatVersion)
    throw new SetupError('The backup was made by a newer version of Replenish. Restore it with that version.');
  if (!Value.Check(ManifestSchema, manifest))
    throw new SetupError('The backup is damaged: its list of contents is not what Replenish writes.');
  return manifest;
}
