import { CsvError, parse } from 'csv-parse/sync';
import type { Static, TSchema } from 'typebox';
import { type FieldError, Problem } from '../errors/problem.ts';
import { fieldErrors } from '../errors/validation.ts';
import type { Words } from '../language.ts';
import { compileCheck } from '../plugins/validator.ts';

/** A column of a file: the field it fills and how its text becomes a value. What is no such value is left for the schema to refuse. */
export interface Column {
  field: string;
  read: (text: string) => unknown;
  required: boolean;
  meaning: string;
}

export interface Line<T> {
  line: number;
  value: T;
}

export const mostLines = 20_000;
const mostErrors = 200;

const yes = /^(yes|true|1|oui)$/i;
const no = /^(no|false|0|non)$/i;

/** How a cell is read; an empty one is null. */
export const cell = {
  text: (text: string): string => text,
  /** With a decimal point or, as French spreadsheets write it, a comma. */
  number: (text: string): number | string => (/^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text),
  yesNo: (text: string): boolean | string => (yes.test(text) ? true : no.test(text) ? false : text),
  list: (text: string): string[] => text.split('|').map((part) => part.trim()),
};

/** The first problems of a file, with how many there are in all. */
export function refuseFile(errors: readonly FieldError[]): Problem {
  const shown = Math.min(errors.length, mostErrors);
  return new Problem(
    'unprocessable',
    {
      en: `Nothing was imported: ${errors.length} problem(s) in the file, ${shown} listed.`,
      fr: `Rien n’a été importé : ${errors.length} problème(s) dans le fichier, dont ${shown} listé(s).`,
    },
    { errors: errors.slice(0, mostErrors) },
  );
}

export const fileError = (line: number, column: string, detail: Words): FieldError => ({
  in: 'body',
  pointer: '',
  line,
  column,
  detail,
});

/**
 * Reads a CSV file (RFC 4180; UTF-8 with or without a byte order mark; comma or semicolon) whose first line names the columns.
 * Every line that is not as the schema wants it is told with its column; throws then.
 */
export function readCsv<T extends TSchema>(
  text: string,
  columns: Record<string, Column>,
  schema: T,
): Line<Static<T>>[] {
  const records = parseRecords(text);
  const [header, ...rest] = records;
  if (!header) throw refuseFile([fileError(1, '', { en: 'the file is empty', fr: 'le fichier est vide' })]);
  const names = header.record.map((name) => name.trim().toLowerCase());
  const wrongHeader = headerErrors(names, columns);
  if (wrongHeader.length > 0) throw refuseFile(wrongHeader);
  if (rest.length > mostLines) {
    throw refuseFile([
      fileError(mostLines + 2, '', { en: `more than ${mostLines} lines`, fr: `plus de ${mostLines} lignes` }),
    ]);
  }
  const check = compileCheck(schema);
  const columnOf = new Map(Object.entries(columns).map(([name, { field }]) => [field, name]));
  const errors: FieldError[] = [];
  const lines = rest.map(({ record, line }) => {
    if (record.length !== names.length) {
      errors.push(
        fileError(line, '', {
          en: `has ${record.length} cells, the header ${names.length}`,
          fr: `a ${record.length} cellules, l’en-tête ${names.length}`,
        }),
      );
      return { line, value: {} as Static<T> };
    }
    const value = readLine(record, names, columns);
    if (!check(value)) {
      for (const { pointer, detail } of fieldErrors(check.errors ?? [], 'body')) {
        const field = pointer.split('/')[1] ?? '';
        errors.push(fileError(line, columnOf.get(field) ?? '', detail));
      }
    }
    return { line, value: value as Static<T> };
  });
  if (errors.length > 0) throw refuseFile(errors);
  return lines;
}

function parseRecords(text: string): { record: string[]; line: number }[] {
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  const delimiter = firstLine.split(';').length > firstLine.split(',').length ? ';' : ',';
  try {
    const parsed = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    throw refuseFile([
      fileError(line, '', { en: 'its quotes cannot be read as CSV', fr: 'ses guillemets ne se lisent pas en CSV' }),
    ]);
  }
}

function headerErrors(names: readonly string[], columns: Record<string, Column>): FieldError[] {
  const known = Object.keys(columns).join(', ');
  const missing = Object.entries(columns).filter(([name, { required }]) => required && !names.includes(name));
  return [
    ...missing.map(([name]) => fileError(1, name, { en: 'this column is missing', fr: 'cette colonne manque' })),
    ...names.flatMap((name, i) => {
      if (!columns[name]) {
        return [
          fileError(1, name, {
            en: `is no column; known: ${known}`,
            fr: `n’est pas une colonne ; sont connues : ${known}`,
          }),
        ];
      }
      return names.indexOf(name) === i ? [] : [fileError(1, name, { en: 'stands twice', fr: 'y est deux fois' })];
    }),
  ];
}

/** An empty cell, like a column that is not there, says "none"; where something is needed, it is missing. */
function readLine(
  record: readonly string[],
  names: readonly string[],
  columns: Record<string, Column>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, { field, read, required }]) => {
      const text = record[names.indexOf(name)] ?? '';
      if (text === '') return required ? [] : [[field, null]];
      return [[field, read(text)]];
    }),
  );
}
