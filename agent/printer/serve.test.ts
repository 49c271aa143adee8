import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import snmp from 'net-snmp';
import { afterEach, describe, expect, test } from 'vitest';
import { freeUdpPort } from '../free-port.ts';
import { pollSnmp } from '../snmp/poll.ts';
import { toReading } from '../to-reading.ts';
import { sendCommands, serveControl } from './control.ts';
import { servePrinter } from './serve.ts';
import { newPrinter, type PrinterState } from './state.ts';
import { loadState, saveState } from './state-file.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const identity = { maker: 'Aldine', model: 'Aldine C410', serial: 'AL410-000777' };

async function start(onChange?: (state: PrinterState) => void) {
  const port = await freeUdpPort();
  const printer = await servePrinter({ port, community: 'public', initial: newPrinter(identity), onChange });
  cleanups.push(printer.close);
  return { port, printer };
}

const read = (port: number, community = 'public', timeoutMs = 2000) =>
  pollSnmp({ host: '127.0.0.1', port, community, timeoutMs, retries: 0 }, new Date('2026-03-01T08:00:00Z'));

describe('the synthetic printer over UDP', () => {
  test('is read as what it is', async () => {
    const { port } = await start();
    const printer = await read(port);
    expect(printer).toMatchObject({
      maker: 'Aldine',
      model: 'C410',
      serial: 'AL410-000777',
      pages: { count: 12_840, unit: 'impressions' },
      alerts: [],
      detectedErrors: [],
      notices: [],
    });
    expect(
      printer.supplies.map(({ index, kind, class: kindClass, colour, partNumber, level, inferred }) => [
        index,
        kind,
        kindClass,
        colour,
        partNumber,
        level,
        inferred.length,
      ]),
    ).toEqual([
      ['1.1', 'toner', 'consumed', 'black', 'AL-410K', { percent: 64 }, 0],
      ['1.2', 'toner', 'consumed', 'cyan', 'AL-410C', { percent: 71 }, 0],
      ['1.3', 'toner', 'consumed', 'magenta', 'AL-410M', { percent: 58 }, 0],
      ['1.4', 'toner', 'consumed', 'yellow', 'AL-410Y', { percent: 80 }, 0],
      ['1.5', 'wasteToner', 'receptacle', null, 'AL-410W', { percent: 55 }, 0],
      ['1.6', 'opc', 'consumed', null, 'AL-410D', { percent: 90 }, 0],
    ]);
  });

  test('follows its commands: levels, sentinels, alerts, cartridges, pages', async () => {
    const { port, printer } = await start();
    for (const text of ['K=8', 'C=-3', 'M=-2', 'W=0', 'swap Y', 'D=11', 'pages=20000']) await printer.command(text);
    const found = await read(port);
    expect(found.supplies.map(({ level }) => level)).toEqual([
      { percent: 8 },
      { state: 'some' },
      { state: 'unknown' },
      { percent: 100 },
      { percent: 0 },
      { percent: 11 },
    ]);
    expect(found.supplies[3]!.serial).toBe('AL400002');
    expect(found.pages.count).toBe(20_000);
    expect(found.detectedErrors).toEqual(['lowToner']);
    expect(toReading(found).alerts).toEqual([
      { code: 1104, key: '1.1', description: 'Black Toner nearly used up' },
      { code: 1109, key: '1.5', description: 'Waste Toner Container quite full' },
    ]);
  });

  test('does not answer while it is off, nor to another community', async () => {
    const { port, printer } = await start();
    await expect(read(port, 'private', 300)).rejects.toThrow(/community/);
    await printer.command('off');
    await expect(read(port, 'public', 300)).rejects.toThrow(/switched on/);
    await printer.command('K=50');
    await printer.command('on');
    expect((await read(port)).supplies[0]!.level).toEqual({ percent: 50 });
  });

  test('cannot be written to', async () => {
    const { port } = await start();
    const session = snmp.createSession('127.0.0.1', 'public', { port, version: snmp.Version2c });
    cleanups.push(() => session.close());
    const serial = { oid: '1.3.6.1.2.1.43.5.1.1.17.1', type: snmp.ObjectType.OctetString, value: 'X' };
    const error = await new Promise((resolve) => session.set([serial], resolve));
    expect(String(error)).toMatch(/NotWritable|NoAccess/);
    expect((await read(port)).serial).toBe('AL410-000777');
  });

  test('a port that is taken', async () => {
    const { port } = await start();
    await expect(servePrinter({ port, community: 'public', initial: newPrinter(identity) })).rejects.toThrow(
      /taken.*--port/,
    );
  });
});

describe('commands from elsewhere', () => {
  async function startWithControl() {
    const started = await start();
    const control = await serveControl(started.printer, started.port);
    cleanups.push(() => {
      control.close();
      control.closeAllConnections();
    });
    return started;
  }

  test('several at once', async () => {
    const { port, printer } = await startWithControl();
    expect(await sendCommands(port, ['K=12', 'print 900'])).toMatch(/^on, 13740 impressions\n {2}K {2}1\.1 +2 %/);
    expect(printer.state.pages).toBe(13_740);
  });

  test('one that is none is refused with what is possible', async () => {
    const { port } = await startWithControl();
    await expect(sendCommands(port, ['K=1200'])).rejects.toThrow(/K=12/);
    await expect(sendCommands(port, [])).rejects.toThrow(/at least one/);
  });

  test('a form that a web page could send is not taken', async () => {
    const { port, printer } = await startWithControl();
    const before = printer.state;
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{"commands":["off"]}' });
    expect(response.status).toBe(415);
    expect(printer.state).toBe(before);
  });

  test('no printer there', async () => {
    await expect(sendCommands(await freeUdpPort(), ['off'])).rejects.toThrow(/npm run printer/);
  });
});

describe('its state in a file', () => {
  function file(): string {
    const folder = mkdtempSync(join(tmpdir(), 'replenish-printer-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    return join(folder, 'printer.json');
  }

  test('is there again at the next start', async () => {
    const path = file();
    const { printer } = await start((state) => saveState(path, state));
    await printer.command('K=12');
    expect(loadState(path)).toEqual(printer.state);
  });

  test('none, and one that is no printer', () => {
    const path = file();
    expect(loadState(path)).toBeUndefined();
    for (const text of ['', '{}', '{"pages":1,"serial":"x","slots":[{"letter":"Q"}]}']) {
      writeFileSync(path, text);
      expect(() => loadState(path)).toThrow(/does not hold a printer.*Remove it/);
    }
  });
});
