import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** prtMarkerSuppliesLevel and prtMarkerLifeCount of the first marker. */
const levelObject = (index: string) => `1.3.6.1.2.1.43.11.1.1.9.${index}`;
const counterObject = '1.3.6.1.2.1.43.10.2.1.4.1.1';

/** A number that is longer than any to come: what it is changed to takes as many bytes. */
const digits = 12;

/** A copy of a recording whose figures can be changed while snmpsim serves it: it reads a line anew whenever it is asked for it. */
export interface RecordedPrinter {
  setLevel(index: string, level: number): void;
  /** Does nothing where the recording has no such counter. */
  countPages(more: number): void;
}

/** Makes the copy in a folder that snmpsim is to serve. */
export function copyRecording(recording: string, folder: string, name: string): RecordedPrinter {
  const file = join(folder, `${name}.snmprec`);
  const text = readFileSync(recording, 'latin1').replaceAll(
    /^((?:1\.3\.6\.1\.2\.1\.43\.11\.1\.1\.9|1\.3\.6\.1\.2\.1\.43\.10\.2\.1\.4)\.[\d.]+\|\d+\|)(\d+)$/gm,
    (_, before: string, value: string) => before + value.padStart(digits, '0'),
  );
  writeFileSync(file, text, 'latin1');
  const find = (object: string) => new RegExp(`^${object.replaceAll('.', '\\.')}\\|\\d+\\|(?=\\d)`, 'm').exec(text);
  const write = (object: string, value: number) => {
    const found = find(object);
    if (!found) return;
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, String(value).padStart(digits, '0'), found.index + found[0].length, 'latin1');
    closeSync(descriptor);
  };
  const counter = find(counterObject);
  const counted = counter ? Number(text.slice(counter.index + counter[0].length).split('\n', 1)[0]) : 0;
  return {
    setLevel: (index, level) => write(levelObject(index), level),
    countPages: (more) => write(counterObject, counted + more),
  };
}
