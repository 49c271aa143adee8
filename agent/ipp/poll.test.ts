import { afterEach, describe, expect, test } from 'vitest';
import type { Supply } from '../normal-form.ts';
import { type FakeIppAttributes, ippAnswer, startFakeHttp } from '../testing/fake-ipp.ts';
import { toIppAccess } from './access.ts';
import { decodeAnswer } from './message.ts';
import { pollIpp, readIppAnswer } from './poll.ts';

/** All of these printers are synthetic: made here to set one trap each. */

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const NOW = new Date('2026-03-01T08:00:00Z');
const read = (attributes: FakeIppAttributes, status?: number) =>
  readIppAnswer(decodeAnswer(ippAnswer(attributes, status))!, NOW);
const suppliesOf = (attributes: FakeIppAttributes): Supply[] => read(attributes).supplies;

describe('marker-* and printer-supply', () => {
  test('a printer that tells both: one slot each, by position', () => {
    const printer = read({
      'printer-make-and-model': 'Corvid P900',
      'printer-device-id': 'MFG:Corvid;MDL:P900;SN:00CV0007;',
      'marker-names': ['Black Toner, PN CV-77K;SNQQ12', ['en', 'Waste Box']],
      'marker-types': ['toner', 'waste-toner'],
      'marker-colors': ['#000000', 'none'],
      'marker-levels': [42, 80],
      'printer-supply': [
        'index=4;class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level=42;colorantname=black;',
        'index=9;class=receptacleThatIsFilled;type=wasteToner;unit=percent;maxcapacity=100;level=20;colorantname=none;',
      ].map((text) => Buffer.from(text)),
      'printer-alert': Buffer.from(
        'code=markerWasteTonerReceptacleAlmostFull;severity=warning;group=markerSupplies;groupindex=9',
      ),
      'printer-alert-description': 'waste nearly full',
      'printer-state-reasons': ['toner-low-warning', 'none'],
      'printer-impressions-completed': 12345,
    });
    expect(printer).toMatchObject({
      maker: 'Corvid',
      model: 'P900',
      serial: '00CV0007',
      pages: { count: 12345, unit: 'impressions' },
      alerts: [
        { code: 1107, severity: 'warning', group: 'markerSupplies', index: '2', description: 'waste nearly full' },
      ],
      detectedErrors: ['lowToner'],
      notices: [],
    });
    expect(printer.supplies).toMatchObject([
      {
        index: '1',
        kind: 'toner',
        class: 'consumed',
        colour: 'black',
        partNumber: 'CV-77K',
        serial: 'QQ12',
        level: { percent: 42 },
        inferred: [],
      },
      {
        index: '2',
        description: 'Waste Box',
        kind: 'wasteToner',
        class: 'receptacle',
        colour: null,
        level: { percent: 20 },
        inferred: [],
      },
    ]);
  });

  test('waste by marker-levels alone counts how full it is', () => {
    expect(
      suppliesOf({ 'marker-names': 'Waste', 'marker-types': 'waste-toner', 'marker-levels': 80 })[0],
    ).toMatchObject({
      level: { percent: 20 },
      raw: { level: 80 },
    });
  });

  test('waste by printer-supply alone counts the room that remains', () => {
    const told = Buffer.from('index=1;type=wasteToner;maxcapacity=200;level=160;');
    expect(suppliesOf({ 'printer-supply': told })[0]).toMatchObject({
      kind: 'wasteToner',
      class: 'receptacle',
      level: { percent: 80 },
    });
  });

  test('waste whose two gauges mix up the senses is unknown, and a notice says so', () => {
    const printer = read({
      'marker-names': 'Waste',
      'marker-types': 'waste-toner',
      'marker-levels': 30,
      'printer-supply': Buffer.from('type=wasteToner;class=receptacleThatIsFilled;maxcapacity=100;level=30'),
    });
    expect(printer.supplies[0]!.level).toEqual({ state: 'unknown' });
    expect(printer.notices).toEqual([expect.stringMatching(/slot 1 contradict/)]);
  });

  test.each([
    [-3, { state: 'some' }],
    [-2, { state: 'unknown' }],
    [-1, { state: 'unknown' }],
    [0, { percent: 0 }],
    [100, { percent: 100 }],
  ])('marker level %i', (level, expected) => {
    expect(suppliesOf({ 'marker-names': 'Black', 'marker-types': 'toner', 'marker-levels': level })[0]!.level).toEqual(
      expected,
    );
  });

  test.each([
    ['level=-3;maxcapacity=100', { state: 'some' }],
    ['level=-2;maxcapacity=-2', { state: 'unknown' }],
    ['level=-1;maxcapacity=-1', { state: 'unrestricted' }],
    ['level=7;maxcapacity=-2', { state: 'unknown-capacity' }],
    ['level=7;maxcapacity=0', { state: 'unknown-capacity' }],
    ['level=150;maxcapacity=100', { percent: 150 }],
    ['maxcapacity=100', { state: 'unknown' }],
    ['level=7x;maxcapacity=100', { state: 'unknown' }],
  ])('printer-supply %s', (text, expected) => {
    expect(suppliesOf({ 'printer-supply': Buffer.from(`type=toner;${text};`) })[0]!.level).toEqual(expected);
  });

  test('names of unlike number are not mixed', () => {
    const supplies = suppliesOf({
      'marker-names': ['Black Toner', 'Cyan Toner'],
      'marker-levels': [5, 6],
      'printer-supply': Buffer.from('type=wasteToner;level=70;maxcapacity=100'),
    });
    expect(supplies.map(({ kind, level }) => [kind, level])).toEqual([
      ['toner', { percent: 5 }],
      ['toner', { percent: 6 }],
    ]);
  });

  test('what is not told is inferred from the name and marked; a three-colour cartridge has no colour', () => {
    expect(
      suppliesOf({
        'marker-names': ['Yellow Drum', 'tri-color'],
        'marker-types': ['unknown', 'ink-cartridge'],
        'marker-colors': ['none', '#00FFFF#FF00FF#FFFF00'],
        'marker-levels': [1, 2],
      }),
    ).toMatchObject([
      { kind: 'opc', colour: 'yellow', inferred: ['kind', 'class', 'colour'] },
      { kind: 'inkCartridge', colour: null, inferred: ['class'] },
    ]);
  });

  test('malformed alerts, and a printer that tells nothing', () => {
    const { alerts } = read({
      'printer-alert': [
        'code=unknown;severity=otherother',
        'printer-alert[0] = code=1101;group=markerSupplies;groupindex=x',
        'none',
      ],
    });
    expect(alerts).toEqual([
      { code: null, severity: 'otherother', group: null, index: null, description: null },
      { code: 1101, severity: null, group: 'markerSupplies', index: null, description: null },
    ]);
    expect(read({}, 0x0503)).toMatchObject({
      maker: null,
      model: null,
      serial: null,
      supplies: [],
      notices: ['The printer answered with IPP error 0x0503.'],
    });
  });

  test('a model that begins with a series is no maker', () => {
    expect(read({ 'printer-make-and-model': 'ECOSYS Z9' })).toMatchObject({ maker: null, model: 'ECOSYS Z9' });
    expect(read({ 'printer-make-and-model': 'Hewlett-Packard HP LaserJet Z9' })).toMatchObject({
      maker: 'HP',
      model: 'LaserJet Z9',
    });
  });
});

describe('over HTTP', () => {
  const access = (port: number, path = '/ipp/print', timeoutMs = 1000) =>
    toIppAccess(`ipp://127.0.0.1:${port}${path}`, timeoutMs);
  async function serve(...args: Parameters<typeof startFakeHttp>) {
    const server = await startFakeHttp(...args);
    cleanups.push(server.close);
    return server.port;
  }

  test('asks in version 1.1 a printer that does not know 2.0', async () => {
    const versions: number[] = [];
    const port = await serve((request, response) => {
      request.once('data', (body: Buffer) => {
        versions.push(body[0]!);
        expect(body.includes(`ipp://127.0.0.1:${port}/ipp/print`)).toBe(true);
        response.end(body[0] === 2 ? ippAnswer({}, 0x0503) : ippAnswer({ 'printer-make-and-model': 'Corvid P900' }));
      });
    });
    expect((await pollIpp(access(port), NOW)).maker).toBe('Corvid');
    expect(versions).toEqual([2, 1]);
  });

  test.each([
    ['no IPP', (_: unknown, response: { end(text: string): void }) => response.end('<html>'), /not in IPP/],
    [
      'another path',
      (_: unknown, response: { writeHead(code: number): { end(): void } }) => response.writeHead(404).end(),
      /404.*\/ipp\/print/,
    ],
    [
      'a password',
      (_: unknown, response: { writeHead(code: number): { end(): void } }) => response.writeHead(401).end(),
      /password/,
    ],
    [
      'no end of it',
      (_: unknown, response: { write(text: Buffer): void }) => response.write(Buffer.alloc(3_000_000)),
      /not in IPP/,
    ],
    ['silence', () => undefined, /did not answer within 1 s/],
  ])('%s', async (_, listener, message) => {
    const port = await serve(listener as Parameters<typeof startFakeHttp>[0]);
    await expect(pollIpp(access(port), NOW)).rejects.toThrow(message);
  });

  test('nothing there', async () => {
    await expect(pollIpp(access(1), NOW)).rejects.toThrow(/nothing listens/);
  });
});

test.each([
  ['ipp://host', 'http://host:631/ipp/print', 'ipp://host:631/ipp/print'],
  ['ipps://host:1631/x', 'https://host:1631/x', 'ipps://host:1631/x'],
  ['http://[::1]/ipp', 'http://[::1]/ipp', 'ipp://[::1]:80/ipp'],
])('%s', (typed, url, printerUri) => {
  const access = toIppAccess(typed, 1000);
  expect([access.url.href, access.printerUri]).toEqual([url, printerUri]);
});

test('what is no address', () => {
  expect(() => toIppAccess('ftp://x', 1)).toThrow(/ipp:\/\/HOST/);
  expect(() => toIppAccess('host', 1)).toThrow(/ipp:\/\/HOST/);
});
