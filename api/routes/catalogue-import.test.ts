import { count } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { audit, modelSlots, models, supplies } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await openTestApi({ limits: { perCredential: 1e6 } });
  token = await api.newToken('operations');
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const table of [modelSlots, models, supplies]) await api.system.delete(table);
});

const load = (of: 'supplies' | 'models', text: string, query: Record<string, string> = {}) =>
  api.call(token, 'POST', `catalogue/${of}/import`, { body: text, headers: { 'content-type': 'text/csv' }, query });
const rows = async (table: typeof supplies | typeof models) => {
  const [found] = await api.system.select({ number: count() }).from(table);
  return found!.number;
};
const places = (body: { errors: { line: number; column: string }[] }) =>
  body.errors.map(({ line, column }) => `${line} ${column}`);

const supplyFile = `part_number,name,kind,colour,rated_yield_pages,pack_size,trigger_days,superseded_by,alternatives
AX-410K,Black toner,toner,black,12000,,,AX-410KX,
AX-410KX,"Black toner, high yield",toner,black,24000,1,14,,AX-410K
AX-410W,Waste box,waste,,50000,2,,,`;

const modelFile = `maker,model,connections,replenishable,remarks,slot_key,slot_label,part_number,resolution_percent,usual_rate_per_day
Axelle,AX 410,agent|direct,yes,,1.1,Black,AX-410K,1,0.03
Axelle,AX 410,agent|direct,yes,,1.2,Waste,AX-410W,,
Axelle,AX 1,direct,no,Without gauges,,,,,`;

describe('a file of supplies', () => {
  test('makes them; the same file again changes nothing; a changed line changes its supply alone', async () => {
    const first = await load('supplies', supplyFile);
    expect(first.body).toEqual({ dryRun: false, lines: 3, created: 3, changed: 0, unchanged: 0 });
    const { body } = await api.call(token, 'GET', 'catalogue/supplies', { query: { search: 'AX-410KX' } });
    expect(body.items[0]).toMatchObject({
      name: 'Black toner, high yield',
      triggerDays: 14,
      alternatives: ['AX-410K'],
      packSize: 1,
      version: 1,
    });
    expect((await load('supplies', supplyFile)).body).toMatchObject({ created: 0, changed: 0, unchanged: 3 });
    const changed = await load('supplies', supplyFile.replace('12000', '12500'));
    expect(changed.body).toMatchObject({ created: 0, changed: 1, unchanged: 2 });
    const versions = await api.system.select({ version: supplies.version }).from(supplies).orderBy(supplies.partNumber);
    expect(versions.map(({ version }) => version)).toEqual([2, 1, 1]);
  });

  test('a dry run says the same and changes nothing, not even the audit', async () => {
    const before = await api.system.select().from(audit);
    const { body } = await load('supplies', supplyFile, { dryRun: 'true' });
    expect(body).toEqual({ dryRun: true, lines: 3, created: 3, changed: 0, unchanged: 0 });
    expect(await rows(supplies)).toBe(0);
    expect(await api.system.select().from(audit)).toHaveLength(before.length);
  });

  test('as French spreadsheets write it: semicolons, byte order mark, Windows lines, decimal commas', async () => {
    const text = `\ufeff${supplyFile.replaceAll('"Black toner, high yield"', 'Toner').replaceAll(',', ';').replaceAll('\n', '\r\n')}\r\n`;
    expect((await load('supplies', text)).body).toMatchObject({ created: 3 });
    const ratio = modelFile.replaceAll(',', ';').replace('0.03', '0,03');
    expect((await load('models', ratio)).body).toMatchObject({ created: 2 });
    const [slot] = await api.system.select().from(modelSlots).orderBy(modelSlots.key);
    expect(slot!.usualRatePerDay).toBe(0.03);
  });

  test('all or nothing: every problem with its line and column, in the caller’s language', async () => {
    const text = `part_number,name,kind,rated_yield_pages,superseded_by
OK-1,Fine,toner,100,
,No number,toner,100,
OK-2,,toner,many,
OK-1,Twice,toner,100,
OK-3,Odd kind,paper,0,NOWHERE
OK-4,Too few cells`;
    const first = await load('supplies', text);
    expect(first.status).toBe(422);
    expect(places(first.body)).toEqual([
      '3 part_number',
      '4 name',
      '4 rated_yield_pages',
      '6 kind',
      '6 rated_yield_pages',
      '7 ',
    ]);
    // Once each line is right in itself: what they say together.
    const mended = text
      .split('\n')
      .filter((_, i) => ![2, 3, 6].includes(i))
      .join('\n')
      .replace('paper,0', 'ink,1');
    const { body } = await api.call(token, 'POST', 'catalogue/supplies/import', {
      body: mended,
      headers: { 'content-type': 'text/csv', 'accept-language': 'fr' },
    });
    expect(places(body)).toEqual(['3 part_number', '4 superseded_by']);
    expect(body.errors[0].detail).toBe('figure déjà ligne 2');
    expect(await rows(supplies)).toBe(0);
  });

  test.each([
    ['an empty file', '\n', '1 '],
    ['a column that is missing', 'part_number,name\nA,B', '1 kind'],
    ['a column that is none', 'part_number,name,kind,price\nA,B,toner,1', '1 price'],
    ['a column twice', 'part_number,name,kind,kind\nA,B,toner,ink', '1 kind'],
    ['quotes that do not end', 'part_number,name,kind\nA,"B,toner', '2 '],
  ])('refused with its place: %s', async (_what, text, place) => {
    const { status, body } = await load('supplies', text);
    expect(status).toBe(422);
    expect(places(body)).toEqual([place]);
  });

  test('a file that is too long, too large or none is refused', async () => {
    const long = `part_number,name,kind\n${Array.from({ length: 20_001 }, (_, i) => `A${i},B,toner`).join('\n')}`;
    expect((await load('supplies', long)).status).toBe(422);
    expect((await load('supplies', 'x'.repeat(5 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await api.call(token, 'POST', 'catalogue/supplies/import', { body: { a: 1 } })).status).toBe(415);
    expect((await api.call(token, 'POST', 'catalogue/supplies/import')).status).toBe(415);
  });

  test('thousands of problems are counted, some hundred told', async () => {
    const text = `part_number,name,kind\n${Array.from({ length: 3000 }, () => 'A,B,paper').join('\n')}`;
    const { body } = await load('supplies', text);
    expect(body.errors).toHaveLength(200);
    expect(body.detail).toContain('3000');
  });

  test('many thousand lines take seconds', async () => {
    const text = `part_number,name,kind\n${Array.from({ length: 10_000 }, (_, i) => `A${i},B,toner`).join('\n')}`;
    const began = performance.now();
    expect((await load('supplies', text)).body).toMatchObject({ created: 10_000 });
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('the whole file is one entry in the audit', async () => {
    await load('supplies', supplyFile);
    const { body } = await api.call(token, 'GET', 'audit', { query: { entity: 'catalogue', limit: '1' } });
    expect(body.items[0]).toMatchObject({ action: 'catalogue.imported', entityId: 'supplies', after: { created: 3 } });
  });
});

describe('a file of models', () => {
  beforeEach(() => load('supplies', supplyFile));

  test('makes models with their slots; again: nothing; a slot that is gone goes', async () => {
    expect((await load('models', modelFile)).body).toEqual({
      dryRun: false,
      lines: 3,
      created: 2,
      changed: 0,
      unchanged: 0,
    });
    const { body } = await api.call(token, 'GET', 'catalogue/models', { query: { search: 'AX 410' } });
    expect(body.items[0]).toMatchObject({
      connections: ['agent', 'direct'],
      replenishable: true,
      slots: [
        { key: '1.1', label: 'Black', resolutionPercent: 1, usualRatePerDay: 0.03 },
        { key: '1.2', label: 'Waste', resolutionPercent: null },
      ],
    });
    expect((await load('models', modelFile)).body).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
    const without = modelFile
      .split('\n')
      .filter((line) => !line.includes('Waste,'))
      .join('\n');
    expect((await load('models', without)).body).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await api.system.select().from(modelSlots)).toHaveLength(1);
  });

  test('the lines of a model agree, its slots are whole and stand once, its supplies are known', async () => {
    const text = `maker,model,connections,replenishable,slot_key,slot_label,part_number
Axelle,AX 9,agent,yes,1.1,Black,AX-410K
Axelle,AX 9,agent,no,1.1,Again,AX-410K
Axelle,AX 9,agent,yes,1.3,,AX-nowhere
Axelle,AX 8,cable,perhaps,,,`;
    const first = await load('models', text);
    expect(places(first.body)).toEqual(['5 connections', '5 replenishable']);
    const second = await load('models', text.replace('cable,perhaps', 'direct,no'));
    expect(places(second.body)).toEqual(['3 replenishable', '3 slot_key', '4 slot_label', '4 part_number']);
    expect(await rows(models)).toBe(0);
  });

  test('a dry run changes nothing', async () => {
    expect((await load('models', modelFile, { dryRun: 'true' })).body).toMatchObject({ created: 2 });
    expect(await rows(models)).toBe(0);
  });
});
