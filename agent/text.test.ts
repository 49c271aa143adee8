import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charsetName, decodeName, decodeText, decodeUpToControl } from './text.ts';

describe('text of printers', () => {
  test('UTF-8, whatever character set the printer names', () => {
    expect(decodeText(Buffer.from('黑色碳粉盒 é'), 'shift_jis')).toBe('黑色碳粉盒 é');
  });

  test('other character sets by their IANA number, else Windows-1252', () => {
    const japanese = Buffer.from([0x83, 0x67, 0x83, 0x69, 0x81, 0x5b]);
    expect(decodeText(japanese, charsetName(17))).toBe('トナー');
    expect(decodeText(Buffer.from([0x6e, 0x6f, 0x69, 0x72, 0xe9]))).toBe('noiré');
    expect(charsetName(106)).toBeUndefined();
  });

  test('an unknown character set does not stop the reading', () => {
    expect(decodeText(Buffer.from([0xe9]), 'x-no-such-set')).toBe('é');
  });

  test('what could break a line, a table or the direction of writing is gone', () => {
    expect(decodeText(Buffer.from('Black\r\nToner\t1\u0000'))).toBe('Black Toner 1');
    expect(decodeText(Buffer.from('To\u202ener\u200b\u2028x\ufeff'))).toBe('Toner x');
    expect(decodeText(Buffer.from('\u001b[31mred'))).toBe('[31mred');
  });

  test('what is longer than a Printer-MIB text is cut, between characters', () => {
    expect(decodeText(Buffer.from('黑'.repeat(1000)))).toBe('黑'.repeat(255));
  });

  test('no bytes give control characters, several lines or more than a Printer-MIB text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400, size: 'max' }),
        fc.constantFrom(undefined, 'shift_jis', 'gb18030'),
        (bytes, set) => {
          const text = decodeText(Buffer.from(bytes), set);
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect([...text].length).toBeLessThanOrEqual(255);
          expect(text.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  test('what follows the first control character is no part of a private object’s text', () => {
    expect(decodeUpToControl(Buffer.from('AB0012345\n32'))).toBe('AB0012345');
    expect(decodeUpToControl(Buffer.from('AB0012345'))).toBe('AB0012345');
  });
});

describe('names as hexadecimal digits', () => {
  const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase();
  const spaced = (text: string) => hex(text).match(/../g)!.join(' ');

  test.each([
    ['all of it, in pairs', spaced('Cyan Toner')],
    ['all of it, joined', hex('Cyan Toner')],
    ['ending with NUL', `${spaced('Cyan Toner')} 00`],
    ['with colons', spaced('Cyan Toner').replaceAll(' ', ':')],
  ])('%s', (_, text) => {
    expect(decodeName(Buffer.from(text))).toEqual({ text: 'Cyan Toner', fromHex: true });
  });

  test('16 bytes of text, then lines of digits', () => {
    const dumped = `Magenta Cartridg\n${spaced('e for Corvid P900')} \n00 `;
    expect(decodeName(Buffer.from(dumped))).toEqual({ text: 'Magenta Cartridge for Corvid P900', fromHex: true });
  });

  test.each([
    'Black Toner',
    'CAFE',
    'AD 12',
    '00112233',
    '4120 4120',
    '0123456789ABCDEF',
    'Toner unit no.16\n41 is new',
  ])('no digits of text: %s', (text) => {
    expect(decodeName(Buffer.from(text))).toEqual({ text: text.replace('\n', ' '), fromHex: false });
  });

  test('no name at all', () => {
    expect(decodeName(null)).toEqual({ text: '', fromHex: false });
  });
});
