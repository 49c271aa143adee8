/** Longest text of a Printer-MIB object; what is longer is cut. */
const MAX_TEXT_LENGTH = 255;

/** IEEE 1284 device ids and texts of IPP may be that long. */
export const LONG_TEXT_LENGTH = 1023;

/** IANA charset numbers (MIBenum) that printers name in prtLocalizationCharacterSet, as the Encoding Standard calls them. */
const CHARSETS: Record<number, string> = {
  4: 'windows-1252',
  5: 'iso-8859-2',
  8: 'iso-8859-5',
  10: 'iso-8859-7',
  12: 'windows-1254',
  17: 'shift_jis',
  18: 'euc-jp',
  38: 'euc-kr',
  111: 'iso-8859-15',
  113: 'gb18030',
  114: 'gb18030',
  2024: 'shift_jis',
  2025: 'gb18030',
  2026: 'big5',
  2084: 'koi8-r',
  2250: 'windows-1250',
  2251: 'windows-1251',
  2252: 'windows-1252',
  2253: 'windows-1253',
  2254: 'windows-1254',
};

/** The Encoding Standard's name of an IANA charset number; undefined: not one that Node can read. */
export function charsetName(mibEnum: number): string | undefined {
  return CHARSETS[mibEnum];
}

export function isUtf8(bytes: Buffer): boolean {
  return decode(bytes, 'utf-8', true) !== undefined;
}

/**
 * Bytes from a printer as one line of text: UTF-8, else `charset`, else Windows-1252, which gives every byte a character.
 * Nothing is left that could break a log, a table, a page or a mail: control characters become a space, invisible and
 * direction-changing ones vanish.
 */
export function decodeText(bytes: Buffer, charset = 'windows-1252', maxLength = MAX_TEXT_LENGTH): string {
  const text = decode(bytes, 'utf-8', true) ?? decode(bytes, charset, false) ?? decode(bytes, 'windows-1252', false);
  return cleanText(text ?? '', maxLength);
}

function cleanText(text: string, maxLength: number): string {
  const visible = text.replace(/[\p{Cf}\p{Cs}]/gu, '').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ');
  return [...visible.trim()].slice(0, maxLength).join('').trim();
}

/** Some printers' text ends where the first control character stands; what follows is left over from something else. */
export function decodeUpToControl(bytes: Buffer): string {
  const end = bytes.findIndex((byte) => byte < 0x20 || byte === 0x7f);
  return decodeText(end === -1 ? bytes : bytes.subarray(0, end));
}

/**
 * A name that may be hexadecimal digits in part or whole, since it went through a tool that shows bytes so: 16 bytes, a
 * line feed and the rest as digits; or all of it as digits. Short groups of digits are left: they may be a part number.
 */
export function decodeName(bytes: Buffer | null, charset?: string): { text: string; fromHex: boolean } {
  const plain = bytes ?? Buffer.alloc(0);
  const whole = unfold(plain) ?? fromDigits(plain.toString('latin1'), 4);
  return { text: decodeText(whole ?? plain, charset), fromHex: whole !== undefined };
}

const DUMP_LINE_BYTES = 16;
const LINE_FEED = 0x0a;

function unfold(bytes: Buffer): Buffer | undefined {
  if (bytes[DUMP_LINE_BYTES] !== LINE_FEED) return undefined;
  const rest = fromDigits(bytes.subarray(DUMP_LINE_BYTES + 1).toString('latin1'), 1);
  return rest && Buffer.concat([bytes.subarray(0, DUMP_LINE_BYTES), rest]);
}

/** The bytes that at least `least` pairs of digits stand for (eight, where nothing separates them), when they are text. */
function fromDigits(text: string, least: number): Buffer | undefined {
  const spaced =
    /^\s*[0-9A-F]{2}(?:[\s:]+[0-9A-F]{2})*\s*$/i.test(text) && text.match(/[0-9A-F]{2}/gi)!.length >= least;
  const joined = /^(?:[0-9A-F]{2}){8,}$/i.test(text);
  if (!spaced && !joined) return undefined;
  const bytes = Buffer.from(text.replace(/[\s:]/g, ''), 'hex');
  const end = bytes.indexOf(0);
  const content = end === -1 ? bytes : bytes.subarray(0, end);
  const printable = isUtf8(content) && !content.some((byte) => byte < 0x20 || byte === 0x7f);
  return printable && (!joined || /\p{L}{2}/u.test(content.toString())) ? content : undefined;
}

function decode(bytes: Buffer, charset: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(charset, { fatal }).decode(bytes);
  } catch {
    return undefined;
  }
}
