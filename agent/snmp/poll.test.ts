import { afterEach, describe, expect, test } from 'vitest';
import type { NormalForm, Supply } from '../normal-form.ts';
import {
  type FakeAgent,
  type FakeObjects,
  type FakeRequest,
  type Misbehaviour,
  startFakeAgent,
} from '../testing/fake-agent.ts';
import { printerObjects, type SupplyRows, supplyObjects } from '../testing/table-objects.ts';
import { pollSnmp } from './poll.ts';
import { columns, entries, localizationCharacterSet, sysDescr, sysObjectID } from './printer-mib.ts';

/** All of these printers are synthetic: made here to set one trap each. */

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const NOW = new Date('2026-03-01T08:00:00Z');

async function read(
  communities: Record<string, FakeObjects>,
  misbehave?: (request: FakeRequest, number: number) => Misbehaviour,
): Promise<NormalForm & { agent: FakeAgent }> {
  const agent = await startFakeAgent(communities, misbehave);
  cleanups.push(agent.close);
  const access = { host: '127.0.0.1', port: agent.port, community: 'public', timeoutMs: 500, retries: 0 };
  return { ...(await pollSnmp(access, NOW)), agent };
}

async function readRows(rows: SupplyRows, more?: FakeObjects): Promise<Supply[]> {
  return (await read({ public: printerObjects(rows, more) })).supplies;
}

describe('a printer that tells everything', () => {
  const objects = printerObjects(
    {
      '1.1': { colorantIndex: 1, class: 3, type: 3, description: 'Toner A', unit: 19, capacity: 100, level: 63 },
      '1.2': { colorantIndex: 0, class: 4, type: 4, description: 'Waste', unit: 7, capacity: 20_000, level: 1000 },
    },
    {
      [`${entries.colorant}.4.1.1`]: 'black',
      [`${entries.marker}.2.1.1`]: 4,
      [`${entries.marker}.3.1.1`]: 7,
      [`${entries.marker}.4.1.1`]: { counter: 4_294_967_295 },
      [`${entries.printer}.2.1`]: Buffer.from([0x20]),
      [`${entries.alert}.2.1.7`]: 4,
      [`${entries.alert}.4.1.7`]: 11,
      [`${entries.alert}.5.1.7`]: 2,
      [`${entries.alert}.7.1.7`]: 1107,
      [`${entries.alert}.8.1.7`]: 'Waste container nearly full',
    },
  );

  test('is read into the normal form, nothing inferred', async () => {
    const { agent, ...printer } = await read({ public: objects });
    expect(printer).toEqual({
      takenAt: '2026-03-01T08:00:00.000Z',
      maker: 'Corvid',
      model: 'P900',
      serial: '00CV0007',
      pages: { count: 4_294_967_295, unit: 'impressions' },
      supplies: [
        {
          index: '1.1',
          description: 'Toner A',
          kind: 'toner',
          class: 'consumed',
          colour: 'black',
          partNumber: null,
          serial: null,
          level: { percent: 63 },
          inferred: [],
          raw: { level: 63, capacity: 100, unit: 'percent' },
        },
        {
          index: '1.2',
          description: 'Waste',
          kind: 'wasteToner',
          class: 'receptacle',
          colour: null,
          partNumber: null,
          serial: null,
          // Printer-MIB counts the room that remains: 5 % of room is nearly full.
          level: { percent: 5 },
          inferred: [],
          raw: { level: 1000, capacity: 20_000, unit: 'impressions' },
        },
      ],
      alerts: [
        {
          code: 1107,
          severity: 'warning',
          group: 'markerSupplies',
          index: '1.2',
          description: 'Waste container nearly full',
        },
      ],
      detectedErrors: ['lowToner'],
      notices: [],
    });
    // Many printers’ objects are writable: the agent only ever reads.
    expect(agent.requests.map(({ pdu }) => pdu)).not.toContain('other');
  });
});

describe('traps', () => {
  test('levels and capacities that are no percentage', async () => {
    const level = (level: number, capacity: number) => ({ type: 3, description: 'Toner', level, capacity });
    const supplies = await readRows({
      '1.1': level(-3, -2),
      '1.2': level(-2, -2),
      '1.3': level(-1, 100),
      '1.4': level(9, -2),
      '1.5': level(9, 0),
      '1.6': level(120, 100),
      '1.7': level(0, 100),
      '1.8': { type: 3, description: 'Toner', capacity: 100 },
      '1.9': { type: 3, description: 'Toner', level: '50', capacity: 100 },
    });
    expect(supplies.map(({ level }) => level)).toEqual([
      { state: 'some' },
      { state: 'unknown' },
      { state: 'unrestricted' },
      { state: 'unknown-capacity' },
      { state: 'unknown-capacity' },
      { percent: 120 },
      { percent: 0 },
      { state: 'unknown' },
      { state: 'unknown' },
    ]);
  });

  test('gaps in the index, in numeric order, two black toners', async () => {
    const row = (description: string, level: number) => ({ type: 3, class: 3, description, level, capacity: 100 });
    const supplies = await readRows({
      '1.2': row('Yellow Toner', 1),
      '1.31': row('Black Toner 2', 3),
      '1.10': row('Black Toner 1', 2),
    });
    expect(supplies.map(({ index, colour, level }) => [index, colour, level])).toEqual([
      ['1.2', 'yellow', { percent: 1 }],
      ['1.10', 'black', { percent: 2 }],
      ['1.31', 'black', { percent: 3 }],
    ]);
  });

  test('columns that are missing are inferred from the name and marked; a colour is not guessed', async () => {
    const supplies = await readRows({
      '1.1': { description: 'Cyan Toner, PN 77R0001;SNCV000E2', level: 5, capacity: 10 },
      '1.2': { description: 'Waste Toner Box', level: 5, capacity: 10 },
      '1.3': { description: 'CV-77K', level: 5, capacity: 10 },
      '1.4': { level: 5, capacity: 10 },
    });
    const half = { level: { percent: 50 }, raw: { level: 5, capacity: 10, unit: null } };
    expect(supplies).toMatchObject([
      {
        kind: 'toner',
        class: 'consumed',
        colour: 'cyan',
        partNumber: '77R0001',
        serial: 'CV000E2',
        inferred: ['kind', 'class', 'colour'],
        ...half,
      },
      { kind: 'wasteToner', class: 'receptacle', colour: null, inferred: ['kind', 'class'], ...half },
      { kind: null, class: 'consumed', colour: null, partNumber: null, inferred: ['class'], ...half },
      { description: null, kind: null, class: null, colour: null, inferred: [], ...half },
    ]);
  });

  test('a mere cartridge holds what the marker prints with', async () => {
    const [supply] = await readRows(
      { '1.1': { description: 'Black Cartridge', level: 5, capacity: 10 } },
      { [`${entries.marker}.2.1.1`]: 12 },
    );
    expect(supply).toMatchObject({ kind: 'ink', inferred: ['kind', 'class', 'colour'] });
  });

  test('names in UTF-8, in the printer’s own character set, in hexadecimal, with control characters', async () => {
    const supplies = await readRows(
      {
        '1.1': { type: 3, description: '黑色碳粉' },
        '1.2': { type: 3, description: Buffer.from([0x83, 0x56, 0x83, 0x41, 0x83, 0x93]) },
        '1.3': { type: 3, description: '59 65 6C 6C 6F 77 20 54 6F 6E 65 72 00' },
        '1.4': { type: 3, description: 'Magenta\u0000\u001b[2J Toner\r\n' },
      },
      { [`${entries.general}.2.1`]: 5, [`${localizationCharacterSet}.1.5`]: 17 },
    );
    expect(supplies.map(({ description, colour }) => [description, colour])).toEqual([
      ['黑色碳粉', 'black'],
      ['シアン', 'cyan'],
      ['Yellow Toner', 'yellow'],
      ['Magenta [2J Toner', 'magenta'],
    ]);
    expect(supplies[2]!.inferred).toContain('description');
  });

  test('text that is no UTF-8, of a printer that names no character set', async () => {
    const [supply] = await readRows({ '1.1': { type: 3, description: Buffer.from('Toner usagé', 'latin1') } });
    expect(supply!.description).toBe('Toner usagé');
  });

  test('65 slots', async () => {
    const rows = Object.fromEntries(
      Array.from({ length: 65 }, (_, position) => [
        `1.${position + 1}`,
        { type: 3, class: 3, description: `Toner ${position + 1}`, capacity: 100, level: position },
      ]),
    );
    const supplies = await readRows(rows);
    expect(supplies).toHaveLength(65);
    expect(supplies.at(-1)).toMatchObject({ index: '1.65', level: { percent: 64 } });
  });

  test('rows of one name that contradict each other are noticed', async () => {
    const row = (level: number, capacity: number) => ({ type: 3, description: 'Black Toner', level, capacity });
    const { notices } = await read({ public: printerObjects({ '1.1': row(0, -2), '1.2': row(-3, -2) }) });
    expect(notices).toEqual(['Slots 1.1, 1.2 have one name and contradict each other.']);
  });

  test('of several printers behind one address, the first is read and the others are mentioned', async () => {
    const row = { type: 3, description: 'Toner', level: 1, capacity: 10 };
    const { supplies, notices } = await read({ public: printerObjects({ '1.1': row, '3.1': row }) });
    expect(supplies.map(({ index }) => index)).toEqual(['1.1']);
    expect(notices).toEqual([expect.stringMatching(/1 more printer/)]);
  });

  test('a page counter without unit, one of sheets, and none', async () => {
    const pagesOf = async (more: FakeObjects) => (await read({ public: printerObjects({}, more) })).pages;
    const count = { [`${entries.marker}.${columns.marker.lifeCount}.1.1`]: { counter: 12 } };
    expect(await pagesOf(count)).toEqual({ count: 12, unit: null });
    expect(await pagesOf({ ...count, [`${entries.marker}.3.1.1`]: 8 })).toEqual({ count: 12, unit: 'sheets' });
    expect(await pagesOf({ [`${entries.marker}.3.1.1`]: 8 })).toEqual({ count: null, unit: null });
  });
});

describe('where the tables are', () => {
  const hp = {
    [sysDescr]: 'HP ETHERNET MULTI-ENVIRONMENT,SN:ZZ00012,PID:HP LaserJet X9',
    [sysObjectID]: { oid: '1.3.6.1.4.1.11.2.3.9.1' },
  };
  const inside = supplyObjects({ '1.1': { description: 'Black Cartridge', level: 61, capacity: 100 } });

  test('HP keeps them in an SNMP context', async () => {
    const { maker, model, serial, supplies } = await read({ public: hp, 'public@Jetdirect': inside });
    expect({ maker, model, serial }).toEqual({ maker: 'HP', model: 'LaserJet X9', serial: 'ZZ00012' });
    expect(supplies).toMatchObject([{ index: '1.1', kind: 'toner', level: { percent: 61 } }]);
  });

  test('a context that is not there costs one wait and no reading', async () => {
    expect(await read({ public: hp })).toMatchObject({ serial: 'ZZ00012', supplies: [], notices: [] });
  });

  test('a private serial number, two bytes in front of it', async () => {
    const oid = '1.3.6.1.4.1.11.2.3.9.4.2.1.1.3.3.0';
    const objects = { [sysObjectID]: hp[sysObjectID], [oid]: Buffer.from('\u0001\u0015ZZ00099\n32') };
    expect((await read({ public: objects })).serial).toBe('ZZ00099');
  });

  test('a printer that refuses to name its system is read all the same', async () => {
    const row = { type: 3, description: 'Toner', level: 4, capacity: 10 };
    const { maker, supplies } = await read({ public: printerObjects({ '1.1': row }) }, ({ oids }) =>
      oids.includes(sysDescr) ? { error: 5 } : undefined,
    );
    expect(maker).toBe('Corvid');
    expect(supplies).toMatchObject([{ level: { percent: 40 } }]);
  });

  test('private objects that the printer refuses together are asked for one by one', async () => {
    const objects = { [sysObjectID]: { oid: '1.3.6.1.4.1.367.1.1' }, '1.3.6.1.4.1.367.3.2.1.2.1.4.0': 'W0001' };
    const { serial } = await read({ public: objects }, ({ pdu, oids }) =>
      pdu === 'get' && oids.length > 1 && oids[0]!.includes('.4.1.') ? { error: 5 } : undefined,
    );
    expect(serial).toBe('W0001');
  });
});

describe('a printer that falls silent', () => {
  const rows = Object.fromEntries(
    Array.from({ length: 20 }, (_, position) => [
      `1.${position + 1}`,
      { type: 3, description: `Toner ${position}`, capacity: 100, level: 40 },
    ]),
  );

  test('half-way: what it told is kept, what it did not tell is unknown, not zero', async () => {
    const { supplies, serial, notices, agent } = await read({ public: printerObjects(rows) }, (_, number) =>
      number > 7 ? 'silence' : undefined,
    );
    expect(serial).toBe('00CV0007');
    expect(supplies).toHaveLength(20);
    expect(new Set(supplies.map(({ level }) => JSON.stringify(level)))).toEqual(new Set(['{"state":"unknown"}']));
    expect(notices[0]).toMatch(/^The supplies could not be read to the end\. .*did not answer/);
    // GETBULK, GETNEXT and one more try to see whether it lives: then it is left alone.
    expect(agent.requests.length).toBeLessThanOrEqual(7 + 3 + 2);
  });

  test('from the start: no reading, but what to check', async () => {
    await expect(read({ public: printerObjects(rows) }, () => 'silence')).rejects.toThrow(
      /deep sleep.*community.*firewall/,
    );
  });
});
