/** Numbers that printers append to a supply's name: `Black Toner, PN 006R01509;SN48178080E0000481`. */
const PART_NUMBER =
  /(?<![\p{L}\p{N}])(?:PN|P\/N|part (?:no\.?|number))[\s:#._]*(?<number>[\p{L}\p{N}][\p{L}\p{N}/.-]{2,59})/iu;
const SERIAL_NUMBER =
  /(?<![\p{L}\p{N}])(?:SN|S\/N_?|serial (?:no\.?|number))[\s:#.]*(?<number>[\p{L}\p{N}][\p{L}\p{N}-]{3,59})/iu;

/** The part number where the name calls it one; other letters and digits in a name are not guessed at. */
export function partNumberIn(name: string): string | null {
  return labelled(PART_NUMBER, name);
}

/** The cartridge's own serial number where the name calls it one. */
export function supplySerialIn(name: string): string | null {
  return labelled(SERIAL_NUMBER, name);
}

/** A number has a digit: `PN unknown` tells none. */
function labelled(pattern: RegExp, name: string): string | null {
  const number = pattern.exec(name)?.groups?.number?.replace(/[./-]+$/, '');
  return number && /\p{N}/u.test(number) ? number : null;
}
